/* The tests of atomic_file.c again, on a file system that has no O_TMPFILE: there the
 * flag only says that the folder is to be written, which is refused.
 */
#include <fcntl.h>

#undef O_TMPFILE
#define O_TMPFILE      O_DIRECTORY
#define NAMES_ARE_SEEN 1

#include "labs/kit/atomic_file.c"
#include "tests/kit/atomic_file.c"
