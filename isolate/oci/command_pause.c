/* isolate-oci pause and resume: by the freezer of its control group. */
#include "isolate/cgroup/cgroup.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/record.h"

enum { PATIENCE_SECONDS = 10 };

static int freeze_or_thaw(const struct record *record, bool freeze, struct error *error)
{
    enum oci_status status = record_status(record);
    struct cgroup group;
    if (status == CONTAINER_STOPPED || status == CONTAINER_CREATING)
        return error_set(error, STATUS_REQUEST,
                         "container %s is %s: container not running", record->id,
                         oci_status_words[status]);
    if (freeze == (status == CONTAINER_PAUSED))
        return error_set(error, STATUS_REQUEST, "container %s is %s", record->id,
                         freeze ? "paused already" : "not paused");
    if (!record->cgroup)
        return error_set(error, STATUS_HOST, "container %s has no control group",
                         record->id);
    if (cgroup_open_text(record->cgroup, &group, error) < 0)
        return -1;
    int result = freeze ? cgroup_freeze(&group, PATIENCE_SECONDS, error)
                        : cgroup_thaw(&group, error);
    cgroup_close(&group);
    return result;
}

static int pause_or_resume(const char *id, bool freeze)
{
    struct error error = {0};
    struct record record;
    if (record_open(id, &record, &error) < 0)
        return oci_fail(1, &error);
    int result = record_lock(&record, &error);
    if (result == 0)
        result = freeze_or_thaw(&record, freeze, &error);
    record_close(&record);
    return result < 0 ? oci_fail(1, &error) : 0;
}

int oci_pause(int argc, char **argv)
{
    (void)argc;
    return pause_or_resume(argv[0], true);
}

int oci_resume(int argc, char **argv)
{
    (void)argc;
    return pause_or_resume(argv[0], false);
}
