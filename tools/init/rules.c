#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "init/inventory_reader.h"
#include "init/rules.h"

/*
 * Directories that belong to the system: a package that gives them attributes
 * changes those of the host.
 */
static const char *const system_directories[] = {"bin", "boot", "dev",
    "devices", "etc", "etc/acct", "etc/certs", "etc/cron.d", "etc/crypto",
    "etc/default", "etc/dfs", "etc/dhcp", "etc/fs", "etc/ftpd", "etc/gss",
    "etc/inet", "etc/init.d", "etc/ipf", "etc/krb5", "etc/lib", "etc/logadm.d",
    "etc/lp", "etc/mail", "etc/net", "etc/nfs", "etc/openwin", "etc/opt",
    "etc/pam.d", "etc/ppp", "etc/profile.d", "etc/rc0.d", "etc/rc1.d",
    "etc/rc2.d", "etc/rc3.d", "etc/rcS.d", "etc/rcm", "etc/rcm/scripts",
    "etc/rpcsec", "etc/saf", "etc/security", "etc/sfw", "etc/skel", "etc/snmp",
    "etc/ssh", "etc/ssl", "etc/svc", "etc/sysconfig", "etc/sysevent",
    "etc/sysevent/config", "etc/usb", "etc/user_attr.d", "etc/uucp", "etc/X11",
    "etc/zones", "export", "export/home", "home", "kernel", "lib", "lib/crypto",
    "lib/inet", "lib/secure", "lib/svc", "mnt", "net", "opt", "platform",
    "proc", "root", "sbin", "system", "tmp", "usr", "usr/adm", "usr/bin",
    "usr/ccs", "usr/ccs/bin", "usr/ccs/include", "usr/ccs/lib", "usr/dict",
    "usr/dt", "usr/games", "usr/gnu", "usr/include", "usr/include/sys",
    "usr/java", "usr/jdk", "usr/kernel", "usr/lib", "usr/lib/acct",
    "usr/lib/audit", "usr/lib/cups", "usr/lib/devfsadm",
    "usr/lib/devfsadm/linkmod", "usr/lib/fs", "usr/lib/gss", "usr/lib/help",
    "usr/lib/inet", "usr/lib/link_audit", "usr/lib/locale", "usr/lib/lp",
    "usr/lib/mdb", "usr/lib/nfs", "usr/lib/picl", "usr/lib/pkgconfig",
    "usr/lib/rcm", "usr/lib/saf", "usr/lib/scsi", "usr/lib/secure",
    "usr/lib/security", "usr/lib/spell", "usr/lib/sysevent", "usr/lib/uucp",
    "usr/lib/zones", "usr/local", "usr/local/bin", "usr/local/etc",
    "usr/local/include", "usr/local/lib", "usr/local/man", "usr/local/sbin",
    "usr/local/share", "usr/mail", "usr/man", "usr/news", "usr/old",
    "usr/openwin", "usr/perl5", "usr/platform", "usr/preserve", "usr/proc",
    "usr/pub", "usr/sadm", "usr/sadm/bin", "usr/sadm/install",
    "usr/sadm/install/scripts", "usr/sadm/lib", "usr/sadm/sysadm", "usr/sbin",
    "usr/sfw", "usr/share", "usr/share/aclocal", "usr/share/applications",
    "usr/share/audio", "usr/share/doc", "usr/share/fonts", "usr/share/icons",
    "usr/share/info", "usr/share/lib", "usr/share/locale", "usr/share/man",
    "usr/share/pixmaps", "usr/share/src", "usr/snadm", "usr/spool", "usr/src",
    "usr/tmp", "usr/ucb", "usr/ucbinclude", "usr/ucblib", "usr/vmsys",
    "usr/X11", "usr/xpg4", "usr/xpg4/bin", "usr/xpg6", "usr/xpg6/bin", "var",
    "var/adm", "var/audit", "var/cache", "var/cron", "var/crash", "var/dmi",
    "var/dt", "var/fm", "var/idmap", "var/inet", "var/krb5", "var/ld",
    "var/ldap", "var/lib", "var/lock", "var/log", "var/lp", "var/mail",
    "var/news", "var/nfs", "var/nis", "var/ntp", "var/opt", "var/preserve",
    "var/run", "var/sadm", "var/sadm/install", "var/sadm/pkg", "var/saf",
    "var/snmp", "var/spool", "var/spool/calendar", "var/spool/cron",
    "var/spool/cron/atjobs", "var/spool/cron/crontabs", "var/spool/lp",
    "var/spool/mqueue", "var/spool/pkg", "var/spool/print", "var/spool/uucp",
    "var/statmon", "var/svc", "var/tmp", "var/uucp", "var/yp"};

/* The same, of each kind or for each processor; a `*' matches no slash. */
static const char *const system_patterns[] = {"etc/security/*", "kernel/*",
    "lib/svc/*", "lib/svc/manifest/*", "system/*", "usr/dt/*", "usr/gnu/*",
    "usr/kernel/*", "usr/openwin/*", "usr/sfw/*", "usr/share/icons/*",
    "usr/share/icons/*/*", "usr/share/icons/*/*/*", "usr/share/lib/*",
    "usr/share/locale/*", "usr/share/locale/*/*", "usr/share/man/*",
    "usr/share/man/*/man*", "var/svc/*", "var/svc/manifest/*"};

/* Is the last component one that stands for a processor? */
static bool
is_of_processor(const char *name)
{
	return words_contain(
	    " 64 amd64 i86 i86pc sparcv9 sparc ", " ", name, strlen(name));
}

static bool
is_listed(const char *path)
{
	size_t i;

	for (i = 0; i < sizeof(system_directories) / sizeof(char *); i++)
		if (strcmp(path, system_directories[i]) == 0)
			return true;
	for (i = 0; i < sizeof(system_patterns) / sizeof(char *); i++)
		if (fnmatch(system_patterns[i], path, FNM_PATHNAME) == 0)
			return true;
	return false;
}

static bool
is_system_directory(const char *path)
{
	const char *slash;
	char *above;
	bool found;

	path += path[0] == '/';
	slash = strrchr(path, '/');
	if (is_listed(path))
		return true;
	/* usr/lib/amd64 beside usr/lib, but nothing below opt */
	if (slash == NULL || !is_of_processor(slash + 1) ||
	    strncmp(path, "opt/", 4) == 0)
		return false;
	above = xstrndup(path, (size_t)(slash - path));
	found = is_listed(above);
	free(above);
	return found;
}

bool
inventory_is_root(const struct inventory *inv)
{
	static const char *const tops[] = {"usr", "opt", "etc", "var"};
	size_t i;

	for (i = 0; i < sizeof(tops) / sizeof(tops[0]); i++)
		if (strcmp(tops[i], "etc") != 0 &&
		    inventory_has_directory(inv, tops[i]))
			return true;
	return false;
}

void
inventory_move_bin(struct inventory *inv, const char *source, struct diag *d)
{
	struct inventory_entry *entry;
	size_t i, n = inv->n, kept = 0;
	char *path;

	if (inv->kind == INVENTORY_PACKAGE || !inventory_is_root(inv) ||
	    !inventory_has_directory(inv, "bin"))
		return;
	for (i = 0; i < n; i++) {
		entry = &inv->v[i];
		if (strcmp(entry->path, "bin") == 0) {
			inventory_entry_clear(entry);
			continue;
		}
		if (strncmp(entry->path, "bin/", 4) == 0) {
			path = xasprintf("usr/%s", entry->path);
			free(entry->source);
			entry->source = entry->path;
			entry->path = path;
		}
		inv->v[kept++] = *entry;
	}
	inv->n = kept;
	for (i = 0; i < kept; i++)
		inv->v[i].order = i;
	inventory_sort(inv);
	if (inv->n < kept)
		diag_warn(d, source, 0, NULL,
		    "%zu files of usr/bin are also in bin, which is the same "
		    "directory; those of bin are left out",
		    kept - inv->n);
}

/* A `*' matches slashes too; a directory stands for all below it. */
static bool
matches(const char *pattern, const char *path)
{
	size_t len = strlen(pattern);

	path += path[0] == '/';
	if (pattern[0] == '/') {
		pattern++;
		len--;
	}
	return fnmatch(pattern, path, 0) == 0 ||
	    (strncmp(path, pattern, len) == 0 && path[len] == '/');
}

/* Splits NAME=VALUE, at the last sign if so; the caller frees both. */
static bool
split(const char *text, bool last, char **name, char **value)
{
	const char *sign = last ? strrchr(text, '=') : strchr(text, '=');

	if (sign == NULL || sign == text || sign[1] == '\0')
		return false;
	*name = xstrndup(text, (size_t)(sign - text));
	*value = xstrdup(sign + 1);
	return true;
}

static bool
parse_mode(const char *text, uint64_t *mode)
{
	return number_parse((struct slice){text, strlen(text)}, 8, 07777, mode);
}

static bool
check_one(const char *text, bool is_mode)
{
	char *name, *value;
	uint64_t mode;
	bool ok;

	if (!split(text, is_mode, &name, &value))
		return false;
	ok = is_mode ? parse_mode(value, &mode)
		     : object_class_fault(name) == NULL;
	free(name);
	free(value);
	return ok;
}

bool
rules_check(const struct init_rules *rules, const char **wrong)
{
	size_t i;

	for (i = 0; i < rules->class.n; i++)
		if (!check_one(*wrong = rules->class.v[i], false))
			return false;
	for (i = 0; i < rules->mode.n; i++)
		if (!check_one(*wrong = rules->mode.v[i], true))
			return false;
	return true;
}

static void
warn_unused(const char *pattern, bool used, struct diag *d)
{
	if (!used)
		diag_warn(d, NULL, 0, NULL, "`%s' matches nothing", pattern);
}

/* Was there anything to exclude? */
static bool
exclude(struct inventory *inv, const char *pattern)
{
	size_t i, kept = 0, n = inv->n;

	for (i = 0; i < n; i++)
		if (matches(pattern, inv->v[i].path))
			inventory_entry_clear(&inv->v[i]);
		else
			inv->v[kept++] = inv->v[i];
	inv->n = kept;
	for (i = kept = 0; i < inv->nleft_out; i++)
		if (matches(pattern, inv->left_out[i]))
			free(inv->left_out[i]);
		else
			inv->left_out[kept++] = inv->left_out[i];
	n += inv->nleft_out;
	inv->nleft_out = kept;
	return inv->n + kept < n;
}

void
rules_exclude(const struct init_rules *rules, struct inventory *inv)
{
	size_t i;

	for (i = 0; i < rules->exclude.n; i++)
		(void)exclude(inv, rules->exclude.v[i]);
}

static void
set_mode(struct inventory *inv, const char *rule, struct diag *d)
{
	char *pattern, *text;
	uint64_t mode = 0;
	bool used = false;
	size_t i;

	if (!split(rule, true, &pattern, &text))
		return;
	(void)parse_mode(text, &mode);
	for (i = 0; i < inv->n; i++) {
		if (strchr("fd", inv->v[i].type) == NULL ||
		    !matches(pattern, inv->v[i].path))
			continue;
		inv->v[i].mode = (unsigned)mode;
		used = true;
	}
	warn_unused(rule, used, d);
	free(pattern);
	free(text);
}

static void
check_patterns(const struct rule_list *list, bool class, struct inventory *inv,
    struct diag *d)
{
	const char *pattern;
	size_t i, k;

	for (i = 0; i < list->n; i++) {
		pattern = class ? strchr(list->v[i], '=') + 1 : list->v[i];
		for (k = 0; k < inv->n; k++)
			if (inv->v[k].type == 'f' &&
			    matches(pattern, inv->v[k].path))
				break;
		warn_unused(list->v[i], k < inv->n, d);
	}
}

void
rules_apply(
    const struct init_rules *rules, struct inventory *inv, struct diag *d)
{
	size_t i;

	for (i = 0; i < rules->exclude.n; i++)
		warn_unused(
		    rules->exclude.v[i], exclude(inv, rules->exclude.v[i]), d);
	for (i = 0; i < rules->mode.n; i++)
		set_mode(inv, rules->mode.v[i], d);
	check_patterns(&rules->class, true, inv, d);
	check_patterns(&rules->config, false, inv, d);
}

/* Sets the class of the last option that matches; false: there is none. */
static bool
find_class(const struct init_rules *rules, const char *path, char *class)
{
	const char *found = NULL, *sign;
	size_t i, len;

	for (i = 0; i < rules->class.n; i++) {
		sign = strchr(rules->class.v[i], '=');
		if (matches(sign + 1, path))
			found = rules->class.v[i];
	}
	if (found == NULL)
		return false;
	len = strcspn(found, "=");
	memcpy(class, found, len);
	class[len] = '\0';
	return true;
}

static bool
is_config(const struct init_rules *rules, const struct origin *origin,
    const char *path)
{
	size_t i;

	for (i = 0; i < rules->config.n; i++)
		if (matches(rules->config.v[i], path))
			return true;
	if (origin != NULL)
		return origin_has_config(origin, path);
	return strncmp(path, "etc/", 4) == 0 &&
	    fnmatch("etc/init.d/*", path, 0) != 0 &&
	    fnmatch("etc/rc?.d/*", path, 0) != 0;
}

static bool
is_log(const char *path)
{
	return strncmp(path, "var/log/", 8) == 0 ||
	    strncmp(path, "var/adm/", 8) == 0;
}

static bool
is_service_manifest(const char *path)
{
	return fnmatch("*svc/manifest/*.xml", path, 0) == 0;
}

struct entry_kind
rules_kind(const struct init_rules *rules, const struct origin *origin,
    bool below_root, const struct inventory_entry *entry)
{
	struct entry_kind kind = {.ftype = entry->type, .class = "none"};
	const char *path = entry->path + (entry->path[0] == '/');

	if (entry->type == 'd')
		kind.keeps_attributes = below_root && is_system_directory(path);
	if (entry->type != 'f' || find_class(rules, path, kind.class))
		return kind;
	if (is_service_manifest(path))
		strcpy(kind.class, "manifest");
	else if (is_log(path))
		kind.ftype = 'v';
	else if (is_config(rules, origin, path)) {
		kind.ftype = 'e';
		strcpy(kind.class, "preserve");
	}
	return kind;
}
