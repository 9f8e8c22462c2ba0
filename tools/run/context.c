#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "run/context.h"
#include "target/fs_ops.h"

struct run *
run_new(const struct settings *set, const struct admin *admin, struct target *t,
    struct shell *shell)
{
	struct run *r = xcalloc(1, sizeof(*r));

	r->set = set;
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

	if (r->set->unattended)
		return;
	va_start(ap, fmt);
	(void)vfprintf(r->set->out, fmt, ap);
	va_end(ap);
	(void)fputc('\n', r->set->out);
	(void)fflush(r->set->out);
}

void
log_error(struct run *r, const char *fmt, ...)
{
	va_list ap;

	(void)fflush(r->set->out);
	va_start(ap, fmt);
	(void)vfprintf(r->set->err, fmt, ap);
	va_end(ap);
	(void)fputc('\n', r->set->err);
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
	(void)fflush(r->set->out);
	diag_print(d, SEVERITY_WARNING, r->set->err);
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
		r->warned = true;
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
		r->reboot_now = true;
	/* a removal script's 20 counts as both (svr4-packaging 6.11) */
	if (status >= EXIT_REBOOT_LATER &&
	    (status < EXIT_REBOOT_NOW || r->removing))
		r->reboot_later = true;
	return 0;
}

int
final_exit_code(const struct run *r, int code)
{
	if (code == EXIT_INTERNAL)
		return code;
	if (code % 10 == 0 && r->failed)
		code += EXIT_FATAL;
	else if (code % 10 == 0 && r->warned)
		code += EXIT_WARNING;
	if (r->reboot_now)
		code = code % 10 + EXIT_REBOOT_NOW;
	if (r->reboot_later)
		code = code % 10 + EXIT_REBOOT_LATER;
	return code;
}

const char *
exit_code_text(int code)
{
	static const char *const words[10] = {
	    "was successful",
	    "failed",
	    "ended with warnings: the instance counts as partial",
	    "was interrupted",
	    "was refused (administration)",
	    "needs an answer, which -n forbids (interaction)",
	};

	if (code == EXIT_INTERNAL || words[code % 10] == NULL)
		return "failed (internal error)";
	return words[code % 10];
}

int
ask_yes_no(struct run *r, const char *question)
{
	char line[256];

	for (;;) {
		(void)fprintf(r->set->out, "\n%s [y,n,?,q] ", question);
		(void)fflush(r->set->out);
		if (fgets(line, sizeof(line), stdin) == NULL)
			return EXIT_FATAL;
		if (line[0] == 'y' || line[0] == 'Y')
			return 0;
		if (strchr("nNqQ", line[0]) != NULL)
			return EXIT_INTERRUPTED;
		(void)fprintf(r->set->out, "answer y or n\n");
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
	if (r->set->unattended) {
		log_error(r, "%s: nobody can be asked (-n)", admin_name(key));
		return EXIT_INTERACTION;
	}
	return ask_yes_no(r, question);
}
