/* Loads your filter and makes a few calls under it. */
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "filter.h"

static void say(const char *call, long result)
{
    printf("%-28s %s\n", call, result < 0 ? strerror(errno) : "works");
}

int main(void)
{
    char folder[] = "/tmp/try.XXXXXX";
    struct sock_fprog program = {filter_length, (struct sock_filter *)filter};
    snprintf(folder, sizeof folder, "/tmp/try.%d", (int)getpid());
    /* Without privilege a filter may be set only by those who gain none by exec. */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
        perror("the kernel does not take this filter");
        return 2;
    }
#ifdef SYS_mkdir
    say("mkdir", syscall(SYS_mkdir, folder, 0700));
    rmdir(folder);
#endif
    say("mkdirat", syscall(SYS_mkdirat, -100, folder, 0700));
    rmdir(folder);
    say("getpid", syscall(SYS_getpid));
    return 0;
}
