/* No folders. Each line is one instruction; a jump says how many of the following
 * instructions it leaves out: first if the comparison is true, then if it is not. */
#include "filter.h"

#ifndef SYS_mkdir /* newer architectures have mkdirat alone */
#define SYS_mkdir SYS_mkdirat
#endif

const struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mkdir, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};
const unsigned short filter_length = sizeof filter / sizeof filter[0];
