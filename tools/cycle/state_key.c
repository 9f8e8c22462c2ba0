#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/words.h"
#include "cycle/state_key.h"
#include "os/file.h"

static bool
is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec
				      : a->tv_nsec < b->tv_nsec;
}

/* The contents of a text but for comments; without any when it is unreadable.
 */
static void
add_lines(struct sha256 *h, const struct snapshot_node *n,
    const struct state_store *store)
{
	int fd = state_store_contents(store, n);
	struct diag ignored = DIAG_INIT;
	struct buf text = BUF_INIT;
	struct slice rest, line;

	if (fd != -1 &&
	    file_read_fd(fd, n->path, CONTENTS_MAX, &text, &ignored)) {
		rest = (struct slice){buf_text(&text), text.len};
		while (line_next(&rest, &line))
			if (line.len == 0 || line.p[0] != '#')
				/* with the newline, if there is one */
				sha256_update(
				    h, line.p, (size_t)(rest.p - line.p));
	} else
		sha256_update(h, n->digest, strlen(n->digest));
	if (fd != -1)
		close(fd);
	buf_free(&text);
	diag_free(&ignored);
}

void
state_key(const struct snapshot *state, const struct state_store *store,
    const struct timespec *clock, char key[SHA256_HEX])
{
	struct sha256 *h = sha256_new();
	const struct snapshot_node *n;
	struct buf text = BUF_INIT;

	for (n = state->v; n < state->v + state->n; n++) {
		text.len = 0;
		buf_printf(&text, "%s%c%s%c%s%c%o %lu %lu %lu", n->path, 0,
		    n->target == NULL ? "" : n->target, 0,
		    state->v[n->first].path, 0, (unsigned)n->st.st_mode,
		    (unsigned long)n->st.st_uid, (unsigned long)n->st.st_gid,
		    (unsigned long)n->st.st_rdev);
		if (!S_ISDIR(n->st.st_mode) && is_before(&n->st.st_mtim, clock))
			buf_printf(&text, " %lld.%09ld",
			    (long long)n->st.st_mtim.tv_sec,
			    n->st.st_mtim.tv_nsec);
		sha256_update(h, text.data, text.len + 1);
		if (strcmp(n->path, "/var/sadm/install/contents") == 0)
			add_lines(h, n, store);
		else
			sha256_update(h, n->digest, strlen(n->digest) + 1);
	}
	buf_free(&text);
	sha256_final(h, key);
}
