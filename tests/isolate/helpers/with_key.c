/* A session keyring with a key in it.
 *
 *   with_key COMMAND…   runs the command with such a keyring
 *   with_key            says whether the key can be found: "found" or "none"
 */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { JOIN = 1, SEARCH = 10, SESSION = -3 };

int main(int argc, char **argv)
{
    if (argc < 2) {
        long key = syscall(SYS_keyctl, SEARCH, SESSION, "user", "ring3-test", 0);
        puts(key > 0 ? "found" : "none");
        return 0;
    }
    if (syscall(SYS_keyctl, JOIN, NULL) < 0 ||
        syscall(SYS_add_key, "user", "ring3-test", "secret", 6L, SESSION) < 0) {
        perror("with_key");
        return 2;
    }
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    return 127;
}
