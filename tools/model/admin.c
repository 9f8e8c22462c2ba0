#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "model/admin.h"
#include "model/pkginfo.h"

static const char rule[] = "admin(4)";

static const struct {
	const char *name;
	const char *values; /* that are allowed; NULL: any text */
	bool path;          /* a path is allowed, too, also $PKGINST */
} keys[ADMIN_KEYS] = {
    [ADMIN_MAIL] = {"mail", NULL, false},
    [ADMIN_INSTANCE] = {"instance", "unique overwrite quit newonly ask", false},
    [ADMIN_PARTIAL] = {"partial", "nocheck quit ask", false},
    [ADMIN_RUNLEVEL] = {"runlevel", "nocheck quit ask", false},
    [ADMIN_IDEPEND] = {"idepend", "nocheck quit ask", false},
    [ADMIN_RDEPEND] = {"rdepend", "nocheck quit ask", false},
    [ADMIN_SPACE] = {"space", "nocheck quit ask", false},
    [ADMIN_SETUID] = {"setuid", "nocheck quit nochange ask", false},
    [ADMIN_ACTION] = {"action", "nocheck quit ask", false},
    [ADMIN_CONFLICT] = {"conflict", "nocheck quit nochange ask", false},
    [ADMIN_BASEDIR] = {"basedir", "default ask", true},
    [ADMIN_RSCRIPTALT] = {"rscriptalt", "root noaccess", false},
    [ADMIN_NETWORKTIMEOUT] = {"networktimeout", NULL, false},
    [ADMIN_NETWORKRETRIES] = {"networkretries", NULL, false},
    [ADMIN_AUTHENTICATION] = {"authentication", "quit nocheck", false},
    [ADMIN_KEYSTORE] = {"keystore", NULL, false},
    [ADMIN_PROXY] = {"proxy", NULL, false},
};

static void
set_checked(struct admin *a, const struct param *p, const struct location *at)
{
	size_t i;

	for (i = 0; i < ADMIN_KEYS; i++)
		if (strcmp(keys[i].name, p->name) == 0)
			break;
	if (i == ADMIN_KEYS) {
		diag_warn_at(
		    at, "`%s' is no keyword of an admin file", p->name);
		return;
	}
	if (p->value[0] == '\0')
		return;
	if (keys[i].values != NULL &&
	    !words_contain(keys[i].values, " ", p->value, strlen(p->value)) &&
	    !(keys[i].path && strchr("/$", p->value[0]) != NULL))
		diag_warn_at(at, "%s has no value `%s' (it has: %s)", p->name,
		    p->value, keys[i].values);
	admin_set(a, (enum admin_key)i, p->value);
}

struct admin *
admin_new(void)
{
	return xcalloc(1, sizeof(struct admin));
}

struct admin *
admin_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct pkginfo *params = pkginfo_parse(text, len, file, d);
	struct admin *a;
	size_t i;

	if (params == NULL)
		return NULL;
	a = admin_new();
	for (i = 0; i < params->n; i++)
		set_checked(a, &params->v[i],
		    &(struct location){file, params->v[i].line, rule, d});
	pkginfo_free(params);
	return a;
}

bool
admin_is(const struct admin *a, enum admin_key key, const char *value)
{
	return a->v[key] != NULL && strcmp(a->v[key], value) == 0;
}

const char *
admin_get(const struct admin *a, enum admin_key key)
{
	return a->v[key];
}

void
admin_set(struct admin *a, enum admin_key key, const char *value)
{
	free(a->v[key]);
	a->v[key] = xstrdup(value);
}

const char *
admin_name(enum admin_key key)
{
	return keys[key].name;
}

void
admin_free(struct admin *a)
{
	size_t i;

	if (a == NULL)
		return;
	for (i = 0; i < ADMIN_KEYS; i++)
		free(a->v[i]);
	free(a);
}
