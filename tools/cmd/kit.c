/*
 * kit: all that a site needs to install a package.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "cmd/sign.h"
#include "cmd/verbs.h"
#include "kit/kit.h"
#include "manifest/manifest_load.h"
#include "os/file_ops.h"
#include "os/output.h"
#include "os/tree.h"

struct options {
	struct common common;
	const char *output;
	const char *payload;
	const char *package;
	bool force;
	struct sign_options sign;
};

static const struct opt options[] = {
    {'o', "output", "PATH",
	"a new directory, or an archive X.tar.gz, `-' for standard output; default: "
	"PKG-VERSION.tar.gz",
	OPT_STRING, offsetof(struct options, output)},
    {0, "force", NULL, "replace an existing archive", OPT_FLAG,
	offsetof(struct options, force)},
    {'p', "payload", "PATH", "directory or archive with the files", OPT_STRING,
	offsetof(struct options, payload)},
    {0, "package", "FILE",
	"the package, made (and signed) before; default: it is built",
	OPT_STRING, offsetof(struct options, package)},
    {0, NULL, NULL, "To sign the package and SHA256SUMS:", OPT_SECTION, 0},
    OPT_SIGN(struct options, sign),
    OPTS_SIGN(struct options, sign),
    {0, NULL, NULL, "Always:", OPT_SECTION, 0},
    OPTS_COMMON(struct options),
};

static bool
is_archive(const char *name)
{
	static const char *const endings[] = {".tar.gz", ".tgz"};
	size_t i, len = strlen(name), n;

	for (i = 0; i < 2; i++) {
		n = strlen(endings[i]);
		if (len > n && strcmp(name + len - n, endings[i]) == 0)
			return true;
	}
	return strcmp(name, "-") == 0;
}

static void
write_archive(const struct options *o, const struct kit_request *r,
    const char *dir, const char *name, struct diag *d)
{
	struct output *out = output_open(name, o->force, d);
	char *top = kit_name(r->info);

	if (out != NULL &&
	    kit_pack(dir, top, r->m->build.date, output_fd(out), name, d))
		output_commit(out, d);
	else
		output_discard(out);
	free(top);
}

/* The complete kit gets its name: an empty directory may be there. */
static bool
rename_kit(const char *from, const char *to, struct diag *d)
{
	if (rename(from, to) == 0)
		return true;
	if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
		diag_error(d, to, 0, NULL, "exists already");
	else
		diag_add(d, SEVERITY_SYSTEM, to, 0, NULL, NULL, "%s",
		    strerror(errno));
	return false;
}

/*
 * The kit is made in a directory beside its place, so that nothing half-made
 * has its name.
 */
static void
make_kit(const struct options *o, const struct kit_request *r, const char *name,
    struct diag *d)
{
	bool archive = is_archive(name);
	char *parent = strcmp(name, "-") == 0 ? xstrdup(".")
					      : path_dirname(name);
	char *dir = make_temporary(parent, ".kit.");

	if (dir == NULL)
		diag_add(d, SEVERITY_SYSTEM, parent, 0, NULL, NULL, "%s",
		    strerror(errno));
	else if (kit_make(r, dir, d)) {
		if (archive)
			write_archive(o, r, dir, name, d);
		else if (rename_kit(dir, name, d)) {
			free(dir);
			dir = NULL;
		}
	}
	if (dir != NULL)
		tree_discard(dir);
	free(dir);
	free(parent);
}

static enum status
check_usage(const struct options *o, int argc)
{
	if (argc != 1)
		return usage_error(&verb_kit, "one manifest is needed");
	if (o->package != NULL && o->payload != NULL)
		return usage_error(
		    &verb_kit, "--package is made already: -p has no use");
	return sign_options_check(&verb_kit, &o->sign);
}

/* Makes the kit of the request and says where it is. */
static void
make_named(const struct options *o, const struct kit_request *r, struct diag *d)
{
	char *base = kit_name(r->info);
	char *name = o->output != NULL ? xstrdup(o->output)
				       : xasprintf("%s.tar.gz", base);

	make_kit(o, r, name, d);
	if (diag_status(d) == STATUS_OK && !o->common.quiet &&
	    strcmp(name, "-") != 0) {
		printf("%s\n", name);
		if (r->id != NULL)
			sign_options_tell(&o->sign, r->id, name, stdout);
	}
	free(name);
	free(base);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct identity id = {0};
	struct diag d = DIAG_INIT;
	struct pkginfo *info;
	struct manifest *m = NULL;
	struct kit_request r;
	enum status status = check_usage(o, argc);

	if (status != STATUS_OK)
		return status;
	/* the key is read first: its pass phrase may be asked for */
	if (o->sign.key == NULL || sign_options_open(&o->sign, &id, &d))
		m = manifest_load(argv[0], &info, &d);
	if (m != NULL) {
		r = (struct kit_request){.m = m,
		    .info = info,
		    .manifest = argv[0],
		    .payload = o->payload,
		    .package = o->package,
		    .id = o->sign.key == NULL ? NULL : &id,
		    .solaris10 = sign_options_solaris10(&o->sign)};
		make_named(o, &r, &d);
		manifest_free(m);
		pkginfo_free(info);
	}
	identity_close(&id);
	return print_findings(&d, &o->common);
}

const struct verb verb_kit = {
    .name = "kit",
    .synopsis = "[options] MANIFEST",
    .summary = "put together what a site needs",
    .text = "Makes a directory or an archive with the package, admin and "
	    "response files, the\n"
	    "script patchinstall, pieces for JumpStart, Ansible, Puppet, Chef "
	    "and Salt,\n"
	    "readmes in the languages of the manifest, and SHA256SUMS.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
