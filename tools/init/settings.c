#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/words.h"
#include "init/init.h"
#include "init/owners.h"
#include "init/package_sources.h"
#include "manifest/manifest.h"
#include "model/elf.h"

/* Keeps a text (allocated) as long as the settings. */
static const char *
keep(struct init_settings *set, char *text)
{
	return set->own[set->nown++] = text;
}

static void
note_assumed(struct init_settings *set, const char *name, const char *value,
    const char *option)
{
	buf_printf(&set->assumed, "assumed: %s=%s (%s)\n", name, value, option);
}

static const char *
assume(struct init_settings *set, const char *value, const char *otherwise,
    const char *name, const char *option)
{
	if (value != NULL)
		return value;
	note_assumed(set, name, otherwise, option);
	return otherwise;
}

/* The parameter of NEW, or else of OLD, which may be NULL, unless given. */
static const char *
find_value(const char *given, const struct inventory *from,
    const struct inventory *to, const char *name)
{
	const char *value = given;

	if (value == NULL)
		value = inventory_parameter(to, name);
	if (value == NULL && from != NULL)
		value = inventory_parameter(from, name);
	return value;
}

static void
set_common(struct init_settings *set, const struct inventory *from,
    const struct inventory *to)
{
	set->vendor = find_value(set->vendor, from, to, "VENDOR");
	set->email = find_value(set->email, from, to, "EMAIL");
	set->hotline = find_value(set->hotline, from, to, "HOTLINE");
	set->desc = find_value(set->desc, from, to, "DESC");
	if (set->owner == NULL)
		set->owner = "root";
	if (set->group == NULL)
		set->group = "bin";
	set->category = assume(set,
	    find_value(set->category, from, to, "CATEGORY"), "application",
	    "CATEGORY", "--category");
}

/* How many ELF files there are for each. */
struct machines {
	size_t sparc, i386, x86_64, others, foreign;
	unsigned other; /* the last one of these */
};

static struct machines
count_machines(const struct inventory *inv)
{
	struct machines n = {0};
	size_t i;

	for (i = 0; i < inv->n; i++) {
		n.foreign += inv->v[i].is_foreign;
		switch (inv->v[i].machine) {
		case 0: break;
		case ELF_SPARC:
		case ELF_SPARC32PLUS:
		case ELF_SPARCV9: n.sparc++; break;
		case ELF_386: n.i386++; break;
		case ELF_X86_64: n.x86_64++; break;
		default: n.others++; n.other = inv->v[i].machine;
		}
	}
	return n;
}

/* ARCH for what another system calls its architecture. */
static const char *
arch_of_origin(const struct origin *o, const char *path, struct diag *d)
{
	static const struct {
		const char *name, *arch;
	} known[] = {{"all", "all"}, {"noarch", "all"}, {"any", "all"},
	    {"amd64", "i386"}, {"x86_64", "i386"}, {"i386", "i386"},
	    {"i486", "i386"}, {"i586", "i386"}, {"i686", "i386"},
	    {"sparc", "sparc"}, {"sparc64", "sparc"}, {"sparcv9", "sparc"},
	    {"solaris-i386", "i386"}, {"solaris-sparc", "sparc"}};
	size_t i;

	if (o == NULL || o->arch == NULL)
		return "all";
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(o->arch, known[i].name) == 0)
			return known[i].arch;
	diag_warn(d, path, 0, NULL, "its architecture %s is none of Solaris",
	    o->arch);
	return "all";
}

/* ARCH as the ELF files tell; without any, as the package does. */
static void
set_arch(struct init_settings *set, const char *path,
    const struct inventory *inv, const struct origin *origin, struct diag *d)
{
	struct machines n = count_machines(inv);
	bool x86 = n.i386 + n.x86_64 > 0;

	if (n.x86_64 > 0)
		diag_warn(d, path, 0, NULL,
		    "%zu ELF files are for x86-64: their ARCH is i386, and "
		    "only a 64-bit kernel runs them",
		    n.x86_64);
	if (n.foreign > 0)
		diag_warn(d, path, 0, NULL,
		    "%zu ELF files are for another system and do not run on "
		    "Solaris",
		    n.foreign);
	if (n.others > 0)
		diag_warn(d, path, 0, NULL,
		    "%zu ELF files are for a machine without Solaris (ELF "
		    "machine %u)",
		    n.others, n.other);
	if (n.sparc > 0 && x86)
		diag_warn(d, path, 0, NULL,
		    "%zu ELF files are for SPARC and %zu for x86", n.sparc,
		    n.i386 + n.x86_64);
	if (set->arch != NULL)
		return;
	set->arch = n.sparc > 0 && x86 ? "sparc,i386"
	    : n.sparc > 0              ? "sparc"
	    : x86                      ? "i386"
				       : arch_of_origin(origin, path, d);
	note_assumed(set, "ARCH", set->arch, "--arch");
}

static const char *const suffixes[] = {".gz", ".bz2", ".xz", ".zst", ".Z",
    ".lz4", ".tar", ".tgz", ".txz", ".tbz2", ".zip", ".cpio", ".pkg", ".deb",
    ".rpm", ".whl", ".jar", ".7z"};

/*
 * Splits the last component of the path into name and version, which is NULL
 * when there is none: `x-1.0.tar.gz' gives `x' and `1.0'.  The caller frees.
 */
static char *
split_name(const char *path, char **version)
{
	char *name = xstrdup(path_basename(path)), *p;
	bool is_wheel = strstr(name, ".whl") != NULL;
	size_t i, len, cut;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		len = strlen(name);
		cut = strlen(suffixes[i]);
		if (len > cut && strcmp(name + len - cut, suffixes[i]) == 0)
			name[len - cut] = '\0';
	}
	*version = NULL;
	for (p = name + strcspn(name, "-_"); *p != '\0';
	     p += 1 + strcspn(p + 1, "-_"))
		if (p > name && p[1] >= '0' && p[1] <= '9')
			break;
	if (*p == '\0')
		return name;
	*p++ = '\0';
	/* of a wheel follow tags of Python and of the platform */
	*version = is_wheel ? xstrndup(p, strcspn(p, "-")) : xstrdup(p);
	return name;
}

/* Is the text a value of a parameter as a build takes it? */
static bool
is_value(const char *text)
{
	return text != NULL && strlen(text) <= PKGINFO_VALUE_MAX &&
	    text[strspn(text, " ")] != '\0' && text[0] != '(';
}

/* NAME <ADDRESS> as VENDOR and EMAIL. */
static void
set_maintainer(struct init_settings *set, const char *text)
{
	const char *open = text == NULL ? NULL : strchr(text, '<');
	const char *close = open == NULL ? NULL : strchr(open, '>');

	if (set->vendor == NULL && is_value(text))
		set->vendor = open == NULL || open == text
		    ? text
		    : keep(set,
			  slice_dup(slice_trim(
			      (struct slice){text, (size_t)(open - text)},
			      " ")));
	if (set->email == NULL && close != NULL && close > open + 1)
		set->email = keep(
		    set, xstrndup(open + 1, (size_t)(close - open - 1)));
}

static void
take_origin(struct init_settings *set, const struct origin *o)
{
	if (set->package == NULL)
		set->package = keep(set, init_package_name(o->name));
	if (set->title == NULL)
		set->title = is_value(o->summary) ? o->summary : o->name;
	if (set->version == NULL && is_value(o->version))
		set->version = o->version;
	if (set->vendor == NULL && is_value(o->vendor))
		set->vendor = o->vendor;
	set_maintainer(set, o->maintainer);
	if (set->desc == NULL && is_value(o->summary))
		set->desc = o->summary;
}

static void
set_basedir(struct init_settings *set, const struct inventory *inv)
{
	if (set->basedir != NULL)
		return;
	set->basedir = inventory_is_root(inv)
	    ? "/"
	    : keep(set, xasprintf("/opt/%s", set->package));
	note_assumed(set, "BASEDIR", set->basedir, "--basedir");
}

/* From the name of the file. */
static void
take_file_name(struct init_settings *set, const char *path)
{
	char *real = realpath(path, NULL), *version;
	char *name = split_name(real == NULL ? path : real, &version);

	if (set->package == NULL) {
		set->package = keep(set, init_package_name(name));
		note_assumed(set, "PKG", set->package, "--pkg");
	}
	if (set->version == NULL) {
		set->version = is_value(version) ? keep(set, version) : "1.0";
		note_assumed(set, "VERSION", set->version, "--version");
		if (set->version == version)
			version = NULL;
	}
	free(version);
	free(name);
	free(real);
}

void
settings_first(struct init_settings *set, const char *path,
    const struct inventory *inv, const struct origin *origin, struct diag *d)
{
	if (origin != NULL)
		take_origin(set, origin);
	take_file_name(set, path);
	if (set->title == NULL)
		set->title = set->package;
	set_common(set, NULL, inv);
	set_arch(set, path, inv, origin, d);
	set_basedir(set, inv);
}

bool
inventory_add_origin(struct inventory *inv, const char *path,
    const struct init_settings *given, struct diag *d)
{
	struct origin *o;
	char *name;

	if (inv->kind != INVENTORY_ARCHIVE)
		return true;
	o = origin_read(path, d);
	owners_keep(inv, o, given);
	if (o == NULL)
		return diag_status(d) == STATUS_OK;
	name = init_package_name(o->name);
	inv->info = pkginfo_new();
	pkginfo_set(inv->info, "PKG", name);
	pkginfo_set(inv->info, "BASEDIR", "/");
	if (is_value(o->version))
		pkginfo_set(inv->info, "VERSION", o->version);
	free(name);
	origin_free(o);
	return true;
}

/* The level behind that of OLD, or the first. */
static void
set_level(struct init_settings *set, const struct inventory *from)
{
	const char *old = inventory_parameter(from, "PATCH_LEVEL");
	uint64_t level = 0;

	if (set->level > 0)
		return;
	if (old == NULL ||
	    !number_parse((struct slice){old, strlen(old)}, 10,
		PATCH_LEVEL_MAX - 1, &level))
		note_assumed(set, "PATCH_LEVEL", "1", "--level");
	set->level = (int64_t)level + 1;
}

/* Adds the options that are needed. */
static bool
check_complete(struct init_settings *set, bool is_package)
{
	if (set->base == NULL)
		buf_str(&set->missing, ": --base, the package that is changed");
	if (set->version == NULL)
		buf_str(&set->missing, ": --version, that of the patch");
	if (set->basedir == NULL && !is_package)
		buf_str(&set->missing, ": --basedir, where the files are");
	return set->missing.len == 0;
}

static void
name_patch(struct init_settings *set, const struct inventory *from)
{
	const char *title = inventory_parameter(from, "NAME");

	if (set->package == NULL) {
		set->package = keep(set,
		    xasprintf("%.*sp%lld", PKGNAME_MAX - 8, set->base,
			(long long)set->level));
		note_assumed(set, "PKG", set->package, "--pkg");
	}
	if (set->title == NULL)
		set->title = keep(set,
		    xasprintf("%s, patch %lld",
			title == NULL ? set->base : title,
			(long long)set->level));
}

bool
settings_patch(struct init_settings *set, const struct inventory *from,
    const struct inventory *to, const char *path, struct diag *d)
{
	if (set->base == NULL)
		set->base = inventory_parameter(from, "PKG");
	if (set->base_version == NULL)
		set->base_version = inventory_parameter(from, "VERSION");
	if (set->version == NULL)
		set->version = inventory_parameter(to, "VERSION");
	if (set->basedir == NULL)
		set->basedir = inventory_parameter(from, "BASEDIR");
	if (!check_complete(set, from->info != NULL))
		return false;
	set_level(set, from);
	name_patch(set, from);
	if (set->base_version == NULL)
		note_assumed(set, "base version", "any", "--base-version");
	set_common(set, from, to);
	set->arch = find_value(set->arch, from, to, "ARCH");
	set_arch(set, path, to, NULL, d);
	return true;
}

void
settings_free(struct init_settings *set)
{
	size_t i;

	for (i = 0; i < set->nown; i++)
		free(set->own[i]);
	buf_free(&set->depend);
	buf_free(&set->assumed);
	buf_free(&set->missing);
}

void
settings_list_given(const struct init_settings *set, struct pkginfo *out)
{
	const struct {
		const char *name, *value;
	} list[] = {
	    {"PKG", set->package},
	    {"NAME", set->title},
	    {"VERSION", set->version},
	    {"ARCH", set->arch},
	    {"CATEGORY", set->category},
	    {"VENDOR", set->vendor},
	    {"EMAIL", set->email},
	    {"DESC", set->desc},
	    {"BASEDIR", set->basedir},
	};
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i].value != NULL)
			pkginfo_set(out, list[i].name, list[i].value);
}

bool
settings_set_level(struct init_settings *set, const char *text)
{
	uint64_t n;

	if (!number_parse(
		(struct slice){text, strlen(text)}, 10, PATCH_LEVEL_MAX, &n) ||
	    n == 0)
		return false;
	set->level = (int64_t)n;
	return true;
}

bool
settings_add_depend(struct init_settings *set, const char *text)
{
	const char *version = strchr(text, ':');
	char *name = xstrndup(text, strcspn(text, ":"));
	bool ok = pkgname_fault(name, false) == NULL &&
	    (version == NULL || is_value(version + 1));

	buf_printf(&set->depend, "P %s\t%s\n", name, name);
	if (version != NULL)
		buf_printf(&set->depend, "\t%s\n", version + 1);
	free(name);
	return ok;
}

/* The real path of a directory, which may still have to be made. */
static char *
real_directory(const char *dir)
{
	char *real = realpath(dir, NULL), *copy, *parent, *above;

	if (real != NULL)
		return real;
	copy = xstrdup(dir);
	path_canonize(copy);
	parent = path_dirname(copy);
	above = realpath(parent, NULL);
	if (above != NULL)
		real = path_join(above, path_basename(copy));
	free(above);
	free(parent);
	free(copy);
	return real;
}

/* Can the manifest name the path?  See check_payload_name there. */
static bool
can_name(const char *path)
{
	while (strncmp(path, "../", 3) == 0)
		path += 3;
	return utf8_is_valid(path) &&
	    (object_path_fault(path) == NULL || strcmp(path, "..") == 0);
}

char *
settings_name_payload(const char *sources, const char *input,
    const struct inventory *inv, bool *is_found)
{
	char *dir = real_directory(sources), *path = realpath(input, NULL);
	char *manifest, *name;

	*is_found = true;
	if (inv->kind == INVENTORY_PACKAGE)
		name = xstrdup(SOURCES_PAYLOAD);
	else if (dir == NULL || path == NULL)
		name = xstrdup("");
	else {
		manifest = path_join(dir, "manifest.xml");
		name = path_between(manifest, path);
		free(manifest);
	}
	free(dir);
	free(path);
	if (!can_name(name)) {
		free(name);
		name = xstrdup(SOURCES_PAYLOAD);
		*is_found = false;
	}
	return name;
}
