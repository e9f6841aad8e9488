/* isolate-oci state ID. */
#include "isolate/oci/oci.h"
#include "isolate/oci/state_json.h"

int oci_state(int argc, char **argv)
{
    struct error error = {0};
    struct record record;
    (void)argc;
    if (record_open(argv[0], &record, &error) < 0)
        return oci_fail(1, &error);
    /* Without it there are no annotations, which is no reason to say nothing. */
    record_read_config(&record, NULL);
    state_json(stdout, &record, record_status(&record));
    record_close(&record);
    return 0;
}
