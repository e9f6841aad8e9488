/* The second thread: raw clone(2), because the process is itself the child of one, which
 * the thread library of C knows nothing about. */
#include "isolate/operations/network_maker.h"

#include <errno.h>
#include <linux/futex.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

bool network_maker_is_possible(void)
{
#ifdef SANITIZED
    return false;
#else
    return true;
#endif
}

static int raise_loopback(int socket)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    return ioctl(socket, SIOCSIFFLAGS, &request);
}

static void say(struct network_maker *maker, enum network_state state)
{
    __atomic_store_n(&maker->state, state, __ATOMIC_RELEASE);
    syscall(SYS_futex, &maker->state, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/* A socket knows its network namespace, and finding the thread's own in /proc costs ten
 * times as much. ioctl_ns(2) has the kind, linux/sockios.h the name. lo is set up when
 * the process goes on already, whose errno is this one: only a failure may touch it. */
static int make(struct network_maker *maker)
{
    int fd = -1;
    if (unshare(CLONE_NEWNET) == 0 &&
        (fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) >= 0 &&
        (!maker->begun || (maker->descriptor = ioctl(fd, SIOCGSKNS)) >= 0)) {
        say(maker, NETWORK_MADE);
        if (raise_loopback(fd) == 0)
            return close(fd);
    }
    maker->failure = errno;
    if (fd >= 0)
        close(fd);
    errno = maker->failure;
    return -1;
}

/* Ends by exit(2), which ends a thread; returning would be exit_group(2). */
static int run(void *context)
{
    struct network_maker *maker = context;
    if (make(maker) < 0)
        say(maker, NETWORK_FAILED);
    syscall(SYS_exit, 0);
    return 0;
}

int network_maker_begin(struct network_maker *maker)
{
    enum {
        SHARED = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
                 CLONE_SYSVSEM,
        NOTED = CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID
    };
    maker->descriptor = -1;
    maker->begun = true;
    if (clone(run, maker->stack + sizeof maker->stack, SHARED | NOTED, maker,
              &maker->thread, NULL, &maker->thread) >= 0)
        return 0;
    maker->begun = false;
    return make(maker);
}

/* Waits while the word has this value; futex(2). */
static void wait_while(uint32_t *word, uint32_t value)
{
    while (__atomic_load_n(word, __ATOMIC_ACQUIRE) == value)
        syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

int network_maker_join(struct network_maker *maker)
{
    if (!maker->begun)
        return 0;
    wait_while(&maker->state, NETWORK_IN_WORK);
    if (maker->descriptor < 0) {
        errno = maker->failure;
        return -1;
    }
    int result = setns(maker->descriptor, CLONE_NEWNET), failure = errno;
    close(maker->descriptor);
    errno = failure;
    return result;
}

int network_maker_end(struct network_maker *maker)
{
    uint32_t thread;
    if (!maker->begun)
        return 0;
    /* The kernel clears the number and wakes us when the thread is gone. */
    while ((thread = __atomic_load_n(&maker->thread, __ATOMIC_ACQUIRE)))
        wait_while(&maker->thread, thread);
    maker->begun = false;
    errno = maker->failure;
    return maker->failure ? -1 : 0;
}
