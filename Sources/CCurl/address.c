#include "ccurl.h"
#include "libcurl.h"

#include <string.h>

// Copies a part of a URL; false when it has none, or none that fits.
static bool copy(CURLU *url, int part, char *to, size_t size) {
    char *text = NULL;
    if (libcurl.curl_url_get(url, part, &text, 0) != 0 || !text) return false;
    size_t count = strlen(text);
    bool fits = count > 0 && count < size;
    for (size_t index = 0; fits && index <= count; index++) {
        to[index] = text[index] >= 'A' && text[index] <= 'Z' ? (char)(text[index] | 0x20) : text[index];
    }
    libcurl.curl_free(text);
    return fits;
}

ccurl_address ccurl_read(const char *text) {
    ccurl_address address = {0};
    char scheme[16];
    CURLU *url = libcurl.curl_url();
    if (!url) return address;
    if (libcurl.curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) == 0
        && copy(url, CURLUPART_SCHEME, scheme, sizeof scheme)) {
        address.is_secure = !strcmp(scheme, "https");
        address.is_http = address.is_secure || !strcmp(scheme, "http");
        address.is_valid = copy(url, CURLUPART_HOST, address.host, sizeof address.host);
    }
    libcurl.curl_url_cleanup(url);
    return address;
}
