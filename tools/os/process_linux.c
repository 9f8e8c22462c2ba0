#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/buf.h"
#include "os/process_linux.h"

#define PAGE 4096 /* no processor has smaller ones */

/* Where process_vm_readv(2) is forbidden, as ptrace(2) may be; or -1. */
static int
open_memory(pid_t pid, int flags)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "/proc/%ld/mem", (long)pid);
	return open(path, flags | O_CLOEXEC);
}

size_t
peek(pid_t pid, uint64_t address, void *data, size_t len)
{
	struct iovec here = {data, len};
	struct iovec there = {(void *)(uintptr_t)address, len};
	ssize_t n = process_vm_readv(pid, &here, 1, &there, 1, 0);
	int fd = n < 0 ? open_memory(pid, O_RDONLY) : -1;

	if (fd != -1) {
		n = pread(fd, data, len, (off_t)address);
		close(fd);
	}
	return n < 0 ? 0 : (size_t)n;
}

char *
peek_string(pid_t pid, uint64_t address)
{
	struct buf text = BUF_INIT;
	const char *end;
	size_t n;

	while (address != 0 && text.len < PATH_MAX) {
		/* the next page may not be mapped */
		n = PAGE - (size_t)(address % PAGE);
		n = peek(pid, address, buf_room(&text, n), n);
		if (n == 0)
			break;
		end = memchr(text.data + text.len, '\0', n);
		if (end != NULL) {
			text.len = (size_t)(end - text.data);
			return buf_steal(&text);
		}
		text.len += n;
		address += n;
	}
	buf_free(&text);
	return NULL;
}

bool
poke(pid_t pid, uint64_t address, const void *data, size_t len)
{
	struct iovec here = {(void *)(uintptr_t)data, len};
	struct iovec there = {(void *)(uintptr_t)address, len};
	ssize_t n = process_vm_writev(pid, &here, 1, &there, 1, 0);
	int fd = n < 0 ? open_memory(pid, O_WRONLY) : -1;

	if (fd != -1) {
		n = pwrite(fd, data, len, (off_t)address);
		close(fd);
	}
	return n == (ssize_t)len;
}
