/* Names of capabilities to bits. What cannot be granted "MUST be logged as a warning",
 * and is no failure (config.md, Linux Process). */
#include "isolate/oci/oci.h"
#include "isolate/oci/resolve.h"
#include "isolate/runtime/capabilities.h"

uint64_t resolve_capabilities(const struct config_texts *names, uint64_t possible)
{
    struct error error = {0};
    uint64_t set = 0;
    uint64_t known = capabilities_known();
    possible = possible ? known : known & capabilities_bounding();
    for (size_t i = 0; i < names->count; i++) {
        uint64_t bit = 0;
        if (capabilities_find(names->items[i], &bit, &error) < 0) {
            oci_warn(&error);
            continue;
        }
        if (bit & ~possible) {
            error_set(&error, STATUS_HOST, "%s cannot be granted here", names->items[i]);
            oci_warn(&error);
        }
        set |= bit & possible;
    }
    return set;
}
