/*
 * Checks the names and values of pkginfo(4) parameters.
 */
#include <string.h>
#include <strings.h>

#include "base/words.h"
#include "model/pkginfo.h"

static const char rule[] = "pkginfo(4)";

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char alnum[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
static const char namechars[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-+";

static const char *
extension_fault(const char *ext)
{
	size_t len = strlen(ext);

	if (len < 1 || len > 4 || strspn(ext, namechars) != len)
		return "has an extension that is not 1 to 4 of A-Z a-z 0-9 - +";
	return NULL;
}

const char *
pkgname_fault(const char *name, bool instance)
{
	static const char *const reserved[] = {"all", "install", "new"};
	size_t len = strspn(name, namechars);
	size_t i;

	if (name[0] == '\0')
		return "is empty";
	if (strchr(letters, name[0]) == NULL)
		return "does not begin with a letter";
	if (name[len] != '\0' && name[len] != '.')
		return "holds a character other than A-Z a-z 0-9 - +";
	if (len > PKGNAME_MAX)
		return "is longer than 31 characters";
	for (i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strlen(reserved[i]) == len &&
		    strncmp(name, reserved[i], len) == 0)
			return "is a reserved word";
	if (name[len] == '\0')
		return NULL;
	/*
	 * old releases have no more room for an instance (svr4-packaging 1.8)
	 */
	if (strlen(name) > PKGNAME_MAX)
		return "is longer than 31 characters";
	return instance ? extension_fault(name + len + 1)
			: "holds a `.', which belongs to instances";
}

struct checker {
	const struct pkginfo *info;
	const char *file;
	struct diag *d;
};

static void
error(const struct checker *c, const char *name, const char *what)
{
	diag_error(c->d, c->file, pkginfo_line(c->info, name), rule, "%s %s",
	    name, what);
}

static void
warn(const struct checker *c, const char *name, const char *what)
{
	diag_warn(c->d, c->file, pkginfo_line(c->info, name), rule, "%s %s",
	    name, what);
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s > 126 || (unsigned char)*s < ' ')
			return false;
	return true;
}

/* A newline in a value, for example, would begin another parameter. */
static bool
has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if (((unsigned char)*s < ' ' && *s != '\t') || *s == 127)
			return true;
	return false;
}

static bool
is_true(const struct pkginfo *info, const char *name)
{
	const char *value = pkginfo_get(info, name);

	return value != NULL && strcasecmp(value, "true") == 0;
}

static void
check_required(const struct checker *c)
{
	static const char *const names[] = {
	    "PKG",
	    "NAME",
	    "ARCH",
	    "VERSION",
	    "CATEGORY",
	};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = pkginfo_get(c->info, names[i]);
		if (value == NULL)
			error(c, names[i], "is missing");
		else if (value[0] == '\0')
			error(c, names[i], "is empty");
	}
}

static void
check_name(const struct checker *c)
{
	const char *pkg = pkginfo_get(c->info, "PKG");
	const char *reason;

	if (pkg == NULL || pkg[0] == '\0')
		return;
	reason = pkgname_fault(pkg, false);
	if (reason != NULL)
		error(c, "PKG", reason);
	else if (strlen(pkg) > PKGNAME_ABI_MAX &&
	    is_true(c->info, "PKG_ABI_NAMELENGTH"))
		error(c, "PKG",
		    "is longer than 9 characters, and PKG_ABI_NAMELENGTH set");
}

/* ARCH and CATEGORY: words with commas between; blanks are dropped. */
static void
check_tokens(const struct checker *c, const char *name, const char *allowed)
{
	const char *value = pkginfo_get(c->info, name);
	struct slice rest, word;

	if (value == NULL)
		return;
	rest = (struct slice){value, strlen(value)};
	while (word_next(&rest, ", \t", &word)) {
		if (word.len > PKGINFO_TOKEN_MAX)
			error(c, name, "has a word of more than 16 bytes");
		if (allowed != NULL && strspn(word.p, allowed) < word.len)
			error(c, name,
			    "has a word of other than letters and digits");
	}
	if (strpbrk(value, " \t") != NULL)
		warn(c, name, "holds blanks, which some consumers split at");
}

static void
check_category(const struct checker *c)
{
	const char *value = pkginfo_get(c->info, "CATEGORY");

	check_tokens(c, "CATEGORY", alnum);
	if (value != NULL && strstr(value, "system") == NULL &&
	    strstr(value, "application") == NULL)
		warn(c, "CATEGORY", "has neither `system' nor `application'");
}

static void
check_version(const struct checker *c)
{
	const char *value = pkginfo_get(c->info, "VERSION");

	if (value == NULL)
		return;
	if (value[0] == '(')
		error(c, "VERSION", "begins with `('");
	if (strpbrk(value, " \t") != NULL)
		warn(c, "VERSION",
		    "holds blanks, which some consumers split at");
}

/* The length of each value, and characters that package tools misread. */
static void
check_values(const struct checker *c)
{
	static const char *const documented[] = {
	    "NAME",
	    "VERSION",
	    "DESC",
	    "VENDOR",
	    "EMAIL",
	    "HOTLINE",
	    "VSTOCK",
	    "PSTAMP",
	    "BASEDIR",
	};
	const struct param *p;
	size_t i, k;

	for (i = 0; i < c->info->n; i++) {
		p = &c->info->v[i];
		for (k = 0; k < sizeof(documented) / sizeof(documented[0]); k++)
			if (strcmp(p->name, documented[k]) == 0 &&
			    strlen(p->value) > PKGINFO_VALUE_MAX)
				error(c, p->name, "is longer than 256 bytes");
		if (!is_ascii(p->value) &&
		    (strcmp(p->name, "NAME") == 0 ||
			strcmp(p->name, "VERSION") == 0 ||
			strcmp(p->name, "ARCH") == 0))
			error(c, p->name, "holds other than ASCII");
		if (has_control(p->value))
			error(c, p->name, "holds a control character");
		if (p->value[0] != '\0' &&
		    p->value[strlen(p->value) - 1] == '\\')
			error(c, p->name,
			    "ends in a backslash, which joins "
			    "it with the next line");
		if (strpbrk(p->value, "'\"") != NULL)
			warn(c, p->name, "holds a quote, which old tools drop");
	}
}

/* Combinations that pkgmk and pkgadd refuse (svr4-packaging 4.3). */
static void
check_zones(const struct checker *c)
{
	if (is_true(c->info, "SUNW_PKG_ALLZONES") &&
	    is_true(c->info, "SUNW_PKG_THISZONE"))
		error(c, "SUNW_PKG_THISZONE",
		    "is true, and so is SUNW_PKG_ALLZONES");
	if (is_true(c->info, "SUNW_PKG_HOLLOW") &&
	    !is_true(c->info, "SUNW_PKG_ALLZONES"))
		error(
		    c, "SUNW_PKG_HOLLOW", "is true without SUNW_PKG_ALLZONES");
}

void
pkginfo_check(const struct pkginfo *info, const char *file, struct diag *d)
{
	struct checker c = {info, file, d};

	check_required(&c);
	check_name(&c);
	check_tokens(&c, "ARCH", NULL);
	check_category(&c);
	check_version(&c);
	check_values(&c);
	check_zones(&c);
}
