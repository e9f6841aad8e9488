/* What a container changed in its root, read from overlayfs' upper layer. */
#ifndef RING3_ISOLATE_CHANGES_H
#define RING3_ISOLATE_CHANGES_H

#include <stdio.h>

/* Writes a line for each: "A /path" added, "C /path" changed, "D /path" deleted. `layer`
 * is the open upper folder, `folder` DIR, which lies below it. */
void changes_write(int layer, const char *folder, FILE *out);

#endif
