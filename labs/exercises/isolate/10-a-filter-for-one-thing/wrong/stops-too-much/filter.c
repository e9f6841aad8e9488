/* Everything from mkdir on: also rmdir, unlink and two hundred more. */
#include "filter.h"

const struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef SYS_mkdir
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, SYS_mkdir, 0, 1),
#else
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, SYS_mkdirat, 0, 1),
#endif
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};
const unsigned short filter_length = sizeof filter / sizeof filter[0];
