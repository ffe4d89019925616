// Puts a server under load and checks every byte of its replies.
//
//   load PORT CONNECTIONS PIPELINE MESSAGES REQUEST REPLY
//       Each connection sends PIPELINE copies of REQUEST at once, waits for as many copies of REPLY, and begins anew,
//       until MESSAGES were answered in all. REQUEST and REPLY are hexadecimal digits. After the seconds it prints the
//       latency in microseconds from sending a round to its last reply: percentiles 50, 90, 99 and 99.9, and the slowest.
//   load PORT stream BYTES HEADER REPLY < SAMPLE
//       One connection sends HEADER and BYTES bytes, which repeat SAMPLE, and waits for REPLY. Without a
//       HEADER ("") it is a line of text mode, and an LF ends it.
//   load PORT visits AT_ONCE VISITS REQUEST REPLY
//       So many clients at once connect, send REQUEST, read REPLY, close, and are followed by others, until VISITS were
//       answered in all. It prints percentiles as above, of the time from connecting to the reply. Where all come at once
//       (AT_ONCE is VISITS), nobody closes before all are answered, and the time runs from the first connect.
//
// It prints the seconds that it took, in the first two ways without the time to connect, and ends with 0; or says what is
// wrong and ends with 1. One thread with epoll, so that it takes one core at most.

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct bytes {
    unsigned char *data;
    size_t size;
};

struct connection {
    int fd;
    size_t sent;     // bytes of the current round that were sent
    size_t received; // and received
    double start;    // of the current round
};

static void fail(const char *what) {
    fprintf(stderr, "load: %s\n", what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct bytes from_hex(const char *digits) {
    struct bytes bytes = {malloc(strlen(digits) / 2 + 1), strlen(digits) / 2};
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned value;
        if (sscanf(digits + 2 * i, "%2x", &value) != 1) fail("REQUEST, HEADER and REPLY are hexadecimal digits");
        bytes.data[i] = (unsigned char)value;
    }
    return bytes;
}

static struct bytes repeat(struct bytes one, size_t times) {
    struct bytes all = {malloc(one.size * times), one.size * times};
    for (size_t i = 0; i < times; i++) memcpy(all.data + i * one.size, one.data, one.size);
    return all;
}

static int open_connection(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) fail("cannot connect");
    return fd;
}

static void send_all(int fd, const unsigned char *data, size_t size) {
    while (size > 0) {
        ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);
        if (sent < 0) fail("the server closed while it was sent to");
        data += sent;
        size -= (size_t)sent;
    }
}

static void stream(int port, unsigned long long size, struct bytes header, struct bytes reply) {
    static unsigned char sample[1 << 20];
    size_t sample_size = fread(sample, 1, sizeof sample, stdin);
    if (sample_size == 0) fail("no SAMPLE on standard input");
    int is_line = header.size == 0;
    int fd = open_connection(port);
    unsigned char *received = malloc(reply.size);
    double start = now();
    send_all(fd, header.data, header.size);
    while (size > 0) {
        size_t piece = size < sample_size ? (size_t)size : sample_size;
        send_all(fd, sample, piece);
        size -= piece;
    }
    if (is_line) send_all(fd, (const unsigned char *)"\n", 1);
    if (recv(fd, received, reply.size, MSG_WAITALL) != (ssize_t)reply.size) fail("the server closed without a reply");
    if (memcmp(received, reply.data, reply.size) != 0) fail("a wrong reply");
    printf("%.6f\n", now() - start);
}

static int by_size(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return (difference > 0) - (difference < 0);
}

static void print_percentiles(double *latencies, long count) {
    static const double percentiles[] = {50, 90, 99, 99.9, 100};
    qsort(latencies, (size_t)count, sizeof *latencies, by_size);
    for (size_t i = 0; i < sizeof percentiles / sizeof *percentiles; i++) {
        long rank = (long)((double)count * percentiles[i] / 100);
        printf(" %.1f", latencies[rank < count ? rank : count - 1] * 1e6);
    }
}

// Sends what the kernel takes, and reads what has come. Returns whether the round is complete.
static int advance(struct connection *connection, struct bytes requests, struct bytes replies) {
    static unsigned char buffer[256 * 1024];
    while (connection->sent < requests.size) {
        ssize_t sent = send(connection->fd, requests.data + connection->sent, requests.size - connection->sent, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) break;
        if (sent < 0) fail("the server closed while it was sent to");
        connection->sent += (size_t)sent;
    }
    while (connection->received < replies.size) {
        ssize_t size = recv(connection->fd, buffer, sizeof buffer, 0);
        if (size < 0 && errno == EAGAIN) break;
        if (size <= 0) fail("the server closed before its replies were complete");
        if (connection->received + (size_t)size > replies.size) fail("more replies than requests");
        if (memcmp(buffer, replies.data + connection->received, (size_t)size) != 0) fail("a wrong reply");
        connection->received += (size_t)size;
        if ((size_t)size < sizeof buffer) break;
    }
    return connection->received == replies.size;
}

static void load(int port, int count, size_t pipeline, long messages, struct bytes request, struct bytes reply) {
    struct bytes requests = repeat(request, pipeline);
    struct bytes replies = repeat(reply, pipeline);
    struct connection *connections = calloc((size_t)count, sizeof *connections);
    struct epoll_event *events = calloc((size_t)count, sizeof *events);
    int epoll = epoll_create1(0);
    for (int i = 0; i < count; i++) {
        connections[i].fd = open_connection(port);
        fcntl(connections[i].fd, F_SETFL, O_NONBLOCK);
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = &connections[i]};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].fd, &event) < 0) fail("epoll_ctl");
    }
    long rounds = messages / (long)pipeline; // that may still begin
    double *latencies = malloc((size_t)rounds * sizeof *latencies);
    long answered = 0;
    int running = count;
    double start = now();
    for (int i = 0; i < count; i++) {
        connections[i].start = now();
        if (rounds-- > 0) advance(&connections[i], requests, replies);
        else running--;
    }
    while (running > 0) {
        int ready = epoll_wait(epoll, events, count, 10000);
        if (ready <= 0) fail("nothing came for 10 seconds");
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            while (connection->sent + connection->received > 0 && advance(connection, requests, replies)) {
                double end = now();
                latencies[answered++] = end - connection->start;
                connection->start = end;
                connection->sent = connection->received = 0;
                if (rounds-- <= 0) running--;
                else if (!advance(connection, requests, replies)) break;
            }
        }
    }
    printf("%.6f", now() - start);
    print_percentiles(latencies, answered);
    printf("\n");
}

// Begins to connect. Any address of the loopback will do: from a single one the ports would run out, as each stays in
// TIME_WAIT for a minute.
static int begin_connection(int port, long visit) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in own = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)(visit / 10000 % 250));
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int on = 1;
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) < 0) fail("no socket");
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) fail("cannot connect");
    return fd;
}

static void visit(int port, int at_once, long visits, struct bytes request, struct bytes reply) {
    struct connection *visitors = calloc((size_t)at_once, sizeof *visitors);
    struct epoll_event *events = calloc((size_t)at_once, sizeof *events);
    double *latencies = malloc((size_t)visits * sizeof *latencies);
    int all_at_once = at_once == visits;
    int epoll = epoll_create1(0);
    long begun = 0;
    long answered = 0;
    long resets = 0;
    double start = now();
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET};
    for (; begun < at_once; begun++) {
        event.data.ptr = &visitors[begun];
        visitors[begun].start = all_at_once ? start : now();
        visitors[begun].fd = begin_connection(port, begun);
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, visitors[begun].fd, &event) < 0) fail("epoll_ctl");
    }
    while (answered < visits) {
        int ready = epoll_wait(epoll, events, at_once, 10000);
        if (ready <= 0) fail("nothing came for 10 seconds");
        for (int i = 0; i < ready; i++) {
            struct connection *visitor = events[i].data.ptr;
            if (events[i].events & (EPOLLERR | EPOLLHUP)) {
                // A server whose backlog is full may reset a client, which comes again; its time goes on.
                if (++resets > visits) fail("clients are not let in, or reset, again and again");
                close(visitor->fd);
                visitor->sent = visitor->received = 0;
                visitor->fd = begin_connection(port, begun + resets);
                event.data.ptr = visitor;
                if (epoll_ctl(epoll, EPOLL_CTL_ADD, visitor->fd, &event) < 0) fail("epoll_ctl");
                continue;
            }
            if (visitor->received == reply.size || !advance(visitor, request, reply)) continue;
            latencies[answered++] = now() - visitor->start;
            if (all_at_once) continue;
            close(visitor->fd);
            if (begun == visits) continue;
            visitor->sent = visitor->received = 0;
            visitor->start = now();
            visitor->fd = begin_connection(port, begun++);
            event.data.ptr = visitor;
            if (epoll_ctl(epoll, EPOLL_CTL_ADD, visitor->fd, &event) < 0) fail("epoll_ctl");
        }
    }
    printf("%.6f", now() - start);
    print_percentiles(latencies, answered);
    printf("\n");
}

int main(int argc, char **argv) {
    if (argc == 6 && strcmp(argv[2], "stream") == 0) {
        stream(atoi(argv[1]), strtoull(argv[3], NULL, 10), from_hex(argv[4]), from_hex(argv[5]));
    } else if (argc == 7 && strcmp(argv[2], "visits") == 0) {
        visit(atoi(argv[1]), atoi(argv[3]), atol(argv[4]), from_hex(argv[5]), from_hex(argv[6]));
    } else if (argc == 7) {
        load(atoi(argv[1]), atoi(argv[2]), (size_t)atol(argv[3]), atol(argv[4]), from_hex(argv[5]), from_hex(argv[6]));
    } else {
        fail("PORT CONNECTIONS PIPELINE MESSAGES REQUEST REPLY, PORT stream BYTES HEADER REPLY, or"
             " PORT visits AT_ONCE VISITS REQUEST REPLY");
    }
    return 0;
}
