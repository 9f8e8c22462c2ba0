#include <fcntl.h>
#include <unistd.h>

#include "sbom/json_output.h"

bool
json_output_open(
    struct json_output *o, const char *path, bool force, struct diag *d)
{
	int fd;

	*o = (struct json_output){.path = path};
	o->out = output_open(path, force, d);
	if (o->out == NULL)
		return false;
	fd = fcntl(output_fd(o->out), F_DUPFD_CLOEXEC, 3);
	o->stream = fd == -1 ? NULL : fdopen(fd, "w");
	if (o->stream != NULL)
		return true;
	diag_system(d, path, "cannot write");
	if (fd != -1)
		close(fd);
	output_discard(o->out);
	return false;
}

bool
json_output_close(struct json_output *o, bool ok, struct diag *d)
{
	bool written = fflush(o->stream) == 0 && !ferror(o->stream);

	if (fclose(o->stream) != 0 || !written) {
		diag_system(d, o->path, "cannot write");
		ok = false;
	}
	if (ok)
		return output_commit(o->out, d);
	output_discard(o->out);
	return false;
}
