// The least that a function can be: one socket, and the same answer to every event. What it takes to the first response
// is the emulator's own time and that of starting any process.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char text[1 << 22];

// Reads one HTTP message; its head and body stand in `text`.
static int receive(int connection) {
    size_t got = 0, length = 0;
    char *end = NULL;
    while (!end || got < (size_t)(end + 4 - text) + length) {
        ssize_t more = read(connection, text + got, sizeof text - 1 - got);
        if (more <= 0) return 0;
        text[got += (size_t)more] = 0;
        char *field = strcasestr(text, "content-length:");
        if (!end && (end = strstr(text, "\r\n\r\n"))) length = field ? strtoul(field + 15, NULL, 10) : 0;
    }
    return 1;
}

int main(void) {
    static const char body[] = "[{\"id\":\"floor\",\"aggregate_reward_score\":1.0,\"metrics_list\":[]}]";
    char host[64] = "", request[256], id[100];
    struct sockaddr_in address = {.sin_family = AF_INET};
    unsigned short port = 0;
    sscanf(getenv("AWS_LAMBDA_RUNTIME_API"), "%63[^:]:%hu", host, &port);
    address.sin_port = htons(port);
    inet_pton(AF_INET, host, &address.sin_addr);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) return 1;
    for (;;) {
        int size = snprintf(request, sizeof request, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", host);
        if (write(connection, request, (size_t)size) != size || !receive(connection)) return 1;
        char *field = strcasestr(text, "lambda-runtime-aws-request-id:");
        if (!field || sscanf(field + 30, " %99[^\r]", id) != 1) return 1;
        size = snprintf(request, sizeof request, "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s\r\n"
                        "Content-Length: %zu\r\n\r\n%s", id, host, sizeof body - 1, body);
        if (write(connection, request, (size_t)size) != size || !receive(connection)) return 1;
    }
}
