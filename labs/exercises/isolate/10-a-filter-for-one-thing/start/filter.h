/* What filter.c needs. A filter is an array of instructions: seccomp(2). */
#ifndef FILTER_H
#define FILTER_H

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_AARCH64
#else
#error "this exercise knows x86-64 and aarch64"
#endif

extern const struct sock_filter filter[];
extern const unsigned short filter_length;

#endif
