/* The default profile: two tables, and nothing else.
 *
 * What decides where a call stands:
 *
 *  - Ordinary programs need it, and the kernel limits it to what belongs to the caller:
 *    allowed. Shells, compilers, interpreters, package managers, threads, sanitizers and
 *    debuggers of one's own processes must work.
 *  - It speaks to the whole machine, or is needed by few and was often broken: refused.
 *  - The kernel asks for a capability anyway: refused a second time, and opened for those
 *    who are given that capability.
 *
 * Arguments of 32 bits are compared in their lower half, because the kernel throws the
 * upper half away: a comparison of 64 bits can be walked around (CVE-2019-10063).
 */
#include "isolate/seccomp/profile.h"

#include <errno.h>
#include <linux/capability.h>

#define LOW UINT64_C(0xffffffff)
/* clang-format off */
#define IS(n, value)   {(n), RULE_MASKED_EQ, LOW, (value)}
#define HAS_NO(n, set) {(n), RULE_MASKED_EQ, (set), 0}
/* clang-format on */

/* Every CLONE_NEW… flag; of unshare, CLONE_NEWTIME too, which in clone is a signal. */
#define NAMESPACES         UINT64_C(0x7e020000)
#define UNSHARE_NAMESPACES UINT64_C(0x7e020080)

#define NO_RANDOMIZE 0x0040000 /* ADDR_NO_RANDOMIZE of personality(2) */
#define ASK          0xffffffff

#define MOUNT_CALLS                                                                      \
    "mount umount2 mount_setattr move_mount open_tree open_tree_attr fsopen fsconfig "   \
    "fsmount fspick pivot_root chroot"

/* ---- the kinds of rows ---- */

#define COUNT(...)                                                                       \
    (sizeof((struct rule_condition[]){__VA_ARGS__}) / sizeof(struct rule_condition))
#define UNDER(words, ...)                                                                \
    .states = (words), .conditions = {__VA_ARGS__}, .condition_count = COUNT(__VA_ARGS__)
#define ROW(row_name, first, second, reason, names)                                      \
    .name = (row_name), .why = (reason), .calls = (names), .needs = (first),             \
    .or_needs = (second)

/* clang-format off */
/* For everyone; for everyone under conditions; for those who have one of two things. */
#define ALLOW(name, why, calls)                                                          \
    {ROW(name, PROFILE_ALWAYS, PROFILE_ALWAYS, why, calls)}
#define ALLOW_IF(name, why, calls, words, ...)                                           \
    {ROW(name, PROFILE_ALWAYS, PROFILE_ALWAYS, why, calls), UNDER(words, __VA_ARGS__)}
#define OPEN(name, needs, or_needs, why, calls) {ROW(name, needs, or_needs, why, calls)}
#define OPEN_IF(name, needs, or_needs, why, calls, words, ...)                           \
    {ROW(name, needs, or_needs, why, calls), UNDER(words, __VA_ARGS__)}
/* With this error; the same under conditions, before all that is allowed. */
#define REFUSE(name, number, why, calls)                                                 \
    {ROW(name, PROFILE_ALWAYS, PROFILE_ALWAYS, why, calls), .error = (number)}
#define REFUSE_IF(name, number, why, calls, words, ...)                                  \
    {ROW(name, PROFILE_ALWAYS, PROFILE_ALWAYS, why, calls), .error = (number),           \
     UNDER(words, __VA_ARGS__)}

const struct profile_group profile_allowed[] = {
    /* ---- for everyone ---- */
    ALLOW("files",
          "open, read, write and copy files that the mounts show",
          "open openat openat2 creat close close_range read write readv writev "
          "pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek stat fstat lstat "
          "newfstatat statx access faccessat faccessat2 fcntl flock dup dup2 dup3 "
          "pipe pipe2 sendfile splice tee copy_file_range truncate ftruncate "
          "fallocate fadvise64 readahead fsync fdatasync sync syncfs sync_file_range "
          "getdents getdents64 cachestat file_getattr"),
    ALLOW("names",
          "make, rename and remove files and folders, and change their modes",
          "chdir fchdir getcwd mkdir mkdirat rmdir rename renameat renameat2 link "
          "linkat unlink unlinkat symlink symlinkat readlink readlinkat chmod fchmod "
          "fchmodat fchmodat2 chown fchown lchown fchownat umask utime utimes "
          "utimensat futimesat mknod mknodat statfs fstatfs"),
    ALLOW("attributes",
          "extended attributes of files that may be written anyway",
          "getxattr lgetxattr fgetxattr getxattrat setxattr lsetxattr fsetxattr "
          "setxattrat listxattr llistxattr flistxattr listxattrat removexattr "
          "lremovexattr fremovexattr removexattrat"),
    ALLOW("memory",
          "a program's own address space",
          "mmap munmap mprotect mremap brk madvise mincore msync mlock mlock2 "
          "munlock mlockall munlockall memfd_create pkey_alloc pkey_free "
          "pkey_mprotect mseal map_shadow_stack"),
    ALLOW("processes",
          "execute, wait and end; what a program is to the kernel",
          "fork vfork execve execveat exit exit_group wait4 waitid getpid getppid "
          "gettid getpgid getpgrp setpgid getsid setsid uname sysinfo getrusage "
          "times getcpu pidfd_open pidfd_send_signal"),
    ALLOW_IF("fork",
             "processes and threads, but no namespaces",
             "clone",
             "flags without CLONE_NEW…", HAS_NO(0, NAMESPACES)),
    ALLOW_IF("unshare",
             "files and folder of one's own, but no namespaces",
             "unshare",
             "flags without CLONE_NEW…", HAS_NO(0, UNSHARE_NAMESPACES)),
    ALLOW("identity",
          "who one is; becoming another takes a capability",
          "getuid geteuid getgid getegid getresuid getresgid getgroups setuid setgid "
          "setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capget "
          "capset"),
    ALLOW("signals",
          "between processes of this container",
          "kill tkill tgkill rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending "
          "rt_sigtimedwait rt_sigqueueinfo rt_tgsigqueueinfo rt_sigsuspend "
          "sigaltstack pause alarm restart_syscall signalfd signalfd4 uretprobe"),
    ALLOW("threads",
          "what a thread library stands on",
          "futex futex_waitv futex_wake futex_wait futex_requeue set_robust_list "
          "get_robust_list set_tid_address rseq membarrier arch_prctl "
          "set_thread_area get_thread_area"),
    ALLOW("scheduling",
          "the share of the processor; more than one's own takes a capability",
          "sched_yield sched_getaffinity sched_setaffinity sched_getparam "
          "sched_setparam sched_getscheduler sched_setscheduler sched_getattr "
          "sched_setattr sched_get_priority_max sched_get_priority_min "
          "sched_rr_get_interval getpriority setpriority ioprio_get ioprio_set"),
    ALLOW("time",
          "look at clocks, sleep, set timers",
          "gettimeofday time clock_gettime clock_getres clock_nanosleep nanosleep "
          "getitimer setitimer timer_create timer_settime timer_gettime "
          "timer_getoverrun timer_delete timerfd_create timerfd_settime "
          "timerfd_gettime"),
    ALLOW("limits",
          "limits of one's own, which can only shrink",
          "getrlimit setrlimit prlimit64"),
    ALLOW("waiting",
          "wait for many descriptors at once",
          "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl "
          "epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2 inotify_init "
          "inotify_init1 inotify_add_watch inotify_rm_watch"),
    ALLOW("aio",
          "the old asynchronous input and output, which data bases use",
          "io_setup io_destroy io_submit io_cancel io_getevents io_pgetevents"),
    ALLOW("devices",
          "control of terminals and devices; refused-terminal is asked before",
          "ioctl"),
    ALLOW("sockets",
          "use a socket that one has",
          "connect accept accept4 bind listen sendto sendmsg sendmmsg recvfrom "
          "recvmsg recvmmsg shutdown getsockname getpeername getsockopt setsockopt"),
    ALLOW_IF("sockets-unix",
             "to other processes here",
             "socket socketpair",
             "family AF_UNIX", IS(0, 1)),
    ALLOW_IF("sockets-inet",
             "to the network of the container",
             "socket",
             "family AF_INET", IS(0, 2)),
    ALLOW_IF("sockets-inet6",
             "to the network of the container",
             "socket",
             "family AF_INET6", IS(0, 10)),
    ALLOW_IF("sockets-route",
             "getaddrinfo and ip ask for addresses and routes",
             "socket",
             "family AF_NETLINK, protocol NETLINK_ROUTE", IS(0, 16), IS(2, 0)),
    ALLOW("ipc",
          "shared memory, semaphores and queues of this container",
          "shmget shmat shmctl shmdt semget semop semtimedop semctl msgget msgsnd "
          "msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify "
          "mq_getsetattr"),
    ALLOW("sandbox",
          "a program may give up more: filters of its own, Landlock, no_new_privs",
          "prctl seccomp landlock_create_ruleset landlock_add_rule "
          "landlock_restrict_self"),
    ALLOW("random",
          "random numbers",
          "getrandom"),
    ALLOW("debugging",
          "gdb, strace and the leak checker, on one's own processes; since Linux 4.8 "
          "the filter sees a call after the tracer has changed it",
          "ptrace"),
    ALLOW_IF("personality-plain",
             "the ordinary way to execute",
             "personality",
             "0", IS(0, 0)),
    ALLOW_IF("personality-ask",
             "asking changes nothing",
             "personality",
             "0xffffffff", IS(0, ASK)),
    ALLOW_IF("personality-addresses",
             "gdb and the thread sanitizer switch address randomization off for "
             "themselves",
             "personality",
             "ADDR_NO_RANDOMIZE", IS(0, NO_RANDOMIZE)),

    /* ---- for those who were given a capability, or user namespaces ---- */
    OPEN("namespaces", PROFILE_USERNS, CAP_SYS_ADMIN,
         "containers within the container",
         "clone clone3 unshare setns sethostname setdomainname " MOUNT_CALLS),
    OPEN("admin", CAP_SYS_ADMIN, PROFILE_ALWAYS,
         "what is left to CAP_SYS_ADMIN",
         "fanotify_init fanotify_mark quotactl quotactl_fd"),
    OPEN("bpf", CAP_BPF, CAP_SYS_ADMIN,
         "programs in the kernel",
         "bpf"),
    OPEN("perf", CAP_PERFMON, CAP_SYS_ADMIN,
         "performance counters",
         "perf_event_open"),
    OPEN("handles", CAP_DAC_READ_SEARCH, PROFILE_ALWAYS,
         "open a file by its number, past all folders",
         "name_to_handle_at open_by_handle_at"),
    OPEN("chroot", CAP_SYS_CHROOT, PROFILE_ALWAYS,
         "change the root directory",
         "chroot"),
    OPEN("tracing", CAP_SYS_PTRACE, PROFILE_ALWAYS,
         "look into processes that are not one's own",
         "process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp"),
    OPEN("clock", CAP_SYS_TIME, PROFILE_ALWAYS,
         "set the clock of the machine",
         "settimeofday clock_settime clock_adjtime adjtimex"),
    OPEN("numa", CAP_SYS_NICE, PROFILE_ALWAYS,
         "place memory on nodes",
         "get_mempolicy set_mempolicy set_mempolicy_home_node mbind migrate_pages "
         "move_pages"),
    OPEN_IF("sockets-packet", CAP_NET_RAW, PROFILE_ALWAYS,
            "frames as they are on the wire",
            "socket",
            "family AF_PACKET", IS(0, 17)),
    OPEN_IF("sockets-netlink", CAP_NET_ADMIN, PROFILE_ALWAYS,
            "all of the kernel's network configuration",
            "socket",
            "family AF_NETLINK", IS(0, 16)),
    OPEN("log", CAP_SYSLOG, CAP_SYS_ADMIN,
         "the kernel's log",
         "syslog"),
    OPEN("ports", CAP_SYS_RAWIO, PROFILE_ALWAYS,
         "input and output ports of the processor",
         "iopl ioperm"),
    OPEN("modules", CAP_SYS_MODULE, PROFILE_ALWAYS,
         "code of the kernel",
         "init_module finit_module delete_module"),
    OPEN("boot", CAP_SYS_BOOT, PROFILE_ALWAYS,
         "end the machine, or the PID namespace",
         "reboot"),
    OPEN("accounting", CAP_SYS_PACCT, PROFILE_ALWAYS,
         "write down every process that ends",
         "acct"),
    OPEN("hangup", CAP_SYS_TTY_CONFIG, PROFILE_ALWAYS,
         "take a terminal away from its users",
         "vhangup"),
    {0},
};

const struct profile_group profile_refused[] = {
    /* ---- under conditions: asked before everything that is allowed ---- */
    REFUSE_IF("refused-terminal", EPERM,
              "types into the terminal, for whoever reads from it next",
              "ioctl",
              "request TIOCSTI", IS(1, 0x5412)),
    REFUSE_IF("refused-console", EPERM,
              "reads and writes the screen of the console, and pastes into it",
              "ioctl",
              "request TIOCLINUX", IS(1, 0x541c)),
    REFUSE_IF("refused-discipline", EPERM,
              "loads and runs drivers of modems and buses upon a terminal "
              "(CVE-2017-2636, CVE-2023-6546)",
              "ioctl",
              "request TIOCSETD", IS(1, 0x5423)),

    /* ---- the error that says: try it the old way ---- */
    REFUSE("refused-clone3", ENOSYS,
           "its flags lie in memory, where no filter can see them; C libraries fall "
           "back to clone",
           "clone3"),
    REFUSE("refused-listing", ENOSYS,
           "new ways to list mounts, namespaces and security modules; libraries fall "
           "back to /proc",
           "statmount listmount lsm_get_self_attr lsm_set_self_attr lsm_list_modules"),
    REFUSE("refused-old", ENOSYS,
           "no program of today calls them, and their code is seldom looked at",
           "_sysctl create_module get_kernel_syms query_module nfsservctl uselib "
           "ustat sysfs getpmsg putpmsg afs_syscall tuxcall security vserver "
           "epoll_ctl_old epoll_wait_old lookup_dcookie remap_file_pages"),
    REFUSE("refused-families", EAFNOSUPPORT,
           "every other family is code of the kernel that a container does not need: "
           "AF_VSOCK reaches the hypervisor, AF_PACKET the wire, AF_ALG and AF_CAN "
           "were holes",
           "socket socketpair"),

    /* ---- EPERM ---- */
    REFUSE("refused-namespaces", EPERM,
           "a user namespace gives all capabilities in it, and so opens much of the "
           "kernel to those who have none outside",
           "clone unshare setns sethostname setdomainname"),
    REFUSE("refused-mounts", EPERM,
           "what is mounted and covered must stay so; the new calls are forgotten by "
           "lists of what is forbidden",
           MOUNT_CALLS),
    REFUSE("refused-uring", EPERM,
           "does other calls' work where no filter sees it; 60 of 100 exploits sent "
           "to Google's kernel bounty used it (2023)",
           "io_uring_setup io_uring_enter io_uring_register"),
    REFUSE("refused-bpf", EPERM,
           "programs in the kernel, and counters that see the whole machine",
           "bpf perf_event_open"),
    REFUSE("refused-faults", EPERM,
           "stops the kernel in the middle of a copy: a tool for winning races",
           "userfaultfd"),
    REFUSE("refused-handles", EPERM,
           "opens a file of the host by its number (the shocker exploit, 2014)",
           "name_to_handle_at open_by_handle_at"),
    REFUSE("refused-keys", EPERM,
           "keyrings know no namespace (CVE-2014-9529, CVE-2016-0728)",
           "add_key request_key keyctl"),
    REFUSE("refused-kernel", EPERM,
           "replaces or extends the kernel",
           "kexec_load kexec_file_load init_module finit_module delete_module"),
    REFUSE("refused-machine", EPERM,
           "is about the whole machine",
           "reboot swapon swapoff acct quotactl quotactl_fd settimeofday "
           "clock_settime clock_adjtime adjtimex syslog iopl ioperm vhangup"),
    REFUSE("refused-watching", EPERM,
           "reports the files that others open",
           "fanotify_init fanotify_mark"),
    REFUSE("refused-others", EPERM,
           "reaches into other processes without stopping them; gdb and strace do "
           "without",
           "process_vm_readv process_vm_writev process_madvise process_mrelease "
           "pidfd_getfd kcmp"),
    REFUSE("refused-placing", EPERM,
           "moves memory between nodes; leaks where the kernel's memory lies",
           "get_mempolicy set_mempolicy set_mempolicy_home_node mbind migrate_pages "
           "move_pages"),
    REFUSE("refused-pages", EPERM,
           "gives pages away, or hides them from the kernel, in ways that few need "
           "and that had holes",
           "vmsplice memfd_secret"),
    REFUSE("refused-segments", EPERM,
           "segments of the processor for 16-bit programs (CVE-2017-17053)",
           "modify_ldt"),
    REFUSE("refused-personality", EPERM,
           "other ways to execute: memory that is read may be executed",
           "personality"),
    REFUSE("refused-flags", EPERM,
           "flags of files such as immutable, by a path",
           "file_setattr"),
    {0},
};
/* clang-format on */
