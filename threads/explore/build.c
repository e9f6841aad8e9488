/* Compiling a learner's files for the explorer: with the callbacks of
 * -fsanitize=thread, and linked with our runtime instead of libtsan. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/sandbox.h"
#include "threads/explore/assembly.h"
#include "threads/explore/image.h"
#include "threads/explore/names.h"
#include "threads/explore/program.h"
#include "threads/explore/rename.h"

enum { WORDS_MAX = 64, FLAGS_MAX = 24, FILES_MAX = 16, COMPILE_SECONDS = 30 };

#define SOURCE_BYTES   ((size_t)1 << 20)
#define LISTING_BYTES  ((size_t)64 << 20)
#define COMPILE_MEMORY ((size_t)4 << 30)

/* -O0: with optimisation, interleavings that the source has are gone. The pattern in
 * variables without a value makes each run the same. */
static const char *const common_flags[] = {
    "-g",
    "-O0",
    "-fsanitize=thread",
    "-fno-pie",
    "-fno-omit-frame-pointer",
    "-ftrivial-auto-var-init=pattern",
    "-U_FORTIFY_SOURCE",
    "-pthread",
    NULL,
};

/* clang leaves out the read before a write to the same place. */
static const char *const clang_flags[] = {
    "-mllvm",
    "-tsan-instrument-read-before-write=1",
    "-Wno-unused-command-line-argument",
    NULL,
};

/* gcc keeps values in the registers that a call preserves, even at -O0. Without these
 * registers all of a thread's state is on its stack, where the explorer sees it. */
static const char *const gcc_flags[] = {
#if defined __x86_64__
    "-ffixed-rbx", "-ffixed-r12", "-ffixed-r13", "-ffixed-r14", "-ffixed-r15",
#elif defined __aarch64__
    "-ffixed-x19", "-ffixed-x20", "-ffixed-x21", "-ffixed-x22", "-ffixed-x23",
    "-ffixed-x24", "-ffixed-x25", "-ffixed-x26", "-ffixed-x27", "-ffixed-x28",
#endif
    NULL,
};

static const char *const link_flags[] = {
    "-no-pie", "-pthread", "-Wl,--wrap=main", "-Wl,-z,now",
    "-lm",     "-o",       PROGRAM_NAME,      NULL,
};

static char *compiler_words; /* all that the compiler said, of the last build */

const char *explore_compiler_words(void)
{
    return compiler_words ? compiler_words : "";
}

struct words {
    const char *items[WORDS_MAX];
    size_t count;
};

static void add(struct words *words, const char *word)
{
    if (words->count + 1 < WORDS_MAX)
        words->items[words->count++] = word;
}

static void add_all(struct words *words, const char *const *more)
{
    for (; more && *more; more++)
        add(words, *more);
}

/* The learner's own flags: `text` is cut at its blanks. */
static void add_flags(struct words *words, char *text)
{
    char *rest;
    for (char *flag = strtok_r(text, " \t\n", &rest); flag;
         flag = strtok_r(NULL, " \t\n", &rest))
        add(words, flag);
}

static const char *choose_compiler(const char *wanted, struct error *error)
{
    static const char *const known[] = {"gcc", "clang", "cc"};
    if (wanted) {
        if (process_installed(wanted))
            return wanted;
        error_set(error, STATUS_HOST,
                  "there is no %s here; leave --cc out, or install it", wanted);
        return NULL;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (process_installed(known[i]))
            return known[i];
    error_set(error, STATUS_HOST,
              "there is no C compiler here: install gcc or clang; until then `threads "
              "demo` and `threads play` with the demos of `threads list` still work");
    return NULL;
}

/* The complaint of a compiler: "FILE:LINE:COLUMN: error: WHAT", with the file as the
 * learner gave it. */
static char *first_complaint(const struct explore_program *program, const char *text)
{
    const char *at = strstr(text, "error: ");
    const char *reference = strstr(text, "undefined reference to ");
    if (reference && (!at || reference < at))
        at = reference;
    if (!at)
        return xasprintf("%.*s", (int)strcspn(text, "\n"), text);
    const char *start = at;
    while (start > text && start[-1] != '\n')
        start--;
    for (size_t i = 0; program->real[i]; i++) {
        size_t length = strlen(program->real[i]);
        if (!strncmp(start, program->real[i], length))
            return xasprintf("%s%.*s", program->files[i],
                             (int)strcspn(start + length, "\n"), start + length);
    }
    return xasprintf("%.*s", (int)strcspn(at, "\n"), at);
}

static int explain(const struct explore_program *program, const char *text,
                   struct error *error)
{
    if (strstr(text, "undefined reference to `main'") ||
        strstr(text, "undefined reference to `__real_main'"))
        return error_set(error, STATUS_REQUEST, "%s has no main()", program->files[0]);
    cleanup_free char *complaint = first_complaint(program, text);
    return error_set(error, STATUS_REQUEST, "%s", complaint);
}

/* One command of the compiler, in the sandbox, with the folders of the sources lent. */
static int compile(const struct explore_program *program, const char *const *argv,
                   const char *const *lend, const char *input, struct error *error)
{
    const struct sandbox sandbox = {
        .folder = program->folder,
        .lend = lend,
        .input = input,
        .seconds = COMPILE_SECONDS,
        .address_space = COMPILE_MEMORY,
        .file_size = 64U << 20,
        .bare = program->bare,
    };
    struct process_result result;
    enum sandbox_end end;
    if (sandbox_run(&sandbox, argv, &end, &result, error) < 0)
        return -1;
    int outcome = 0;
    free(compiler_words);
    compiler_words = xstrdup(result.errors);
    if (end != SANDBOX_EXITED) {
        cleanup_free char *words = sandbox_end_words(&sandbox, end, &result);
        outcome =
            error_set(error, STATUS_REQUEST, "%s does not get done: %s", argv[0], words);
    } else if (result.exit_status != 0) {
        outcome = explain(program, result.errors, error);
    }
    process_result_free(&result);
    return outcome;
}

/* Where in the source it is, as half a sentence. */
static char *place_of_assembly(const struct explore_program *program, size_t index,
                               struct assembly *found)
{
    cleanup_free char *source = NULL;
    const char *real = program->real[index], *name = strrchr(real, '/') + 1;
    struct error ignored;
    size_t length;
    if (!*found->file && file_read(real, SOURCE_BYTES, &source, &length, &ignored) == 0)
        found->line = assembly_line(source);
    bool here = !*found->file || !strcmp(found->file, real) || !strcmp(found->file, name);
    const char *file = here ? program->files[index] : found->file;
    return found->line ? xasprintf("%s:%d", file, found->line) : xstrdup(file);
}

/* Remembers the first inline assembly; the program is then looked at no further. */
static int look_for_assembly(struct explore_program *program, size_t index,
                             const char *listing, struct error *error)
{
    cleanup_free char *path = path_join(program->folder, listing);
    cleanup_free char *text = NULL;
    size_t length;
    struct assembly found;
    if (file_read(path, LISTING_BYTES, &text, &length, error) < 0)
        return -1;
    if (program->refused || !assembly_find(text, &found))
        return 0;
    cleanup_free char *place = place_of_assembly(program, index, &found);
    program->refused = xasprintf("assembly at %s cannot be controlled: what it reads, "
                                 "writes and waits for is not seen",
                                 place);
    return 0;
}

/* What the processor can do must be said again to the assembler of clang. */
static void add_machine_flags(struct words *words, const struct words *all)
{
    for (size_t i = 0; i < all->count; i++)
        if (!strncmp(all->items[i], "-m", 2) && strcmp(all->items[i], "-mllvm") != 0)
            add(words, all->items[i]);
}

static int assemble(const struct explore_program *program, const struct words *all,
                    const char *listing, size_t index, struct error *error)
{
    cleanup_free char *object = xasprintf("unit%zu.o", index);
    struct words words = {.items = {program->cc}, .count = 1};
    add_machine_flags(&words, all);
    add(&words, "-c");
    add(&words, listing);
    add(&words, "-o");
    add(&words, object);
    return compile(program, words.items, NULL, NULL, error);
}

/* Within the sandbox root is another user. Where the kernel cannot give that one root's
 * own files (of mode 0600, with a file system mounted below that has no such mounts),
 * the source is read here, and is the compiler's input under its own name. */
static int compile_input(const struct explore_program *program, const char *path,
                         struct words *words, const char *const *lend,
                         struct error *error)
{
    bool clang = !strncmp(program->cc, "clang", strlen("clang"));
    cleanup_free char *name =
        xasprintf("-fdebug-prefix-map=%s=%s", clang ? "-" : "<stdin>", path);
    cleanup_free char *text = NULL;
    size_t length;
    if (file_read(path, SOURCE_BYTES, &text, &length, error) < 0)
        return -1;
    cleanup_free char *input = xasprintf("# 1 \"%s\"\n%s", path, text);
    const char *const more[] = {name, "-iquote", lend[0], "-x", "c", "-", NULL};
    add_all(words, more);
    return compile(program, words->items, lend, input, error);
}

static int compile_source(const struct explore_program *program, const char *path,
                          const struct words *words, const char *const *lend,
                          struct error *error)
{
    struct words by_name = *words, by_input = *words;
    add(&by_name, path);
    int outcome = compile(program, by_name.items, lend, NULL, error);
    if (outcome == 0 || geteuid() != 0 || program->bare || strpbrk(path, "\"\\\n") ||
        (!strstr(explore_compiler_words(), "Permission denied") &&
         !strstr(explore_compiler_words(), "error reading"))) /* gcc; clang */
        return outcome;
    return compile_input(program, path, &by_input, lend, error);
}

static int compile_file(struct explore_program *program, size_t index, const char *cflags,
                        struct error *error)
{
    cleanup_free char *flags = xstrdup(cflags ? cflags : "");
    cleanup_free char *listing = xasprintf("unit%zu.s", index);
    cleanup_free char *beside = xstrdup(program->real[index]);
    *strrchr(beside, '/') = '\0';
    const char *lend[] = {*beside ? beside : "/", NULL};
    struct words words = {0};
    add(&words, program->cc);
    add_all(&words, common_flags);
    if (!strncmp(program->cc, "clang", strlen("clang")))
        add_all(&words, clang_flags);
    else if (!strncmp(program->cc, "gcc", strlen("gcc")))
        add_all(&words, gcc_flags);
    add_flags(&words, flags);
    add(&words, "-S");
    add(&words, "-o");
    add(&words, listing);
    if (compile_source(program, program->real[index], &words, lend, error) < 0 ||
        look_for_assembly(program, index, listing, error) < 0)
        return -1;
    return program->refused ? 0 : assemble(program, &words, listing, index, error);
}

/* Names first, so that the calls that are ours to see come to us. */
static const char rename_and_link[] =
    "for unit in unit*.o; do objcopy --redefine-syms=" RENAME_FILE
    " \"$unit\" || exit; done; exec \"$@\"";

static int link_program(const struct explore_program *program, struct error *error)
{
    char *objects[FILES_MAX] = {0};
    struct words words = {.items = {"sh", "-c", rename_and_link, "sh"}, .count = 4};
    size_t units = 0;
    add(&words, program->cc);
    for (; program->real[units]; units++)
        add(&words, objects[units] = xasprintf("unit%zu.o", units));
    add(&words, IMAGE_NAME);
    add_all(&words, link_flags);
    int outcome = rename_prepare(program, units, error);
    if (outcome == 0)
        outcome = compile(program, words.items, NULL, NULL, error);
    for (size_t i = 0; i < FILES_MAX; i++)
        free(objects[i]);
    return outcome;
}

static int find_files(struct explore_program *program, struct error *error)
{
    size_t count = 0;
    while (program->files[count])
        count++;
    if (count == 0 || count >= FILES_MAX)
        return error_set(error, STATUS_REQUEST, "give one to %d C files", FILES_MAX - 1);
    program->real = xcalloc(count + 1, sizeof *program->real);
    for (size_t i = 0; i < count; i++) {
        struct stat status;
        program->real[i] = realpath(program->files[i], NULL);
        if (!program->real[i] || stat(program->real[i], &status) < 0)
            return error_errno(error, STATUS_REQUEST, "%s", program->files[i]);
        if (!S_ISREG(status.st_mode))
            return error_set(error, STATUS_REQUEST, "%s is no file", program->files[i]);
    }
    return 0;
}

static int make_folder(struct explore_program *program, struct error *error)
{
    if (folder_make(&program->temporary, "ring3-explore", error) < 0)
        return -1;
    const char *folder = program->folder = program->temporary.path;
    cleanup_free char *image = path_join(folder, IMAGE_NAME);
    cleanup_free char *scratch = path_join(folder, SCRATCH_NAME);
    if (mkdir(scratch, 0700) < 0)
        return error_errno(error, STATUS_HOST, "%s cannot be made", scratch);
    return image_write(image, error);
}

static bool asks_for_optimisation(const char *cflags)
{
    const char *flag = cflags ? strstr(cflags, "-O") : NULL;
    return flag && flag[2] != '0';
}

static int build(struct explore_program *program, const struct explore_request *request,
                 struct error *error)
{
    program->cc = choose_compiler(request->cc, error);
    if (!program->cc || find_files(program, error) < 0 || make_folder(program, error) < 0)
        return -1;
    for (size_t i = 0; program->real[i]; i++)
        if (compile_file(program, i, request->cflags, error) < 0)
            return -1;
    if (program->refused)
        return 0;
    if (link_program(program, error) < 0)
        return -1;
    program->names = names_read(program, error);
    return program->names ? 0 : -1;
}

struct explore_program *explore_build(const struct explore_request *request,
                                      struct error *error)
{
    struct explore_program *program = xcalloc(1, sizeof *program);
    program->files = request->files;
    program->arguments = request->arguments;
    program->bare = request->bare;
    program->optimised = asks_for_optimisation(request->cflags);
    if (build(program, request, error) == 0)
        return program;
    explore_program_free(program);
    return NULL;
}

char *program_path(const struct explore_program *program)
{
    return path_join(program->folder, PROGRAM_NAME);
}

void explore_program_free(struct explore_program *program)
{
    if (!program)
        return;
    folder_remove(&program->temporary);
    for (size_t i = 0; program->real && program->real[i]; i++)
        free(program->real[i]);
    free(program->real);
    free(program->refused);
    names_free(program->names);
    free(program);
}
