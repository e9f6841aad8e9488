/* A filter as lines that can be read: what is loaded, compared, and where it goes on.
 *
 *      0    A = architecture
 *      1    if A == x86_64 go to 2, else 530
 *      2 >  A = call
 *
 * A mark (>) stands where a jump leads to. Jumps only go forward, so what A holds is
 * known at each line, and numbers of calls and architectures get their names.
 */
#ifndef RING3_ISOLATE_DISASSEMBLE_H
#define RING3_ISOLATE_DISASSEMBLE_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

struct assembly_line {
    unsigned index;
    struct sock_filter raw;
    char text[120];
    bool is_target;        /* another line jumps here */
    bool is_jump;          /* then the next two are lines */
    unsigned met, not_met; /* where it goes on; the same for "go to" */
};

/* Returns program->len lines, to be freed; NULL for an unsound program. */
struct assembly_line *filter_disassemble(const struct sock_fprog *program);

#endif
