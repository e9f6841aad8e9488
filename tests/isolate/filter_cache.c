/* The cache of filters: what it gives back is what was compiled, and nothing that
 * somebody else wrote, or that is not whole, is ever used. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/seccomp/cache.h"
#include "isolate/seccomp/filter.h"
#include "tests/tap.h"

static char folder[] = "/tmp/ring3-filters.XXXXXX", entry[320];

/* An allow-all in the place of the filter: what an attacker would like to be loaded. */
static const struct sock_filter open_door = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};

static const char *origin(void)
{
    static const char *const calls[] = {"ptrace", "read"};
    struct rule rule = {calls, 2, RULE_ERRNO, EPERM, {{0}}, 0};
    struct rules rules = {.otherwise = RULE_ALLOW, .rules = &rule, .rule_count = 1};
    struct filter filter;
    struct error error;
    if (filter_cached(&rules, &filter, &error) < 0)
        return error.message[0] ? "failed" : "?";
    const char *from = filter.origin;
    if (filter.program.len < 5)
        from = "an open door";
    filter_free(&filter);
    return from;
}

static void find_entry(void)
{
    DIR *dir = opendir(folder);
    for (struct dirent *one; (one = readdir(dir));)
        if (one->d_name[0] != '.')
            snprintf(entry, sizeof entry, "%s/%s", folder, one->d_name);
    closedir(dir);
}

static void put_bytes(const char *path, const void *bytes, size_t length, off_t at)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || pwrite(fd, bytes, length, at) != (ssize_t)length)
        abort();
    close(fd);
}

static off_t size_of(const char *path)
{
    struct stat status;
    return stat(path, &status) < 0 ? -1 : status.st_size;
}

static void refused(const char *name)
{
    is_string(origin(), "compiled", name);
    is_string(origin(), "cache", "and was replaced by a good one");
}

static void check_damage(void)
{
    off_t size = size_of(entry);
    for (off_t cut = 0; cut < size; cut += 29) {
        if (truncate(entry, cut) < 0 || strcmp(origin(), "compiled") != 0) {
            ok(false, "cut short");
            return;
        }
    }
    ok(true, "cut short anywhere, it is not used");
    put_bytes(entry, "x", 1, size);
    refused("with a byte too many");
    put_bytes(entry, &open_door, sizeof open_door, size - 8);
    refused("with its last instruction changed");
    put_bytes(entry, "ISOFLT9", 8, 0);
    refused("of another version");
    uint32_t many = 4000000000u;
    put_bytes(entry, &many, sizeof many, 12);
    refused("that claims four billion instructions");
    /* A different key under this name: as if two keys had the same hash. */
    put_bytes(entry, "!", 1, 40);
    refused("with another key");
}

static void check_kinds(void)
{
    char other[400];
    snprintf(other, sizeof other, "%s/other", folder);
    if (rename(entry, other) < 0 || symlink(other, entry) < 0)
        abort();
    refused("a symbolic link");
    unlink(other);
    unlink(entry);
    if (mkfifo(entry, 0600) < 0)
        abort();
    refused("a pipe, which would block");
    chmod(entry, 0602);
    refused("a file that others may write");
    chmod(entry, 0620);
    refused("a file that a group may write");
    if (geteuid() == 0) {
        if (chown(entry, 65534, 65534) < 0)
            abort();
        refused("a file of another user");
    } else {
        skip("a file of another user", "only root can give a file away");
        skip("and was replaced by a good one", "only root can give a file away");
    }
}

static void check_folder(void)
{
    chmod(folder, 0777);
    is_string(origin(), "compiled", "a folder that others may write is not looked into");
    is_string(origin(), "compiled", "nor written to");
    chmod(folder, 0700);
    is_string(origin(), "cache", "one that is ours alone is");
    if (geteuid() == 0) {
        ok(chown(folder, 65534, 65534) == 0, "the folder goes to another user");
        is_string(origin(), "compiled", "and is not looked into");
        ok(chown(folder, 0, 0) == 0, "and comes back");
    }
    char link[80];
    snprintf(link, sizeof link, "%s.link", folder);
    if (symlink(folder, link) < 0)
        abort();
    setenv("ISOLATE_FILTERS", link, 1);
    is_string(origin(), "compiled", "a link in the place of the folder is not followed");
    unlink(link);
    setenv("ISOLATE_FILTERS", "/proc/nothing/here", 1);
    is_string(origin(), "compiled", "a folder that cannot be made is no error");
    setenv("ISOLATE_FILTERS", folder, 1);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    setenv("ISOLATE_FILTERS", folder, 1);
    is_string(origin(), "compiled", "the first time it is compiled");
    find_entry();
    is_string(origin(), "cache", "the second time it comes from the cache");
    ok(size_of(entry) > 0, "there is one file");
    struct stat status;
    ok(stat(entry, &status) == 0 && (status.st_mode & 0777) == 0600,
       "which only we can read");
    check_damage();
    check_kinds();
    check_folder();
    unlink(entry);
    ok(rmdir(folder) == 0, "and nothing else was left in the folder");
    return done_testing();
}
