/* threads: pthread programs that go wrong, and their repaired twins. */
#include "threads/commands.h"

int main(int argc, char **argv)
{
    return program_main(&threads_program, argc, argv);
}
