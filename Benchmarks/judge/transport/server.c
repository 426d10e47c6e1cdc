// A server that answers every request with the same small chat completion, on one thread by epoll: what it costs is
// apart from what the client costs. Prints its port. A request is its head and as many bytes as its Content-Length says.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 4096
#define ROOM 65536

static char answer[1024];
static int answer_size;

struct peer {
    int socket, used;
    char bytes[ROOM];
};

// Answers each whole request in the buffer.
static void serve(struct peer *peer) {
    int start = 0;
    while (start < peer->used) {
        char *head = peer->bytes + start;
        char *end = memmem(head, peer->used - start, "\r\n\r\n", 4);
        if (!end) break;
        *end = 0;
        char *length = strcasestr(head, "\r\ncontent-length:");
        int whole = (int)(end - head) + 4 + (length ? atoi(length + 17) : 0);
        *end = '\r';
        if (start + whole > peer->used) break;
        if (write(peer->socket, answer, answer_size) != answer_size) break;
        start += whole;
    }
    memmove(peer->bytes, peer->bytes + start, peer->used - start);
    peer->used -= start;
}

int main(void) {
    const char *body = "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"judge\",\"choices\":[{\"index\":0,\"message\":"
                       "{\"role\":\"assistant\",\"content\":\"CORRECT\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":500,"
                       "\"completion_tokens\":2,\"total_tokens\":502}}";
    answer_size = snprintf(answer, sizeof answer,
        "HTTP/1.1 200 OK\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\nserver: uvicorn\r\ncontent-length: %zu\r\n"
        "content-type: application/json\r\n\r\n%s", strlen(body), body);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof name;
    if (bind(listener, (struct sockaddr *)&name, size) || listen(listener, 1024)) return 1;
    getsockname(listener, (struct sockaddr *)&name, &size);
    printf("%d\n", ntohs(name.sin_port));
    fflush(stdout);
    int waiting = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, ready[256];
    epoll_ctl(waiting, EPOLL_CTL_ADD, listener, &event);
    while (1) {
        int count = epoll_wait(waiting, ready, 256, -1);
        for (int index = 0; index < count; index++) {
            struct peer *peer = ready[index].data.ptr;
            if (!peer) {
                peer = calloc(1, sizeof *peer);
                peer->socket = accept(listener, NULL, NULL);
                int on = 1;
                setsockopt(peer->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                event.data.ptr = peer;
                epoll_ctl(waiting, EPOLL_CTL_ADD, peer->socket, &event);
                continue;
            }
            ssize_t got = read(peer->socket, peer->bytes + peer->used, ROOM - peer->used);
            if (got <= 0) {
                close(peer->socket);
                free(peer);
                continue;
            }
            peer->used += got;
            serve(peer);
        }
    }
}
