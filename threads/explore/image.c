/* The runtime as one relocatable object, put here by the assembler. */
#include "threads/explore/image.h"

#include <stdint.h>
#include <stdio.h>

#include "labs/kit/cleanup.h"

/* module.mk says where it was built; a checker that does not is content with less. */
#ifndef RUNTIME_IMAGE
#define RUNTIME_IMAGE "/dev/null"
#endif

extern const char explorer_image[], explorer_image_end[];
__asm__(".pushsection .rodata\n.balign 16\nexplorer_image:\n.incbin \"" RUNTIME_IMAGE
        "\"\nexplorer_image_end:\n.byte 0\n.popsection\n");

const char *image_bytes(size_t *length)
{
    *length = (size_t)((uintptr_t)explorer_image_end - (uintptr_t)explorer_image);
    return explorer_image;
}

int image_write(const char *path, struct error *error)
{
    size_t length;
    const char *bytes = image_bytes(&length);
    cleanup_file FILE *file = fopen(path, "wbe");
    if (!file || fwrite(bytes, 1, length, file) != length || fflush(file) != 0)
        return error_errno(error, STATUS_HOST, "%s cannot be written", path);
    return 0;
}
