/* What cannot be controlled, refused by name when it is called: other processes,
 * input, files, sockets, signals, and raw system calls. As in strings.c, each is called
 * program_NAME here. */
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/ours.h"
#include "threads/explore/runtime/thread.h"

static void refuse(const char *name, const char *why, uintptr_t pc)
{
    if (!self)
        _exit(125);
    run_refuse(pc, "%s() at %p cannot be controlled: %s", name, (void *)pc, why);
}

#define PROCESSES "it makes another process, which shares nothing with the schedule"
#define INPUT     "it waits for input from outside"
#define FILES     "what is in files is not put back between schedules"
#define SOCKETS   "it talks to the world outside"
#define SIGNALS   "signals come when they like"
#define SYSTEM    "it goes round the library"

/* Their arguments do not matter, and whoever calls them does not come back. */
#define REFUSE(name, why)                                                                \
    EXPORTED void program_##name(void);                                                  \
    EXPORTED void program_##name(void)                                                   \
    {                                                                                    \
        refuse(#name, why, CALLER);                                                      \
    }

EXPORTED void program_unknown(void);
EXPORTED void program_unknown(void)
{
    if (!self)
        _exit(125);
    run_refuse(CALLER,
               "the function that is called at %p is not known to be harmless: what it "
               "reads, writes and waits for is not seen",
               (void *)CALLER);
}

REFUSE(fork, PROCESSES)
REFUSE(vfork, PROCESSES)
REFUSE(clone, PROCESSES)
REFUSE(system, PROCESSES)
REFUSE(popen, PROCESSES)
REFUSE(posix_spawn, PROCESSES)
REFUSE(posix_spawnp, PROCESSES)
REFUSE(execve, PROCESSES)
REFUSE(execv, PROCESSES)
REFUSE(execvp, PROCESSES)
REFUSE(execl, PROCESSES)
REFUSE(execlp, PROCESSES)
REFUSE(wait, PROCESSES)
REFUSE(waitpid, PROCESSES)
REFUSE(pthread_atfork, PROCESSES)

REFUSE(read, INPUT)
REFUSE(pread, INPUT)
REFUSE(readv, INPUT)
REFUSE(poll, INPUT)
REFUSE(select, INPUT)
REFUSE(epoll_wait, INPUT)
REFUSE(getchar, INPUT)
REFUSE(getc, INPUT)
REFUSE(fgetc, INPUT)
REFUSE(fgets, INPUT)
REFUSE(ungetc, INPUT)
REFUSE(getline, INPUT)
REFUSE(getdelim, INPUT)
REFUSE(fread, INPUT)
REFUSE(scanf, INPUT)
REFUSE(fscanf, INPUT)
REFUSE(__isoc99_scanf, INPUT)
REFUSE(__isoc99_fscanf, INPUT)
REFUSE(__isoc23_scanf, INPUT)
REFUSE(__isoc23_fscanf, INPUT)

REFUSE(fopen, FILES)
REFUSE(fopen64, FILES)
REFUSE(fdopen, FILES)
REFUSE(freopen, FILES)
REFUSE(tmpfile, FILES)
REFUSE(open, FILES)
REFUSE(open64, FILES)
REFUSE(openat, FILES)
REFUSE(creat, FILES)
REFUSE(unlink, FILES)
REFUSE(remove, FILES)
REFUSE(rename, FILES)
REFUSE(mmap, FILES)
REFUSE(mmap64, FILES)
REFUSE(munmap, FILES)
REFUSE(mprotect, FILES)
REFUSE(shm_open, FILES)
REFUSE(shmget, FILES)
REFUSE(shmat, FILES)
REFUSE(sem_open, FILES)

REFUSE(pipe, SOCKETS)
REFUSE(pipe2, SOCKETS)
REFUSE(socket, SOCKETS)
REFUSE(socketpair, SOCKETS)
REFUSE(connect, SOCKETS)
REFUSE(accept, SOCKETS)
REFUSE(eventfd, SOCKETS)
REFUSE(mq_open, SOCKETS)

REFUSE(signal, SIGNALS)
REFUSE(sigaction, SIGNALS)
REFUSE(raise, SIGNALS)
REFUSE(kill, SIGNALS)
REFUSE(pthread_kill, SIGNALS)
REFUSE(sigwait, SIGNALS)
REFUSE(sigwaitinfo, SIGNALS)
REFUSE(sigsuspend, SIGNALS)
REFUSE(pause, SIGNALS)
REFUSE(alarm, SIGNALS)
REFUSE(setitimer, SIGNALS)
REFUSE(timer_create, SIGNALS)
REFUSE(pthread_sigmask, SIGNALS)
REFUSE(sigprocmask, SIGNALS)
REFUSE(sigaltstack, SIGNALS)

REFUSE(syscall, SYSTEM)
REFUSE(ptrace, SYSTEM)
REFUSE(prctl, SYSTEM)
REFUSE(dlopen, SYSTEM)
REFUSE(dlsym, SYSTEM)
