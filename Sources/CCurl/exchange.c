#include "ccurl.h"
#include "libcurl.h"

#include <stdlib.h>
#include <string.h>

#define MOST_IDLE 64 // easy handles that are kept for the next exchanges
#define MOST_CONNECTIONS 512L // idle ones, which are kept
#define MOST_HEAD (256 << 10) // bytes of header lines, those of interim answers and trailers among them

typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
} buffer;

struct ccurl_exchange {
    CURL *easy;
    struct curl_slist *headers;
    buffer head, body;
    size_t max_body, head_total;
    bool is_head_done, is_too_large;
    void *owner;
    char detail[CURL_ERROR_SIZE];
};

struct ccurl_client {
    CURLM *multi;
    CURL *idle[MOST_IDLE];
    int idle_count;
};

static bool append(buffer *to, const void *bytes, size_t count) {
    if (to->capacity - to->count < count) {
        size_t capacity = to->capacity * 2 > to->count + count ? to->capacity * 2 : to->count + count;
        uint8_t *grown = realloc(to->bytes, capacity);
        if (!grown) return false;
        to->bytes = grown;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->count, bytes, count);
    to->count += count;
    return true;
}

// What these two give, other than `size * count`, ends the exchange.
static size_t take_body(const char *bytes, size_t size, size_t count, void *context) {
    ccurl_exchange *exchange = context;
    count *= size;
    exchange->is_too_large = count > exchange->max_body - exchange->body.count;
    return !exchange->is_too_large && append(&exchange->body, bytes, count) ? count : 0;
}

static size_t take_head(const char *line, size_t size, size_t count, void *context) {
    ccurl_exchange *exchange = context;
    count *= size;
    exchange->head_total += count;
    if (exchange->head_total > MOST_HEAD) {
        exchange->is_too_large = true;
        return 0;
    }
    if (count >= 5 && !memcmp(line, "HTTP/", 5)) {
        // The head of a later answer than the one before.
        exchange->head.count = 0;
        exchange->is_head_done = false;
        return count;
    }
    if (exchange->is_head_done) return count; // a trailer
    if (count > 0 && (line[0] == '\r' || line[0] == '\n')) {
        exchange->is_head_done = true;
        return count;
    }
    return append(&exchange->head, line, count) ? count : 0;
}

ccurl_client *ccurl_client_new(void) {
    ccurl_client *client = calloc(1, sizeof *client);
    if (!client) return NULL;
    client->multi = libcurl.curl_multi_init();
    if (!client->multi) {
        free(client);
        return NULL;
    }
    libcurl.curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, MOST_CONNECTIONS);
    return client;
}

static void set_options(ccurl_exchange *exchange, const ccurl_request *request) {
    CURL *easy = exchange->easy;
#define SET(option, value) libcurl.curl_easy_setopt(easy, CURLOPT_##option, value)
    SET(URL, request->url);
    SET(PRIVATE, (void *)exchange);
    SET(ERRORBUFFER, exchange->detail);
    SET(WRITEFUNCTION, take_body);
    SET(WRITEDATA, (void *)exchange);
    SET(HEADERFUNCTION, take_head);
    SET(HEADERDATA, (void *)exchange);
    SET(OPENSOCKETFUNCTION, ccurl_open_socket);
    SET(CLOSESOCKETFUNCTION, ccurl_close_socket);
    SET(HTTPHEADER, exchange->headers);
    SET(NOSIGNAL, 1L);
    SET(TIMEOUT_MS, request->timeout);
    SET(CONNECTTIMEOUT_MS, request->connect_timeout);
    SET(PROTOCOLS, CURLPROTO_HTTP_AND_HTTPS);
    SET(FOLLOWLOCATION, 0L);
    SET(NETRC, 0L);
    // A path that was signed is sent as it is.
    SET(PATH_AS_IS, 1L);
    SET(HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
    SET(SUPPRESS_CONNECT_HEADERS, 1L);
    // A model may think for minutes, and routers forget a silent connection earlier.
    SET(TCP_KEEPALIVE, 1L);
    SET(TCP_KEEPIDLE, 60L);
    SET(TCP_KEEPINTVL, 30L);
    // Without it, an exchange that ends while a name is looked up waits for the look-up, and all others with it.
    SET(QUICK_EXIT, 1L);
    if (request->proxy) SET(PROXY, request->proxy);
    if (request->ca_bundle) {
        SET(CAINFO, request->ca_bundle);
        SET(PROXY_CAINFO, request->ca_bundle);
    }
    bool is_post = !strcmp(request->method, "POST");
    if (!strcmp(request->method, "HEAD")) {
        SET(NOBODY, 1L);
    } else if (request->body_count > 0 || is_post || !strcmp(request->method, "PUT")) {
        SET(POST, 1L);
        SET(POSTFIELDSIZE_LARGE, (int64_t)request->body_count);
        SET(COPYPOSTFIELDS, request->body_count > 0 ? (const char *)request->body : "");
        if (!is_post) SET(CUSTOMREQUEST, request->method);
    } else if (strcmp(request->method, "GET")) {
        SET(CUSTOMREQUEST, request->method);
    }
#undef SET
}

ccurl_exchange *ccurl_begin(ccurl_client *client, const ccurl_request *request) {
    ccurl_exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange) return NULL;
    exchange->owner = request->owner;
    exchange->max_body = request->max_body;
    exchange->easy = client->idle_count > 0 ? client->idle[--client->idle_count] : libcurl.curl_easy_init();
    bool is_made = exchange->easy;
    for (size_t index = 0; is_made && index < request->header_count; index++) {
        struct curl_slist *longer = libcurl.curl_slist_append(exchange->headers, request->headers[index]);
        if (longer) exchange->headers = longer;
        is_made = longer;
    }
    if (is_made) {
        set_options(exchange, request);
        is_made = libcurl.curl_multi_add_handle(client->multi, exchange->easy) == 0;
    }
    if (is_made) return exchange;
    ccurl_free(client, exchange);
    return NULL;
}

void ccurl_perform(ccurl_client *client) {
    int running;
    libcurl.curl_multi_perform(client->multi, &running);
}

bool ccurl_next(ccurl_client *client, ccurl_end *end) {
    int left;
    CURLMsg *message;
    while ((message = libcurl.curl_multi_info_read(client->multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        ccurl_exchange *exchange = NULL;
        libcurl.curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&exchange);
        *end = (ccurl_end){
            .exchange = exchange,
            .owner = exchange->owner,
            .code = message->data.result,
            .meaning = libcurl.curl_easy_strerror(message->data.result),
            .detail = exchange->detail,
            .is_too_large = exchange->is_too_large,
            .has_head = exchange->is_head_done,
            .head = exchange->head.bytes,
            .head_count = exchange->head.count,
            .body = exchange->body.bytes,
            .body_count = exchange->body.count,
        };
        libcurl.curl_easy_getinfo(exchange->easy, CURLINFO_RESPONSE_CODE, &end->status);
        return true;
    }
    return false;
}

void ccurl_free(ccurl_client *client, ccurl_exchange *exchange) {
    if (exchange->easy) {
        libcurl.curl_multi_remove_handle(client->multi, exchange->easy);
        if (client->idle_count < MOST_IDLE) {
            libcurl.curl_easy_reset(exchange->easy);
            client->idle[client->idle_count++] = exchange->easy;
        } else {
            libcurl.curl_easy_cleanup(exchange->easy);
        }
    }
    libcurl.curl_slist_free_all(exchange->headers);
    free(exchange->head.bytes);
    free(exchange->body.bytes);
    free(exchange);
}

void ccurl_wait(ccurl_client *client, int wake, int milliseconds) {
    struct curl_waitfd extra = {.fd = wake, .events = CURL_WAIT_POLLIN};
    int ready;
    libcurl.curl_multi_poll(client->multi, &extra, 1, milliseconds, &ready);
}
