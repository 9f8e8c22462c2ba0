/*
 * memscan HEX... -- COMMAND...: runs it, and searches its memory for bytes when
 * it is about to exit, forwards and backwards, as numbers lie on a little-endian
 * machine.  1 when they are there; 77 where a program cannot be traced.
 */
#include <stdio.h>

#ifdef __linux__
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATTERNS_MAX 64
#define LENGTH_MAX   256

static unsigned char patterns[PATTERNS_MAX][LENGTH_MAX];
static size_t lengths[PATTERNS_MAX];
static size_t npatterns;

static void
add_pattern(const char *hex)
{
	size_t i, n = strlen(hex) / 2;
	unsigned int byte;

	if (n < 8 || n > LENGTH_MAX || npatterns + 2 > PATTERNS_MAX)
		exit(2);
	for (i = 0; i < n; i++) {
		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			exit(2);
		patterns[npatterns][i] = (unsigned char)byte;
		patterns[npatterns + 1][n - 1 - i] = (unsigned char)byte;
	}
	lengths[npatterns] = lengths[npatterns + 1] = n;
	npatterns += 2;
}

static bool
scan_mapping(int mem, unsigned long from, unsigned long to, const char *name)
{
	size_t i, size = to - from;
	char *data = malloc(size);
	bool found = false;

	/* what cannot be read, [vvar] for one, is not the program's */
	if (data == NULL ||
	    pread(mem, data, size, (off_t)from) != (ssize_t)size)
		size = 0;
	for (i = 0; i < npatterns && size > 0; i++)
		if (memmem(data, size, patterns[i], lengths[i]) != NULL) {
			fprintf(stderr, "pattern %zu%s is in %s\n", i / 2 + 1,
			    i % 2 ? ", backwards," : "", name);
			found = true;
		}
	free(data);
	return found;
}

static bool
scan(pid_t pid)
{
	char path[64], line[1024], name[512];
	unsigned long from, to;
	bool found = false;
	FILE *maps;
	int mem;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	mem = open(path, O_RDONLY);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = fopen(path, "r");
	if (mem == -1 || maps == NULL)
		exit(77);
	while (fgets(line, sizeof(line), maps) != NULL) {
		strcpy(name, "anonymous memory");
		if (sscanf(line, "%lx-%lx r%*s %*s %*s %*s %511s", &from, &to,
			name) >= 2)
			found = scan_mapping(mem, from, to, name) || found;
	}
	fclose(maps);
	close(mem);
	return found;
}

/* The status of the command; found is set when it ends. */
static int
trace(pid_t pid, bool *found)
{
	int status, signal;

	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, 0,
		PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL) == -1)
		exit(77);
	for (signal = 0;;) {
		(void)ptrace(PTRACE_CONT, pid, 0, signal);
		if (waitpid(pid, &status, 0) != pid)
			exit(77);
		if (!WIFSTOPPED(status))
			return status;
		signal = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			*found = scan(pid);
	}
}

int
main(int argc, char **argv)
{
	bool found = false;
	int i, status;
	pid_t pid;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		add_pattern(argv[i]);
	if (i + 1 >= argc || npatterns == 0)
		return 2;
	pid = fork();
	if (pid == -1)
		return 77;
	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, 0, 0) == -1)
			_exit(77);
		(void)execvp(argv[i + 1], argv + i + 1);
		_exit(127);
	}
	status = trace(pid, &found);
	if (!WIFEXITED(status))
		return 3;
	return WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) : found;
}
#else
int
main(void)
{
	return 77;
}
#endif
