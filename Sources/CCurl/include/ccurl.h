#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// HTTP by the system's libcurl, loaded at first use: a process that never calls a server does not load it. All but
/// `ccurl_load`, `ccurl_version` and `ccurl_is_ending` is for one thread.

/// Loads the library once per process. Returns NULL, or a message that says what is missing.
const char *ccurl_load(void);

/// Loads the first of these shared objects, up to a NULL. Returns its handle, or NULL with the loader's own words in
/// `problem`, which has room for `size` bytes.
void *ccurl_open(const char *const *names, char *problem, size_t size);

/// The library's version, such as "8.5.0"; NULL before a successful ccurl_load.
const char *ccurl_version(void);

/// The number by which the library itself knows an option, or -1: what the numbers written in here are tested against.
int ccurl_option_number(const char *name);

/// The options that are set, by name and number; `name` is NULL at the end.
typedef struct {
    const char *name;
    int number;
} ccurl_option;
const ccurl_option *ccurl_options(void);

// MARK: Exchanges

/// Many exchanges at once, and the connections that they share.
typedef struct ccurl_client ccurl_client;
/// One exchange with a server.
typedef struct ccurl_exchange ccurl_exchange;

/// What is asked. All texts end with a zero byte.
typedef struct {
    const char *method;
    const char *url;
    /// Lines "Name: value", or "Name;" for an empty value.
    const char *const *headers;
    size_t header_count;
    const uint8_t *body;
    size_t body_count;
    /// Milliseconds, each at least 1.
    long timeout, connect_timeout;
    /// The largest body that is read, in bytes.
    size_t max_body;
    /// A file of certificates; NULL for the library's own.
    const char *ca_bundle;
    /// A proxy's URL; "" for none, NULL for those of the environment.
    const char *proxy;
    /// Given back by ccurl_next.
    void *owner;
} ccurl_request;

/// How an exchange ended. The memory is the exchange's.
typedef struct {
    ccurl_exchange *exchange;
    void *owner;
    /// libcurl's code; 0 when there is an answer.
    int code;
    /// libcurl's words for the code, and more of them about this case; may be empty, and may show parts of the request.
    const char *meaning, *detail;
    /// True when the answer was larger than the request allows.
    bool is_too_large;
    /// True when the last answer's head came up to its empty line; libcurl calls one that breaks off before an answer.
    bool has_head;
    long status;
    /// The header lines of the last answer, each with its line break.
    const uint8_t *head;
    size_t head_count;
    const uint8_t *body;
    size_t body_count;
} ccurl_end;

/// A client; NULL without memory. Only after a successful ccurl_load, as all below.
ccurl_client *ccurl_client_new(void);

/// Begins an exchange; NULL when the library refuses it. Copies what the request points to.
ccurl_exchange *ccurl_begin(ccurl_client *client, const ccurl_request *request);

/// Reads and writes what can be read and written.
void ccurl_perform(ccurl_client *client);

/// Gives the next exchange that has ended; false when there is none. It stays until ccurl_free.
bool ccurl_next(ccurl_client *client, ccurl_end *end);

/// Ends an exchange, finished or not, and frees it.
void ccurl_free(ccurl_client *client, ccurl_exchange *exchange);

/// Waits until something can be done, `wake` can be read, or that many milliseconds are over.
void ccurl_wait(ccurl_client *client, int wake, int milliseconds);

// MARK: Addresses

/// What a URL names, as the library reads it.
typedef struct {
    /// A URL with a scheme and a host that the library can read.
    bool is_valid;
    /// http or https.
    bool is_http, is_secure;
    /// The host, in lower case, an IPv6 address in brackets.
    char host[256];
} ccurl_address;

/// Reads a URL. O(length).
ccurl_address ccurl_read(const char *url);

// MARK: The thread

/// A signal that wakes the thread, for `wake`; negative when there can be none.
int ccurl_signal(void);
/// Gives the signal. From any thread.
void ccurl_give(int signal);
/// Takes it back.
void ccurl_take(int signal);

/// Starts the thread on which this process calls servers, with signals blocked. At exit it is asked to end, by `wake`,
/// and awaited for two seconds, before the handlers that unload TLS. False when there can be
/// no thread.
bool ccurl_start(int wake, void (*body)(void *), void *argument);

/// True when the process is about to exit: the thread must return.
bool ccurl_is_ending(void);

/// Has the thread end before the exit handlers that were registered up to now. Called by ccurl_start and ccurl_load.
void ccurl_watch_exit(void);

#endif
