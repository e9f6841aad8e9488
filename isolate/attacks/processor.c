/* What of the attacks depends on the processor. */
#include "isolate/attacks/processor.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __x86_64__
const long processor_iopl = SYS_iopl, processor_ioperm = SYS_ioperm,
           processor_modify_ldt = SYS_modify_ldt;

/* Registers r8 to r11 are not kept by the gate. */
long processor_call32(long number, unsigned long first)
{
    long result;
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(number), "b"(first), "c"(0L), "d"(0L), "S"(0L), "D"(0L)
                     : "memory", "r8", "r9", "r10", "r11");
    if (result < 0) {
        errno = (int)-result;
        return -1;
    }
    return result;
}

long processor_getpid_x32(void)
{
    return syscall(0x40000000 | SYS_getpid);
}

/* mov $107,%eax (geteuid); syscall; mov %eax,%edi; mov $60,%eax (exit); syscall */
static const unsigned char code[] = {0xb8, 0x6b, 0,    0, 0, 0x0f, 0x05, 0x89,
                                     0xc7, 0xb8, 0x3c, 0, 0, 0,    0x0f, 0x05};
enum { MACHINE = EM_X86_64 };
#else
const long processor_iopl = -1, processor_ioperm = -1, processor_modify_ldt = -1;

long processor_call32(long number, unsigned long first)
{
    (void)number, (void)first;
    errno = ENOSYS;
    return -1;
}

long processor_getpid_x32(void)
{
    errno = ENOSYS;
    return -1;
}

#if defined __aarch64__
/* mov x8,#175 (geteuid); svc #0; mov x8,#93 (exit); svc #0 */
static const unsigned char code[] = {0xe8, 0x15, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4,
                                     0xa8, 0x0b, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4};
enum { MACHINE = EM_AARCH64 };
#else
static const unsigned char code[1];
enum { MACHINE = EM_NONE };
#endif
#endif

const void *processor_tiny_program(size_t *size)
{
    static struct {
        Elf64_Ehdr header;
        Elf64_Phdr segment;
        unsigned char text[sizeof code];
    } program;
    const unsigned long base = 0x400000,
                        start = sizeof program.header + sizeof program.segment;
    memcpy(program.header.e_ident, ELFMAG, SELFMAG);
    program.header.e_ident[EI_CLASS] = ELFCLASS64;
    program.header.e_ident[EI_DATA] = ELFDATA2LSB;
    program.header.e_ident[EI_VERSION] = EV_CURRENT;
    program.header.e_type = ET_EXEC;
    program.header.e_machine = MACHINE;
    program.header.e_version = EV_CURRENT;
    program.header.e_entry = base + start;
    program.header.e_phoff = sizeof program.header;
    program.header.e_ehsize = sizeof program.header;
    program.header.e_phentsize = sizeof program.segment;
    program.header.e_phnum = 1;
    program.segment = (Elf64_Phdr){.p_type = PT_LOAD,
                                   .p_flags = PF_R | PF_X,
                                   .p_vaddr = base,
                                   .p_paddr = base,
                                   .p_filesz = sizeof program,
                                   .p_memsz = sizeof program,
                                   .p_align = 0x1000};
    memcpy(program.text, code, sizeof code);
    *size = sizeof program;
    return MACHINE == EM_NONE ? NULL : &program;
}
