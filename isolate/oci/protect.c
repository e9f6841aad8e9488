/* A container of OCI may have no user namespace: then its root owns what root owns here,
 * this program too. Which ids it has stands in a file that is yet to be read, so the copy
 * is made always; it costs about a millisecond. */
#include "isolate/oci/protect.h"

#include "isolate/runtime/own_binary.h"

static bool owner_may_be_inside(uid_t owner, const void *unused)
{
    (void)owner, (void)unused;
    return true;
}

int protect_own_binary(struct error *error)
{
    return own_binary_protect(owner_may_be_inside, NULL, error);
}
