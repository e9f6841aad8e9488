/* Copying the learner's database without leaving a trace beside it.
 *
 *     rollback journal   SQLite's backup, read-only: makes no files
 *     WAL, -wal and -shm there already   the same: it joins those who use it
 *     WAL, no -wal       backup with immutable=1, which makes no files
 *     else               the files are copied, and SQLite recovers the copy
 *
 * The last two take no lock, so the files are compared before and after: if one
 * changed meanwhile, the copy is made again. The header is read before SQLite has
 * opened the file here, so closing it drops no lock of ours.
 */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "sqlite-demo/copy.h"
#include "sqlite-demo/cursor.h"
#include "sqlite-demo/scratch.h"

enum { TRIES = 5, BUSY_MILLISECONDS = 2000 };
enum { MAIN, WAL, JOURNAL, SHM, PARTS };
static const char *const part_suffixes[PARTS] = {"", "-wal", "-journal", "-shm"};

struct part {
    bool exists;
    struct stat status;
};

static void look_at_parts(const char *path, struct part parts[PARTS])
{
    for (int i = 0; i < PARTS; i++) {
        cleanup_free char *name = xasprintf("%s%s", path, part_suffixes[i]);
        parts[i] = (struct part){0};
        parts[i].exists = stat(name, &parts[i].status) == 0;
    }
}

static bool same_part(const struct part *a, const struct part *b)
{
    if (a->exists != b->exists)
        return false;
    return !a->exists || (a->status.st_ino == b->status.st_ino &&
                          a->status.st_size == b->status.st_size &&
                          a->status.st_mtim.tv_sec == b->status.st_mtim.tv_sec &&
                          a->status.st_mtim.tv_nsec == b->status.st_mtim.tv_nsec);
}

static bool unchanged(const char *path, const struct part before[PARTS])
{
    struct part after[PARTS];
    look_at_parts(path, after);
    return same_part(&before[MAIN], &after[MAIN]) &&
           same_part(&before[WAL], &after[WAL]) &&
           same_part(&before[JOURNAL], &after[JOURNAL]);
}

/* Bytes 18 and 19 of the header are 2 (sqlite.org/fileformat.html, 1.3.3). */
static bool is_wal(const char *path)
{
    unsigned char header[20] = {0};
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd >= 0 && read(fd, header, sizeof header) == sizeof header &&
           !memcmp(header, "SQLite format 3", 16) && header[18] == 2 && header[19] == 2;
}

/* ---- by SQLite ---- */

static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return sqlite3_extended_errcode(to);
    sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup);
}

/* file:/a%20b?immutable=1; free it. */
static char *immutable_uri(const char *path)
{
    cleanup_free char *whole = realpath(path, NULL);
    char *uri = xcalloc(3 * strlen(whole ? whole : path) + 32, 1);
    char *out = stpcpy(uri, "file:");
    for (const char *in = whole ? whole : path; *in; in++)
        out += strchr("%?#", *in) ? sprintf(out, "%%%02x", (unsigned)*in)
                                  : sprintf(out, "%c", *in);
    strcpy(out, "?immutable=1");
    return uri;
}

static int backup(const char *from, const char *to, bool immutable)
{
    sqlite3 *source = NULL, *target = NULL;
    cleanup_free char *name = immutable ? immutable_uri(from) : xstrdup(from);
    int code = sqlite3_open_v2(
        name, &source, SQLITE_OPEN_READONLY | (immutable ? SQLITE_OPEN_URI : 0), NULL);
    if (code == SQLITE_OK)
        code = sqlite3_open_v2(to, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                               NULL);
    if (code == SQLITE_OK) {
        sqlite3_busy_timeout(source, BUSY_MILLISECONDS);
        code = copy_pages(source, target);
    }
    sqlite3_close(target);
    sqlite3_close(source);
    return code;
}

/* ---- by hand ---- */

static int copy_part(const char *from, const char *to, int part)
{
    cleanup_free char *source = xasprintf("%s%s", from, part_suffixes[part]);
    cleanup_free char *target = xasprintf("%s%s", to, part_suffixes[part]);
    cleanup_fd int in = open(source, O_RDONLY | O_CLOEXEC);
    cleanup_fd int out = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t sent = in < 0 || out < 0 ? -1 : 1;
    while (sent > 0)
        sent = sendfile(out, in, NULL, 1 << 20);
    return sent < 0 ? SQLITE_IOERR : SQLITE_OK;
}

/* The copy is opened for writing once: SQLite takes over the WAL or rolls back. */
static int recover(const char *path)
{
    sqlite3 *db;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
    sqlite3_close(db);
    return code;
}

static int copy_parts(const char *from, const char *to, const struct part parts[PARTS])
{
    for (int part = MAIN; part <= JOURNAL; part++) {
        cleanup_free char *old = xasprintf("%s%s", to, part_suffixes[part]);
        unlink(old);
        int code = parts[part].exists ? copy_part(from, to, part) : SQLITE_OK;
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

/* ---- which ---- */

/* *changed: the files changed under a copy that takes no lock. */
static int copy_once(const char *from, const char *to, bool *changed)
{
    struct part parts[PARTS];
    int code;
    look_at_parts(from, parts);
    bool wal = is_wal(from);
    bool joins = !wal || (parts[WAL].exists && parts[SHM].exists);
    if (joins) {
        code = backup(from, to, false);
        if ((code & 0xff) != SQLITE_READONLY)
            return code;
    }
    if (!joins && !parts[WAL].exists)
        code = backup(from, to, true);
    else
        code = copy_parts(from, to, parts);
    *changed = !unchanged(from, parts);
    if (*changed)
        return SQLITE_BUSY;
    return code == SQLITE_OK ? recover(to) : code;
}

int database_copy(const char *from, const char *to, struct error *error)
{
    int code = SQLITE_BUSY;
    bool changed = true;
    for (int i = 0; i < TRIES && changed; i++) {
        changed = false;
        code = copy_once(from, to, &changed);
    }
    if (code == SQLITE_OK)
        return 0;
    bool full = (code & 0xff) == SQLITE_FULL;
    const char *hint = (code & 0xff) == SQLITE_BUSY ? "; try again when it is not written"
                                                    : scratch_hint(code);
    return error_set(error, full ? STATUS_HOST : STATUS_REQUEST,
                     "%s: cannot be copied: %s (%s)%s", from, sqlite3_errstr(code),
                     db_code_name(code), hint);
}

/* ---- byte by byte, the log as well: for those who look into the file ---- */

/* SQLite's own read lock (fileformat and os_unix.c call its bytes SHARED): who writes
 * the file in place waits, and who waits to write is not overtaken. */
static int lock_for_reading(int fd)
{
    enum { PENDING_BYTE = 0x40000000, SHARED_SIZE = 510 };
    struct flock pending = {
        .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = PENDING_BYTE, .l_len = 1};
    struct flock shared = pending;
    shared.l_start = PENDING_BYTE + 2;
    shared.l_len = SHARED_SIZE;
    if (fcntl(fd, F_OFD_SETLK, &pending) < 0)
        return -1;
    int result = fcntl(fd, F_OFD_SETLK, &shared);
    pending.l_type = F_UNLCK;
    fcntl(fd, F_OFD_SETLK, &pending);
    return result;
}

static int snapshot_once(const char *from, const char *to)
{
    struct part parts[PARTS];
    cleanup_fd int fd = open(from, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return SQLITE_CANTOPEN;
    if (lock_for_reading(fd) < 0 && errno != EINVAL && errno != ENOLCK)
        return SQLITE_BUSY;
    look_at_parts(from, parts);
    int code = copy_parts(from, to, parts);
    return code == SQLITE_OK && !unchanged(from, parts) ? SQLITE_BUSY : code;
}

int database_snapshot(const char *from, const char *to, struct error *error)
{
    int code = SQLITE_BUSY;
    for (int i = 0; i < BUSY_MILLISECONDS / 50 && code == SQLITE_BUSY; i++) {
        if (i)
            nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
        code = snapshot_once(from, to);
    }
    if (code == SQLITE_OK)
        return 0;
    if (code == SQLITE_BUSY)
        return error_set(error, STATUS_REQUEST,
                         "%s: is locked: another program is writing it; try again when "
                         "it has ended its transaction",
                         from);
    if (errno == ENOSPC)
        return error_errno(error, STATUS_HOST, "%s: cannot be copied%s", from,
                           scratch_hint(SQLITE_FULL));
    return error_errno(error, STATUS_REQUEST, "%s: cannot be copied", from);
}

/* ---- the copy and nothing else ---- */

static int allow(void *self, int action, const char *file, const char *column,
                 const char *database, const char *trigger)
{
    (void)self, (void)column, (void)database, (void)trigger;
    if (action != SQLITE_ATTACH)
        return SQLITE_OK;
    /* VACUUM attaches ''; NULL is an expression, which may be any file. */
    return file && (!*file || !strcmp(file, ":memory:")) ? SQLITE_OK : SQLITE_DENY;
}

static int guard_connection(sqlite3 *db, char **message, const void *routines)
{
    (void)message, (void)routines;
    return sqlite3_set_authorizer(db, allow, NULL);
}

void database_confine(void)
{
    sqlite3_auto_extension((void (*)(void))guard_connection);
}
