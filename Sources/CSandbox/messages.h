/// One message with descriptors over a SOCK_SEQPACKET socket: between host and warden, and between the warden and its cells.
#ifndef ADJUDGE_MESSAGES_H
#define ADJUDGE_MESSAGES_H

#include <stddef.h>
#include <sys/types.h>

/// Sends one message with up to 20 descriptors; never raises SIGPIPE. Returns 0, or -1 with errno.
int send_message(int fd, const void *bytes, size_t size, const int *fds, int fd_count);

/// Receives one message. Returns its size, 0 at the end, -1 on error. `*fd_count` goes in as cell and comes out as count;
/// descriptors beyond it are closed.
ssize_t receive_message(int fd, void *bytes, size_t size, int *fds, int *fd_count, int flags);

#endif
