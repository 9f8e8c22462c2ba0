#include <unistd.h>

#include "os/file.h"
#include "run/dry_run.h"

const char *
dry_run_check_name(enum dry_run_check check)
{
	static const char *const names[CHECKS] = {NULL, "PARTIAL", "RUNLEVEL",
	    "PKGFILES", "DEPEND", "SPACE", "CONFLICT", "SETUID", "PRIV",
	    "PKGDIRS"};

	return names[check];
}

bool
dry_run_open(struct dry_run *dry)
{
	dry->packages = tmpfile();
	dry->objects = dry->packages == NULL ? NULL : tmpfile();
	return dry->objects != NULL;
}

/* Processes share the position in an open file, but not what stdio keeps. */
bool
dry_run_add(struct dry_run *dry, const struct dry_run_package *package,
    const struct buf *objects)
{
	return file_write_full(
		   fileno(dry->packages), package, sizeof(*package)) &&
	    file_write_full(
		fileno(dry->objects), buf_text(objects), objects->len);
}

void
dry_run_close(struct dry_run *dry)
{
	if (dry->packages != NULL)
		(void)fclose(dry->packages);
	if (dry->objects != NULL)
		(void)fclose(dry->objects);
}
