#ifndef CTLS_H
#define CTLS_H

#include <stddef.h>
#include <stdint.h>

/// TLS and SHA-256 by the system's OpenSSL 3 (libssl.so.3 and libcrypto.so.3), loaded on first use: a process that
/// never calls another service does not load it.

/// Loads the libraries once per process. Returns NULL, or a message that says what is missing.
const char *ctls_load(void);

/// As ctls_load, but what SHA-256 needs only.
const char *ctls_load_digests(void);

/// SHA-256 (FIPS 180-4) of `count` bytes. Only after a successful ctls_load or ctls_load_digests.
void ctls_sha256(const uint8_t *data, size_t count, uint8_t digest[32]);

/// HMAC-SHA-256 (RFC 2104). The same.
void ctls_hmac_sha256(const uint8_t *key, size_t key_count, const uint8_t *data, size_t count, uint8_t digest[32]);

/// A TLS session over a connected socket.
typedef struct ctls_session ctls_session;

/// Performs the TLS handshake as a client over `socket`, with at least TLS 1.2; the peer's certificate must be valid
/// for `host` under the system's certificate authorities. Returns NULL with a message in `error`, which must not be
/// freed. The caller still owns the socket.
ctls_session *ctls_open(int socket, const char *host, const char **error);

/// Reads at most `count` bytes. Returns their number, 0 at the end, -1 on an error or a timeout of the socket.
ptrdiff_t ctls_read(ctls_session *session, uint8_t *data, size_t count);

/// Writes at most `count` bytes. Returns their number, or -1 on an error or a timeout of the socket.
ptrdiff_t ctls_write(ctls_session *session, const uint8_t *data, size_t count);

/// Ends the session without waiting for the peer's close notification.
void ctls_close(ctls_session *session);

#endif
