/* Runs while isolate is built: prints the filters that most containers use as C, so that
 * no container waits for libseccomp. isolate/seccomp/built_in.h says what is printed.
 *
 * It trusts nobody: every call is put to every filter, and if the filter does not answer
 * what the profile says, there is no program to install.
 */
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>

#include "isolate/seccomp/built_in.h"
#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/verify.h"
#include "labs/kit/error.h"

static void print_table(size_t which, const struct filter *filter)
{
    printf("static const struct sock_filter filter_%zu[] = {\n", which);
    for (size_t i = 0; i < filter->program.len; i++) {
        const struct sock_filter *row = &filter->memory[i];
        printf("    {0x%02x, %u, %u, 0x%08x},\n", row->code, row->jt, row->jf, row->k);
    }
    printf("};\n");
}

static void make(size_t which)
{
    struct error error;
    struct filter filter;
    struct profile_rules made;
    profile_make(&built_in_wishes[which], &made);
    if (filter_compile(made.stages, &filter, &error) < 0 ||
        profile_verify(&built_in_wishes[which], calls_native(), &filter.program, &error) <
            0)
        die_error(&error);
    print_table(which, &filter);
    free(filter.memory);
    profile_free(&made);
}

int main(void)
{
    error_program("generate");
    /* What is built here may run elsewhere: all actions of libseccomp's third level
     * (Linux 4.14) are taken for granted, whatever this kernel has. */
    seccomp_api_set(3);
    printf("/* Made from isolate/seccomp/profile.c by generate.c. */\n"
           "#include \"isolate/seccomp/built_in.h\"\n\n");
    for (size_t i = 0; i < BUILT_IN_COUNT; i++)
        make(i);
    printf("\nconst struct built_in built_in_filters[BUILT_IN_COUNT] = {\n");
    for (size_t i = 0; i < BUILT_IN_COUNT; i++)
        printf("    {filter_%zu, sizeof filter_%zu / sizeof *filter_%zu},\n", i, i, i);
    printf("};\n");
    return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
