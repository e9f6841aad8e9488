/* isolate-oci start. */
#include "isolate/oci/create.h"
#include "isolate/oci/notify.h"
#include "isolate/oci/oci.h"

int oci_start(int argc, char **argv)
{
    struct error error = {0};
    struct record record;
    int notify = -1;
    (void)argc;
    if (record_open(argv[0], &record, &error) < 0)
        return oci_fail(1, &error);
    int result = record_lock(&record, &error);
    if (result == 0 && record.ready)
        result = record_read_config(&record, &error);
    if (result == 0)
        result = start_container(&record, &notify, &error);
    if (result == 0) {
        record_unlock(&record);
        result = notify_wait(notify, &record, &error);
    }
    record_close(&record);
    return result < 0 ? oci_fail(1, &error) : 0;
}
