/* hostname, id, ls and ps in one static program: enough to look around in a
 * container that has nothing else. Chosen by the name it is called by. */
#include "isolate/play/guest.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

const char guest_names[] = "hostname id ls ps";

static int show_hostname(const char *argument)
{
    char name[256];
    (void)argument;
    if (gethostname(name, sizeof name) < 0)
        return 1;
    puts(name);
    return 0;
}

static int show_id(const char *argument)
{
    (void)argument;
    printf("uid=%u gid=%u\n", geteuid(), getegid());
    return 0;
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int is_number(const struct dirent *entry)
{
    return isdigit((unsigned char)entry->d_name[0]);
}

static int by_number(const struct dirent **a, const struct dirent **b)
{
    return atoi((*a)->d_name) - atoi((*b)->d_name);
}

static void show_process(const char *pid)
{
    char path[300], name[64] = "?\n";
    snprintf(path, sizeof path, "/proc/%s/comm", pid);
    cleanup_file FILE *file = fopen(path, "re");
    if (!file || !fgets(name, sizeof name, file))
        snprintf(name, sizeof name, "?\n");
    printf("%5s %s", pid, name);
}

static int show_folder(const char *folder, int (*filter)(const struct dirent *),
                       int (*order)(const struct dirent **, const struct dirent **),
                       void (*show)(const char *))
{
    struct dirent **entries;
    int count = scandir(folder, &entries, filter, order);
    if (count < 0) {
        perror(folder);
        return 1;
    }
    for (int i = 0; i < count; i++) {
        show(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return 0;
}

static void show_name(const char *name)
{
    puts(name);
}

static int show_files(const char *argument)
{
    return show_folder(argument ? argument : ".", visible, alphasort, show_name);
}

static int show_processes(const char *argument)
{
    (void)argument;
    puts("  PID COMMAND");
    return show_folder("/proc", is_number, by_number, show_process);
}

static const struct {
    const char *name;
    int (*run)(const char *argument);
} programs[] = {
    {"hostname", show_hostname},
    {"id", show_id},
    {"ls", show_files},
    {"ps", show_processes},
};

int guest_main(int argc, char **argv)
{
    const char *slash = argc ? strrchr(argv[0], '/') : NULL;
    const char *name = slash ? slash + 1 : argc ? argv[0] : "";
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
        if (!strcmp(programs[i].name, name)) {
            int status = programs[i].run(argc > 1 ? argv[1] : NULL);
            return fflush(stdout) == 0 ? status : 1;
        }
    return -1;
}
