/* Operations on ports: publishing one, a server inside, a client outside. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/network/network.h"
#include "isolate/operations/operation_type.h"
#include "labs/kit/cleanup.h"

/* ---- by a process of ours that carries the bytes ---- */

static struct network_connection connection;

static long run_publish(const struct operation *o, struct workplace *w)
{
    static struct network_wish wish;
    char text[40];
    wish = (struct network_wish){.kind = NETWORK_NONE};
    snprintf(text, sizeof text, "127.0.0.1:%u:%lu", o->number, o->flags);
    errno = 0;
    if (network_wish_port(&wish, text, NULL) == 0 &&
        network_open(&wish, &connection, NULL) == 0) {
        connection.address = INADDR_LOOPBACK; /* where the server in there is asked */
        if (network_connect(&connection, w->process, NULL) == 0)
            return 0;
        network_close(&connection);
    }
    errno = errno ? errno : EADDRINUSE;
    return -1;
}

static void call_publish(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size,
             "listen(127.0.0.1:%u) here; setns(PID's network); connect(127.0.0.1:%lu) "
             "for each client",
             o->number, o->flags);
}

static void shell_publish(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size,
             "socat TCP-LISTEN:%u,bind=127.0.0.1,reuseaddr,fork "
             "EXEC:\"nsenter -t $PID -U --preserve-credentials -n nc 127.0.0.1 %lu\" &",
             o->number, o->flags);
}

const struct operation_type operation_publish = {run_publish, call_publish,
                                                 shell_publish};

static long run_unpublish(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    network_close(&connection);
    return 0;
}

static void call_unpublish(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "the process that carries the bytes ends");
}

static void shell_unpublish(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "kill $!");
}

const struct operation_type operation_unpublish = {run_unpublish, call_unpublish,
                                                   shell_unpublish};

/* ---- a server and a client ---- */

static _Noreturn void answer_once(int listener)
{
    static const char words[] = "hello from inside\n";
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int client = accept(listener, NULL, NULL);
    _exit(client < 0 || write(client, words, sizeof words - 1) < 0 ? 1 : 0);
}

static long run_serve(const struct operation *o, struct workplace *w)
{
    int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)o->number)};
    (void)w;
    cleanup_fd int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
        bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
        listen(fd, 1) < 0)
        return -1;
    pid_t child = fork();
    if (child == 0)
        answer_once(fd);
    return child;
}

static void call_serve(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "listen(0.0.0.0:%u), accept() in a child", o->number);
}

static void shell_serve(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "echo 'hello from inside' | nc -l -p %u &", o->number);
}

const struct operation_type operation_serve = {run_serve, call_serve, shell_serve};

static const char *asked_address(const struct operation *o, char *text)
{
    struct in_addr in = {htonl(o->flags ? (uint32_t)o->flags : INADDR_LOOPBACK)};
    return inet_ntop(AF_INET, &in, text, INET_ADDRSTRLEN);
}

static long run_ask(const struct operation *o, struct workplace *w)
{
    char words[200], text[INET_ADDRSTRLEN];
    struct timeval patience = {.tv_sec = 2};
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)o->number)};
    inet_pton(AF_INET, asked_address(o, text), &address.sin_addr);
    cleanup_fd int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) < 0 ||
        connect(fd, (const struct sockaddr *)&address, sizeof address) < 0)
        return -1;
    ssize_t got = recv(fd, words, sizeof words - 1, 0);
    words[got > 0 ? got : 0] = 0;
    workplace_say(w, "$ nc %s %u (on the host)\n%s", text, o->number, words);
    return got;
}

static void call_ask(const struct operation *o, char *out, size_t size)
{
    char text[INET_ADDRSTRLEN];
    snprintf(out, size, "read(connect(%s:%u))", asked_address(o, text), o->number);
}

static void shell_ask(const struct operation *o, char *out, size_t size)
{
    char text[INET_ADDRSTRLEN];
    snprintf(out, size, "nc %s %u", asked_address(o, text), o->number);
}

const struct operation_type operation_ask = {run_ask, call_ask, shell_ask};
