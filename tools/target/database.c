#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/output.h"
#include "target/database.h"

struct contents *
database_load(const struct target *t, struct diag *d)
{
	char *path = target_admin(t, "contents");
	struct contents *c = NULL;
	struct buf text = BUF_INIT;

	if (access(path, F_OK) == -1 && errno == ENOENT)
		c = contents_new();
	else if (file_read(path, CONTENTS_MAX, &text, d))
		c = contents_parse(buf_text(&text), text.len, path, d);
	buf_free(&text);
	free(path);
	return c;
}

bool
database_store(const struct target *t, struct contents *c, const char *tool,
    const char *instance, struct diag *d)
{
	char *path = target_admin(t, "contents");
	struct buf text = BUF_INIT;
	struct output *out;
	char date[64];
	time_t now = time(NULL);
	struct tm tm;
	bool ok = false;

	contents_sort(c);
	if (localtime_r(&now, &tm) == NULL ||
	    strftime(date, sizeof(date), "%a %b %e %H:%M:%S %Y", &tm) == 0)
		date[0] = '\0';
	contents_print(c, tool, instance, date, &text);
	out = make_parents(path) ? output_open(path, true, d) : NULL;
	if (out != NULL) {
		if (file_write_full(output_fd(out), text.data, text.len) &&
		    fchmod(output_fd(out), 0644) == 0)
			ok = output_commit(out, d);
		else {
			diag_system(d, path, "cannot write");
			output_discard(out);
		}
	}
	buf_free(&text);
	free(path);
	return ok;
}
