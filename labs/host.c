/* What kind of machine this is. Marks that others leave (a file, a word in /proc)
 * explain a missing feature; whether it is missing is never concluded from them.
 *
 * Sources: apparmor.d(5), Ubuntu 23.10 release notes; Docker documentation,
 * "Seccomp security profiles"; Microsoft, "Advanced settings configuration in WSL".
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/doctor.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/words.h"

/* True if the file begins with, or holds, the words. */
static bool file_says(const char *path, const char *words)
{
    cleanup_free char *text = NULL;
    size_t length;
    return file_read(path, 1 << 16, &text, &length, NULL) == 0 &&
           memmem(text, length, words, strlen(words));
}

static bool is_codespace(void)
{
    const char *value = getenv("CODESPACES");
    return value && !strcmp(value, "true");
}

static bool is_docker(void)
{
    return access("/.dockerenv", F_OK) == 0;
}

static bool is_podman(void)
{
    return access("/run/.containerenv", F_OK) == 0;
}

static bool is_wsl(void)
{
    return file_says("/proc/sys/kernel/osrelease", "microsoft");
}

static bool is_chromebook(void)
{
    return access("/dev/.cros_milestone", F_OK) == 0;
}

/* Ubuntu since 23.10: a user namespace is given, but it may do nothing. */
static bool is_restricted_by_apparmor(void)
{
    return geteuid() != 0 &&
           file_says("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1");
}

static bool has_userns_switched_off(void)
{
    return geteuid() != 0 && file_says("/proc/sys/kernel/unprivileged_userns_clone", "0");
}

static const struct kind {
    bool (*is)(void);
    const char *name, *fix;
} kinds[] = {
    {is_codespace, "doctor.codespace", "doctor.codespace-fix"},
    {is_docker, "doctor.docker", "doctor.docker-fix"},
    {is_podman, "doctor.podman", "doctor.podman-fix"},
    {is_wsl, "doctor.wsl", "doctor.wsl-fix"},
    {is_chromebook, "doctor.chromeos", ""},
    {is_restricted_by_apparmor, "doctor.apparmor", "doctor.apparmor-fix"},
    {has_userns_switched_off, "doctor.userns-off", "doctor.userns-off-fix"},
};

static const struct kind *kind(void)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].is())
            return &kinds[i];
    return NULL;
}

const char *host_kind(void)
{
    const struct kind *found = kind();
    return found ? english(found->name) : "";
}

const char *host_fix(void)
{
    const struct kind *found = kind();
    return found ? english(found->fix) : "";
}
