/*
 * What only Linux has of processes: the memory of another one that this one may
 * look into.
 */
#ifndef OS_PROCESS_LINUX_H
#define OS_PROCESS_LINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Reads; the number of bytes that could be read. */
size_t peek(pid_t pid, uint64_t address, void *data, size_t len);

/* The string at an address; NULL when there is none.  The caller frees. */
char *peek_string(pid_t pid, uint64_t address);

/* Writes; false when not all could be written. */
bool poke(pid_t pid, uint64_t address, const void *data, size_t len);

#endif
