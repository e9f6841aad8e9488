/* The second thread: raw clone(2), because the process is itself the child of one, which
 * the thread library of C knows nothing about. */
#include "isolate/operations/network_maker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
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

static int raise_loopback(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int result = fd < 0 ? -1 : ioctl(fd, SIOCSIFFLAGS, &request);
    if (fd >= 0)
        close(fd);
    return result;
}

static int make(void)
{
    return unshare(CLONE_NEWNET) < 0 || raise_loopback() < 0 ? -1 : 0;
}

/* Ends by exit(2), which ends a thread; returning would be exit_group(2). */
static int run(void *context)
{
    struct network_maker *maker = context;
    if (make() < 0 || (maker->descriptor = openat(maker->proc, "thread-self/ns/net",
                                                  O_RDONLY | O_CLOEXEC)) < 0)
        maker->failure = errno;
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
    /* The process may have changed the root, which is the thread's too, when it is asked.
     */
    maker->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (maker->proc < 0 || clone(run, maker->stack + sizeof maker->stack, SHARED | NOTED,
                                 maker, &maker->thread, NULL, &maker->thread) < 0) {
        close(maker->proc);
        return make();
    }
    maker->begun = true;
    return 0;
}

/* The kernel clears the number and wakes us, futex(2), when the thread is gone. */
static void wait_for_thread(struct network_maker *maker)
{
    uint32_t thread;
    while ((thread = __atomic_load_n(&maker->thread, __ATOMIC_ACQUIRE)))
        syscall(SYS_futex, &maker->thread, FUTEX_WAIT, thread, NULL, NULL, 0);
}

int network_maker_join(struct network_maker *maker)
{
    if (!maker->begun)
        return 0;
    wait_for_thread(maker);
    maker->begun = false;
    close(maker->proc);
    if (maker->failure) {
        errno = maker->failure;
        return -1;
    }
    int result = setns(maker->descriptor, CLONE_NEWNET), failure = errno;
    close(maker->descriptor);
    errno = failure;
    return result;
}
