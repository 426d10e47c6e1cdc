#include "ctls.h"

#include <dlfcn.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>
#include <pthread.h>

// The OpenSSL functions in use, with the types of OpenSSL's own headers.
#define SSL_CALLS(X)                                                                                                    \
    X(TLS_client_method)                                                                                                \
    X(SSL_CTX_new)                                                                                                      \
    X(SSL_CTX_ctrl)                                                                                                     \
    X(SSL_CTX_set_default_verify_paths)                                                                                 \
    X(SSL_CTX_set_verify)                                                                                               \
    X(SSL_new)                                                                                                          \
    X(SSL_free)                                                                                                         \
    X(SSL_ctrl)                                                                                                         \
    X(SSL_set1_host)                                                                                                    \
    X(SSL_set_fd)                                                                                                       \
    X(SSL_connect)                                                                                                      \
    X(SSL_get_verify_result)                                                                                            \
    X(SSL_read)                                                                                                         \
    X(SSL_write)
#define CRYPTO_CALLS(X)                                                                                                 \
    X(EVP_sha256)                                                                                                       \
    X(EVP_Digest)                                                                                                       \
    X(HMAC)                                                                                                             \
    X(X509_verify_cert_error_string)

#define DECLARE(name) static __typeof__(&name) call_##name;
SSL_CALLS(DECLARE)
CRYPTO_CALLS(DECLARE)

static pthread_once_t once = PTHREAD_ONCE_INIT, digests_once = PTHREAD_ONCE_INIT;
static const char *missing, *missing_digests;
static SSL_CTX *context;

#define FIND(library, name, problem)                                                                                    \
    if (!(call_##name = (__typeof__(&name))dlsym(library, #name))) {                                                    \
        problem = "OpenSSL has no " #name;                                                                              \
        return;                                                                                                         \
    }

static void load_digests(void) {
    void *crypto = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!crypto) {
        missing_digests = "libcrypto.so.3 cannot be loaded";
        return;
    }
#define FIND_CRYPTO(name) FIND(crypto, name, missing_digests)
    CRYPTO_CALLS(FIND_CRYPTO)
}

const char *ctls_load_digests(void) {
    pthread_once(&digests_once, load_digests);
    return missing_digests;
}

static void load(void) {
    missing = ctls_load_digests();
    if (missing) return;
    void *ssl = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!ssl) {
        missing = "libssl.so.3 cannot be loaded";
        return;
    }
#define FIND_SSL(name) FIND(ssl, name, missing)
    SSL_CALLS(FIND_SSL)
    context = call_SSL_CTX_new(call_TLS_client_method());
    if (!context) {
        missing = "OpenSSL cannot make a context";
        return;
    }
    call_SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, NULL);
    call_SSL_CTX_set_default_verify_paths(context);
    call_SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
}

const char *ctls_load(void) {
    pthread_once(&once, load);
    return missing;
}

void ctls_sha256(const uint8_t *data, size_t count, uint8_t digest[32]) {
    unsigned length = 32;
    call_EVP_Digest(data, count, digest, &length, call_EVP_sha256(), NULL);
}

void ctls_hmac_sha256(const uint8_t *key, size_t key_count, const uint8_t *data, size_t count, uint8_t digest[32]) {
    unsigned length = 32;
    call_HMAC(call_EVP_sha256(), key, (int)key_count, data, count, digest, &length);
}

ctls_session *ctls_open(int socket, const char *host, const char **error) {
    SSL *ssl = call_SSL_new(context);
    if (!ssl) {
        *error = "OpenSSL cannot make a session";
        return NULL;
    }
    // SNI sends the same name that the certificate is checked against.
    call_SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, (void *)host);
    if (call_SSL_set1_host(ssl, host) == 1 && call_SSL_set_fd(ssl, socket) == 1 && call_SSL_connect(ssl) == 1) {
        return (ctls_session *)ssl;
    }
    long verified = call_SSL_get_verify_result(ssl);
    *error = verified == X509_V_OK ? "the TLS handshake failed" : call_X509_verify_cert_error_string(verified);
    call_SSL_free(ssl);
    return NULL;
}

ptrdiff_t ctls_read(ctls_session *session, uint8_t *data, size_t count) {
    int got = call_SSL_read((SSL *)session, data, count > INT_MAX ? INT_MAX : (int)count);
    return got > 0 ? got : got == 0 ? 0 : -1;
}

ptrdiff_t ctls_write(ctls_session *session, const uint8_t *data, size_t count) {
    int sent = call_SSL_write((SSL *)session, data, count > INT_MAX ? INT_MAX : (int)count);
    return sent > 0 ? sent : -1;
}

void ctls_close(ctls_session *session) {
    call_SSL_free((SSL *)session);
}
