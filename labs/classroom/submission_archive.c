/* Unpacking what a stranger packed. libarchive refuses paths that are absolute, hold
 * "..", or run through a symbolic link; the rest of the suspicion is here.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/classroom/submission.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

enum { READ_BLOCK = 1 << 16 };

static const int careful = ARCHIVE_EXTRACT_SECURE_SYMLINKS |
                           ARCHIVE_EXTRACT_SECURE_NODOTDOT | ARCHIVE_EXTRACT_UNLINK;

struct unpacking {
    struct archive *in, *out;
    const char *folder;
    size_t files;
    long long bytes;
    struct error *error;
};

static int refuse(const struct unpacking *unpacking, struct archive *archive)
{
    const char *why = archive_error_string(archive);
    return error_set(unpacking->error, STATUS_REQUEST, "it cannot be unpacked: %s",
                     why ? why : "it is no archive");
}

static int too_much(const struct unpacking *unpacking)
{
    return error_set(unpacking->error, STATUS_REQUEST,
                     "it unpacks to more than %d files or %d MiB: hand in the folder of "
                     "labs init and nothing else",
                     SUBMISSION_FILES, SUBMISSION_BYTES >> 20);
}

/* Below our folder, with modes that let us read and remove it. False: left out. */
static bool rename_entry(const struct unpacking *unpacking, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    mode_t type = archive_entry_filetype(entry);
    if (!name || (type != AE_IFREG && type != AE_IFDIR && type != AE_IFLNK) ||
        archive_entry_hardlink(entry))
        return false;
    while (*name == '/')
        name++;
    cleanup_free char *path = path_join(unpacking->folder, name);
    archive_entry_set_pathname(entry, path);
    mode_t mode = archive_entry_perm(entry) & 0755;
    archive_entry_set_perm(entry, type == AE_IFDIR ? mode | 0700 : mode | 0600);
    return true;
}

/* What an entry claims to hold is not believed: what comes is counted, also of what is
 * left out, since it has to be decompressed to get past it. */
static int copy_data(struct unpacking *unpacking, bool write)
{
    const void *block;
    size_t size;
    la_int64_t offset;
    for (;;) {
        int result = archive_read_data_block(unpacking->in, &block, &size, &offset);
        if (result == ARCHIVE_EOF)
            return 0;
        if (result < ARCHIVE_WARN)
            return refuse(unpacking, unpacking->in);
        unpacking->bytes += (long long)size;
        if (unpacking->bytes > SUBMISSION_BYTES || offset > SUBMISSION_BYTES)
            return too_much(unpacking);
        if (write &&
            archive_write_data_block(unpacking->out, block, size, offset) < ARCHIVE_WARN)
            return refuse(unpacking, unpacking->out);
    }
}

static int unpack_entry(struct unpacking *unpacking, struct archive_entry *entry)
{
    if (++unpacking->files > SUBMISSION_FILES ||
        archive_entry_size(entry) > SUBMISSION_BYTES)
        return too_much(unpacking);
    if (!rename_entry(unpacking, entry))
        return copy_data(unpacking, false);
    if (archive_write_header(unpacking->out, entry) < ARCHIVE_WARN)
        return refuse(unpacking, unpacking->out);
    if (copy_data(unpacking, true) < 0)
        return -1;
    if (archive_write_finish_entry(unpacking->out) < ARCHIVE_WARN)
        return refuse(unpacking, unpacking->out);
    return 0;
}

static int unpack_all(struct unpacking *unpacking, const char *path)
{
    struct archive_entry *entry;
    if (archive_read_open_filename(unpacking->in, path, READ_BLOCK) != ARCHIVE_OK)
        return refuse(unpacking, unpacking->in);
    for (;;) {
        int result = archive_read_next_header(unpacking->in, &entry);
        if (result == ARCHIVE_EOF)
            return 0;
        if (result < ARCHIVE_WARN)
            return refuse(unpacking, unpacking->in);
        if (unpack_entry(unpacking, entry) < 0)
            return -1;
    }
}

/* Not all that libarchive knows: some filters start programs of this machine, and an
 * mtree is a list that may name files of it. */
static void support_what_students_send(struct archive *in)
{
    archive_read_support_filter_gzip(in);
    archive_read_support_filter_bzip2(in);
    archive_read_support_filter_xz(in);
    archive_read_support_filter_zstd(in);
    archive_read_support_format_tar(in);
    archive_read_support_format_zip(in);
    archive_read_support_format_7zip(in);
}

int submission_unpack(const char *path, const char *folder, struct error *error)
{
    struct unpacking unpacking = {.in = archive_read_new(),
                                  .out = archive_write_disk_new(),
                                  .folder = folder,
                                  .error = error};
    if (!unpacking.in || !unpacking.out)
        die(STATUS_HOST, "no memory");
    support_what_students_send(unpacking.in);
    archive_write_disk_set_options(unpacking.out, careful);
    int result = unpack_all(&unpacking, path);
    archive_write_free(unpacking.out);
    archive_read_free(unpacking.in);
    return result;
}
