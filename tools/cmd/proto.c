/*
 * proto: lines of a prototype for files, as pkgproto prints them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "cmd/verbs.h"
#include "init/proto.h"
#include "os/file.h"

struct options {
	struct common common;
	bool follow;
	const char *class;
};

static const struct opt options[] = {
    {'i', "follow", NULL, "a symbolic link is the file that it leads to",
	OPT_FLAG, offsetof(struct options, follow)},
    {'c', "class", "CLASS", "the class of all objects; default: none",
	OPT_STRING, offsetof(struct options, class)},
    OPTS_COMMON(struct options),
};

/* A path in each line of standard input. */
static void
add_list(struct proto *p, struct diag *d)
{
	struct buf text = BUF_INIT;
	struct slice rest, line;
	size_t n = 0;
	char *path;

	if (file_read("-", PROTO_LIST_MAX, &text, d)) {
		rest = (struct slice){buf_text(&text), text.len};
		while (line_next(&rest, &line)) {
			n++;
			path = slice_dup(line);
			if (strlen(path) < line.len)
				diag_error(d, "standard input", n, NULL,
				    "holds a NUL character");
			else if (line.len > 0)
				proto_add_path(p, path, d);
			free(path);
		}
	}
	buf_free(&text);
}

static enum status
print_lines(struct proto *p, struct diag *d)
{
	struct buf out = BUF_INIT;

	proto_print(p, &out, d);
	fwrite(buf_text(&out), 1, out.len, stdout);
	buf_free(&out);
	return proto_left_out(p) > 0 ? STATUS_FINDINGS : STATUS_OK;
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	const char *class = o->class == NULL ? "none" : o->class;
	const char *fault = proto_class_fault(class);
	enum status status, found;
	struct diag d = DIAG_INIT;
	struct proto *p;
	int i;

	if (fault != NULL)
		return usage_error(
		    &verb_proto, "the class `%s' %s", class, fault);
	p = proto_new(class, o->follow);
	for (i = 0; i < argc; i++)
		if (strcmp(argv[i], "-") == 0)
			add_list(p, &d);
		else
			proto_add_tree(p, argv[i], &d);
	if (argc == 0)
		add_list(p, &d);
	found = print_lines(p, &d);
	proto_free(p);
	status = print_findings(&d, &o->common);
	return status == STATUS_OK ? found : status;
}

const struct verb verb_proto = {
    .name = "proto",
    .synopsis = "[-i] [-c CLASS] [PATH1[=PATH2]]...",
    .summary = "print a prototype of files, as pkgproto does",
    .text = "Prints a line of prototype(4) for each object: those named, and "
	    "what is below\n"
	    "directories; without operands, those that standard input names.  "
	    "With PATH2 the\n"
	    "objects below PATH1 are installed there.\n"
	    "\n"
	    "  pkgstream proto stage= >>prototype\n"
	    "  find bin lib | pkgstream proto -c none >>prototype",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
