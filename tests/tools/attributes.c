/*
 * attributes FILE...: a line for each with name, mode, user, group, time of the
 * last change (seconds since the epoch) and number of links, as stat(1) prints
 * them, which not every system has.
 */
#include <stdio.h>
#include <sys/stat.h>

int
main(int argc, char **argv)
{
	struct stat st;
	int i, status = 0;

	for (i = 1; i < argc; i++) {
		if (lstat(argv[i], &st) == -1) {
			perror(argv[i]);
			status = 1;
			continue;
		}
		printf("%s %o %ld %ld %lld %ld\n", argv[i],
		    (unsigned)st.st_mode & 07777, (long)st.st_uid,
		    (long)st.st_gid, (long long)st.st_mtime, (long)st.st_nlink);
	}
	return status;
}
