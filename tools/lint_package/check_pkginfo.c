/*
 * What pkginfo says: classes, and parameters that the tools and their users
 * read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "lint_package/checks.h"
#include "lint_package/solaris.h"

static void
check_class_of_list(struct lint_package *p, struct slice class)
{
	char *name = slice_dup(class);

	if (string_pool_find(&p->classes, name) == NULL &&
	    strcmp(name, "none") != 0)
		add_parameter(p, "CLASSES", "class-without-object", name);
	else if (!has_class_script(p, name) &&
	    !solaris_has_class(name, class.len))
		add_parameter(p, "CLASSES", "class-without-script", name);
	free(name);
}

void
check_classes(struct lint_package *p)
{
	const char *classes = pkginfo_get(p->info, "CLASSES");
	struct slice rest, class;

	if (classes == NULL)
		return;
	rest = (struct slice){classes, strlen(classes)};
	while (word_next(&rest, " \t", &class))
		check_class_of_list(p, class);
}

/* What the rules of pkginfo(4) say, each under its line. */
static void
check_rules(struct lint_package *p)
{
	struct diag d = DIAG_INIT;
	size_t i;

	pkginfo_check(p->info, p->pkginfo, &d);
	for (i = 0; i < d.n; i++)
		lint_add(p->out, p->pkginfo, d.v[i].line,
		    d.v[i].line > 0 ? 1 : 0,
		    d.v[i].severity == SEVERITY_ERROR ? "parameter-refused"
						      : "parameter-limit",
		    d.v[i].text);
	diag_free(&d);
}

static void
check_secrets(struct lint_package *p)
{
	static const char *const secrets[] = {"PASSWORD", "PASSWD",
	    "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "PRIVATE_KEY"};
	size_t i;

	for (i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (pkginfo_get(p->info, secrets[i]) != NULL)
			add_parameter(
			    p, secrets[i], "secret-in-pkginfo", secrets[i]);
}

static void
check_recommended(struct lint_package *p)
{
	static const char *const names[] = {
	    "DESC", "PSTAMP", "VENDOR", "EMAIL", "HOTLINE"};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		value = pkginfo_get(p->info, names[i]);
		if (value == NULL ? i < 2 : value[0] == '\0')
			add_parameter(
			    p, names[i], "parameter-recommended", names[i]);
	}
}

/* sparc, sparc.sun4u, `sparc,i386', ... */
static void
check_architecture(struct lint_package *p)
{
	static const char known[] = "sparc i386 all";
	const char *value = pkginfo_get(p->info, "ARCH");
	struct slice rest, word;
	const char *dot;

	if (value == NULL)
		return;
	rest = (struct slice){value, strlen(value)};
	while (word_next(&rest, ", \t", &word)) {
		dot = memchr(word.p, '.', word.len);
		if (!words_contain(known, " ", word.p,
			dot == NULL ? word.len : (size_t)(dot - word.p))) {
			add_parameter(p, "ARCH", "architecture-unknown", value);
			return;
		}
	}
}

void
check_pkginfo(struct lint_package *p)
{
	const char *pkg = pkginfo_get(p->info, "PKG");
	const char *version = pkginfo_get(p->info, "VERSION");
	const char *only = pkginfo_get(p->info, "INTONLY");

	check_rules(p);
	check_secrets(p);
	check_recommended(p);
	check_architecture(p);
	if (pkg != NULL && strlen(pkg) > PKGNAME_ABI_MAX)
		add_parameter(p, "PKG", "long-package-name", pkg);
	if (version != NULL && strchr(version, '-') != NULL)
		add_parameter(p, "VERSION", "version-with-hyphen", version);
	if (only != NULL && only[0] != '\0')
		add_parameter(p, "INTONLY", "interactive-only", NULL);
	if (pkginfo_get(p->info, "SUNW_PKG_ALLZONES") == NULL &&
	    pkginfo_get(p->info, "SUNW_PKG_THISZONE") == NULL)
		lint_add(p->out, p->pkginfo, 0, 0, "zones-undecided", NULL);
}
