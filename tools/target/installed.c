#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "os/dirlist.h"
#include "os/file.h"
#include "target/installed.h"

static bool
has_lock(const struct target *t, const char *instance, const char *lock)
{
	char *path = target_package(t, instance, lock);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static struct pkginfo *
read_info(const struct target *t, const char *instance)
{
	char *path = target_package(t, instance, "pkginfo");
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;
	struct pkginfo *info = NULL;

	if (access(path, F_OK) == 0 &&
	    file_read(path, PKGINFO_MAX, &text, &ignored))
		info = pkginfo_parse(buf_text(&text), text.len, path, &ignored);
	diag_free(&ignored);
	buf_free(&text);
	free(path);
	return info;
}

static void
add_instance(
    struct installations *all, const struct target *t, const char *name)
{
	struct pkginfo *info;

	if (name[0] == '.' || pkgname_fault(name, true) != NULL)
		return;
	info = read_info(t, name);
	if (info == NULL)
		return;
	all->v = array_room(all->v, all->n, &all->size, sizeof(*all->v));
	all->v[all->n++] = (struct installed){.instance = xstrdup(name),
	    .info = info,
	    .partial = has_lock(t, name, INSTALL_LOCK) ||
		has_lock(t, name, REMOVAL_LOCK)};
}

static int
compare_instances(const void *a, const void *b)
{
	return strcmp(((const struct installed *)a)->instance,
	    ((const struct installed *)b)->instance);
}

struct installations *
installations_read(const struct target *t, struct diag *d)
{
	struct installations *all = xcalloc(1, sizeof(*all));
	char *path = target_path(t, "/var/sadm/pkg");
	struct dirlist list = DIRLIST_INIT;
	bool ok = dirlist_read_path(&list, path);
	size_t i;

	if (!ok)
		diag_system(d, path, "cannot read");
	for (i = 0; ok && i < list.n; i++)
		add_instance(all, t, list.v[i]);
	if (all->n > 0)
		qsort(all->v, all->n, sizeof(*all->v), compare_instances);
	dirlist_free(&list);
	free(path);
	if (ok)
		return all;
	installations_free(all);
	return NULL;
}

struct installed *
installations_find(const struct installations *all, const char *instance)
{
	const struct installed key = {.instance = (char *)(uintptr_t)instance};

	return all == NULL || all->n == 0
	    ? NULL
	    : bsearch(&key, all->v, all->n, sizeof(*all->v), compare_instances);
}

bool
is_instance_of(const char *instance, const char *package)
{
	size_t len = strlen(package);

	return strncmp(instance, package, len) == 0 &&
	    (instance[len] == '\0' || instance[len] == '.');
}

bool
instance_matches_name(const char *instance, const char *name)
{
	size_t len = strlen(name);
	char *package;
	bool selected;

	if (strcmp(name, "all") == 0 || strcmp(name, instance) == 0)
		return true;
	if (len == 0 || name[len - 1] != '*')
		return false;
	len -= len > 1 && name[len - 2] == '.' ? 2 : 1;
	package = xstrndup(name, len);
	selected = is_instance_of(instance, package);
	free(package);
	return selected;
}

/* The version without the blanks that version_equal overlooks. */
static char *
squeeze(const char *version)
{
	char *copy = xstrdup(version), *to = copy;

	for (; *version != '\0'; version++)
		if (!isspace((unsigned char)*version))
			*to++ = *version;
	*to = '\0';
	return copy;
}

static struct string_pool *
read_versions(const struct target *t, const char *instance)
{
	struct string_pool *versions = xcalloc(1, sizeof(*versions));
	char *path = target_package(t, instance, "install/compver"), *version;
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;
	struct compver *cv = NULL;
	size_t i;

	if (access(path, F_OK) == 0 &&
	    file_read(path, DEPEND_MAX, &text, &ignored))
		cv = compver_parse(buf_text(&text), text.len, path, &ignored);
	for (i = 0; cv != NULL && i < cv->n; i++) {
		version = squeeze(cv->v[i]);
		(void)string_pool_add(versions, version);
		free(version);
	}
	compver_free(cv);
	diag_free(&ignored);
	buf_free(&text);
	free(path);
	return versions;
}

/* A depend file may ask for very many versions: compver is read once. */
static bool
is_compatible(const struct target *t, struct installed *i, const char *version)
{
	char *squeezed = squeeze(version);
	bool found;

	if (i->versions == NULL)
		i->versions = read_versions(t, i->instance);
	found = string_pool_find(i->versions, squeezed) != NULL;
	free(squeezed);
	return found;
}

bool
installed_matches(const struct target *t, struct installed *i,
    const char *package, const struct depend_version *version)
{
	const char *is = pkginfo_get(i->info, "VERSION");

	if (!is_instance_of(i->instance, package))
		return false;
	if (version == NULL)
		return true;
	if (version->arch != NULL &&
	    !words_contain(pkginfo_get(i->info, "ARCH"), ",", version->arch,
		strlen(version->arch)))
		return false;
	return version->version == NULL ||
	    (is != NULL && version_equal(is, version->version)) ||
	    is_compatible(t, i, version->version);
}

void
installations_free(struct installations *all)
{
	size_t i;

	if (all == NULL)
		return;
	for (i = 0; i < all->n; i++) {
		free(all->v[i].instance);
		pkginfo_free(all->v[i].info);
		if (all->v[i].versions != NULL)
			string_pool_free(all->v[i].versions);
		free(all->v[i].versions);
	}
	free(all->v);
	free(all);
}
