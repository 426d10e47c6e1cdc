#ifndef CCURL_LIBCURL_H
#define CCURL_LIBCURL_H

#include <stdint.h>
#include <sys/socket.h>

// What is used of libcurl's ABI, which has been stable since its 7.16 (curl.se/libcurl/abi.html). Written down here
// because its headers come in packages that exclude each other (OpenSSL, GnuTLS), and nobody should need one to build.
// Source: include/curl/{curl,multi,urlapi}.h. Nothing is younger than 7.76, except what says so. A test compares the
// options' numbers with those that the library itself gives.

typedef void CURL;
typedef void CURLM;
typedef void CURLU;
typedef int CURLcode;
typedef int CURLMcode;
typedef int CURLUcode;
typedef int curl_socket_t;

struct curl_slist;

struct curl_waitfd {
    curl_socket_t fd;
    short events, revents;
};
#define CURL_WAIT_POLLIN 1

typedef struct {
    int msg;
    CURL *easy_handle;
    union {
        void *whatever;
        CURLcode result;
    } data;
} CURLMsg;
#define CURLMSG_DONE 1

struct curl_sockaddr {
    int family, socktype, protocol;
    unsigned addrlen;
    struct sockaddr addr;
};

struct curl_easyoption {
    const char *name;
    int id, type;
    unsigned flags;
};

#define CURL_GLOBAL_DEFAULT 3
#define CURL_ERROR_SIZE 256
#define CURL_HTTP_VERSION_2TLS 4L
#define CURLPROTO_HTTP_AND_HTTPS 3L
#define CURLINFO_RESPONSE_CODE (0x200000 + 2)
#define CURLINFO_PRIVATE (0x100000 + 21)
#define CURLMOPT_MAXCONNECTS 6
#define CURLUPART_URL 0
#define CURLUPART_SCHEME 1
#define CURLUPART_HOST 5
#define CURLU_NON_SUPPORT_SCHEME 8

// name, number
#define CURL_OPTIONS(X)                                                                                                 \
    X(WRITEDATA, 10001)                                                                                                 \
    X(URL, 10002)                                                                                                       \
    X(PROXY, 10004)                                                                                                     \
    X(ERRORBUFFER, 10010)                                                                                               \
    X(HTTPHEADER, 10023)                                                                                                \
    X(HEADERDATA, 10029)                                                                                                \
    X(CUSTOMREQUEST, 10036)                                                                                             \
    X(CAINFO, 10065)                                                                                                    \
    X(PRIVATE, 10103)                                                                                                   \
    X(COPYPOSTFIELDS, 10165)                                                                                            \
    X(PROXY_CAINFO, 10246)                                                                                              \
    X(WRITEFUNCTION, 20011)                                                                                             \
    X(HEADERFUNCTION, 20079)                                                                                            \
    X(OPENSOCKETFUNCTION, 20163)                                                                                        \
    X(CLOSESOCKETFUNCTION, 20208)                                                                                       \
    X(POSTFIELDSIZE_LARGE, 30120)                                                                                       \
    X(NOBODY, 44)                                                                                                       \
    X(POST, 47)                                                                                                         \
    X(NETRC, 51)                                                                                                        \
    X(FOLLOWLOCATION, 52)                                                                                               \
    X(HTTP_VERSION, 84)                                                                                                 \
    X(NOSIGNAL, 99)                                                                                                     \
    X(TIMEOUT_MS, 155)                                                                                                  \
    X(CONNECTTIMEOUT_MS, 156)                                                                                           \
    X(PROTOCOLS, 181)                                                                                                   \
    X(TCP_KEEPALIVE, 213)                                                                                               \
    X(TCP_KEEPIDLE, 214)                                                                                                \
    X(TCP_KEEPINTVL, 215)                                                                                               \
    X(PATH_AS_IS, 234)                                                                                                  \
    X(SUPPRESS_CONNECT_HEADERS, 265)                                                                                    \
    /* Since 7.87; older ones refuse it, which does no harm. */                                                         \
    X(QUICK_EXIT, 322)

#define DECLARE_OPTION(name, number) CURLOPT_##name = number,
typedef enum { CURL_OPTIONS(DECLARE_OPTION) } CURLoption;
#undef DECLARE_OPTION

// result, name, parameters
#define CURL_CALLS(X)                                                                                                   \
    X(CURLcode, curl_global_init, (long flags))                                                                         \
    X(char *, curl_version, (void))                                                                                     \
    X(void, curl_free, (void *memory))                                                                                  \
    X(const char *, curl_easy_strerror, (CURLcode code))                                                                \
    X(CURL *, curl_easy_init, (void))                                                                                   \
    X(void, curl_easy_reset, (CURL * easy))                                                                             \
    X(void, curl_easy_cleanup, (CURL * easy))                                                                           \
    X(CURLcode, curl_easy_setopt, (CURL * easy, CURLoption option, ...))                                                \
    X(CURLcode, curl_easy_getinfo, (CURL * easy, int info, ...))                                                        \
    X(const struct curl_easyoption *, curl_easy_option_by_name, (const char *name))                                     \
    X(struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *line))                             \
    X(void, curl_slist_free_all, (struct curl_slist * list))                                                            \
    X(CURLM *, curl_multi_init, (void))                                                                                 \
    X(CURLMcode, curl_multi_setopt, (CURLM * multi, int option, ...))                                                   \
    X(CURLMcode, curl_multi_add_handle, (CURLM * multi, CURL *easy))                                                    \
    X(CURLMcode, curl_multi_remove_handle, (CURLM * multi, CURL *easy))                                                 \
    X(CURLMcode, curl_multi_perform, (CURLM * multi, int *running))                                                     \
    X(CURLMsg *, curl_multi_info_read, (CURLM * multi, int *left))                                                      \
    X(CURLMcode, curl_multi_poll,                                                                                       \
        (CURLM * multi, struct curl_waitfd * extra, unsigned count, int milliseconds, int *ready))                      \
    X(CURLU *, curl_url, (void))                                                                                        \
    X(void, curl_url_cleanup, (CURLU * url))                                                                            \
    X(CURLUcode, curl_url_get, (CURLU * url, int part, char **text, unsigned flags))                                    \
    X(CURLUcode, curl_url_set, (CURLU * url, int part, const char *text, unsigned flags))

// The library's functions, once it is loaded.
#define DECLARE_CALL(result, name, parameters) result(*name) parameters;
extern struct libcurl {
    CURL_CALLS(DECLARE_CALL)
} libcurl;
#undef DECLARE_CALL

// sockets.c: sockets that no other program inherits, and that a forked child closes.
curl_socket_t ccurl_open_socket(void *unused, int purpose, struct curl_sockaddr *address);
int ccurl_close_socket(void *unused, curl_socket_t socket);
void ccurl_watch_forks(void);

#endif
