/* A zip for Gradescope: its two scripts, the course, and ring3's source. */
#ifndef RING3_LABS_PACKAGE_H
#define RING3_LABS_PACKAGE_H

#include "labs/kit/error.h"

/* `source` is the top of the source tree, `course` a course file or NULL. The zip is
 * replaced as a whole, or not at all. The same tree gives the same bytes. */
int package_write(const char *source, const char *course, const char *path,
                  struct error *error);

#endif
