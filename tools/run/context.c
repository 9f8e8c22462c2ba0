#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "run/context.h"
#include "target/database.h"
#include "target/fs_ops.h"

struct run *
run_new(const struct run_options *options, const struct admin *admin,
    struct target *t, struct shell *shell)
{
	struct run *r = xcalloc(1, sizeof(*r));

	r->options = options;
	r->admin = admin;
	r->target = t;
	r->shell = shell;
	r->env = env_new();
	return r;
}

void
run_free(struct run *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->nitems; i++) {
		object_clear(&r->items[i].object);
		free(r->items[i].path);
		free(r->items[i].source);
		free(r->items[i].map_path);
	}
	free(r->items);
	for (i = 0; i < r->nclasses; i++) {
		free(r->classes[i].name);
		free(r->classes[i].script);
	}
	free(r->classes);
	contents_free(r->db);
	string_pool_free(&r->pool);
	env_free(r->env);
	if (r->temp != NULL)
		(void)remove_tree(r->temp);
	free(r->temp);
	free(r->instance);
	free(r->caller_dir);
	free(r->script_dir);
	free(r->source_dir);
	free(r->answers);
	free(r->saved_classes);
	free(r->basedir);
	free(r);
}

void
log_info(struct run *r, const char *fmt, ...)
{
	va_list ap;

	if (r->options->unattended)
		return;
	va_start(ap, fmt);
	(void)vfprintf(r->options->out, fmt, ap);
	va_end(ap);
	(void)fputc('\n', r->options->out);
	(void)fflush(r->options->out);
}

void
log_error(struct run *r, const char *fmt, ...)
{
	va_list ap;

	(void)fflush(r->options->out);
	va_start(ap, fmt);
	(void)vfprintf(r->options->err, fmt, ap);
	va_end(ap);
	(void)fputc('\n', r->options->err);
}

void
log_detail(struct run *r, const struct buf *why)
{
	const char *p = buf_text(why);
	int len;

	for (; *p != '\0'; p += len + (p[len] == '\n')) {
		len = (int)strcspn(p, "\n");
		log_error(r, "    %.*s", len, p);
	}
}

void
log_findings(struct run *r, struct diag *d)
{
	(void)fflush(r->options->out);
	diag_print(d, SEVERITY_WARNING, r->options->err);
	diag_free(d);
	*d = DIAG_INIT;
}

/* The table of svr4-packaging 6.5, which removal shares (6.11). */
int
check_script_status(struct run *r, int status, const char *what)
{
	switch (status) {
	case EXIT_OK:
	case EXIT_REBOOT_LATER:
	case EXIT_REBOOT_NOW: break;
	case EXIT_WARNING:
	case EXIT_REBOOT_LATER + EXIT_WARNING:
	case EXIT_REBOOT_NOW + EXIT_WARNING:
		r->notes.warned = true;
		log_error(r, "%s ended with a warning (%d)", what, status);
		break;
	case EXIT_FATAL:
	case EXIT_INTERRUPTED:
	case EXIT_ADMINISTRATION:
	case EXIT_INTERACTION:
	case 11:
	case 13:
	case 14:
	case 15:
	case 21:
	case 23:
	case 24:
	case 25:
	case EXIT_INTERNAL:
		log_error(r, "%s did not succeed (%d)", what, status);
		return status;
	case -1: log_error(r, "%s was killed", what); return EXIT_INTERNAL;
	default:
		log_error(r, "%s did not succeed (%d)", what, status);
		return EXIT_FATAL;
	}
	if (status >= EXIT_REBOOT_NOW)
		r->notes.reboot_now = true;
	/* a removal script's 20 counts as both (svr4-packaging 6.11) */
	if (status >= EXIT_REBOOT_LATER &&
	    (status < EXIT_REBOOT_NOW || r->removing))
		r->notes.reboot_later = true;
	return 0;
}

int
ask_yes_no(struct run *r, const char *question)
{
	char line[256];

	for (;;) {
		(void)fprintf(r->options->out, "\n%s [y,n,?,q] ", question);
		(void)fflush(r->options->out);
		if (fgets(line, sizeof(line), stdin) == NULL)
			return EXIT_FATAL;
		if (line[0] == 'y' || line[0] == 'Y')
			return 0;
		if (strchr("nNqQ", line[0]) != NULL)
			return EXIT_INTERRUPTED;
		(void)fprintf(r->options->out, "answer y or n\n");
	}
}

int
admin_decision(struct run *r, enum admin_key key, const char *question)
{
	if (admin_is(r->admin, key, "nocheck"))
		return 0;
	if (admin_is(r->admin, key, "quit")) {
		log_error(r, "%s=quit: the run ends here", admin_name(key));
		return EXIT_ADMINISTRATION;
	}
	if (r->options->unattended) {
		log_error(r, "%s: nobody can be asked (-n)", admin_name(key));
		return EXIT_INTERACTION;
	}
	return ask_yes_no(r, question);
}

bool
run_load_database(struct run *r)
{
	struct diag d = DIAG_INIT;

	contents_free(r->db);
	r->db = database_load(r->target, &d);
	log_findings(r, &d);
	return r->db != NULL;
}

bool
run_store_database(struct run *r, const char *tool)
{
	struct diag d = DIAG_INIT;
	bool ok = database_store(r->target, r->db, tool, r->instance, &d);

	log_findings(r, &d);
	return ok;
}
