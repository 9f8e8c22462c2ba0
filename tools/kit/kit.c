#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/embedded.h"
#include "base/mem.h"
#include "base/path.h"
#include "build/build.h"
#include "build/layout.h"
#include "inspect/verify.h"
#include "kit/kit.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/output.h"
#include "readme/readme.h"
#include "sign/detached.h"
#include "sign/sign_stream.h"
#include "sign/sums.h"
#include "stream/package_reader.h"

#include "kit_files.h" /* made from tools/kit/files */

/* The fixed files and where they go in the kit. */
static const struct piece {
	const char *name; /* in tools/kit/files */
	const char *path;
	mode_t mode;
	bool is_patch; /* only in the kit of a patch */
} pieces[] = {
    {"admin", "admin", 0644, false},
    {"patchinstall", "patchinstall", 0755, true},
    {"finish", "jumpstart/finish", 0755, false},
    {"profile", "jumpstart/profile", 0644, false},
    {"ansible-install.yml", "ansible/install.yml", 0644, false},
    {"ansible-rollback.yml", "ansible/rollback.yml", 0644, false},
    {"puppet-install.pp", "puppet/install.pp", 0644, false},
    {"puppet-rollback.pp", "puppet/rollback.pp", 0644, false},
    {"chef-install.rb", "chef/install.rb", 0644, false},
    {"chef-rollback.rb", "chef/rollback.rb", 0644, false},
    {"salt-install.sls", "salt/install.sls", 0644, false},
    {"salt-rollback.sls", "salt/rollback.sls", 0644, false},
};

/* A kit while it is made. */
struct kit {
	const struct kit_request *r;
	const char *dir;
	char *file;      /* name of the package's file */
	struct buf sums; /* SHA256SUMS */
	struct diag *d;
};

char *
kit_name(const struct pkginfo *info)
{
	return xasprintf(
	    "%s-%s", pkginfo_get(info, "PKG"), pkginfo_get(info, "VERSION"));
}

/* Gives the file or directory of the kit the time of the build. */
static bool
set_time(struct kit *k, const char *path)
{
	struct timespec times[2] = {{.tv_sec = (time_t)k->r->m->build.date},
	    {.tv_sec = (time_t)k->r->m->build.date}};

	if (utimensat(AT_FDCWD, path, times, 0) == 0)
		return true;
	diag_add(
	    k->d, SEVERITY_SYSTEM, path, 0, NULL, NULL, "%s", strerror(errno));
	return false;
}

/* Writes a file of the kit, and its directory. */
static bool
add_unlisted(
    struct kit *k, const char *path, const struct buf *text, mode_t mode)
{
	char *full = path_join(k->dir, path);
	bool done = make_parents(full);

	if (!done)
		diag_add(k->d, SEVERITY_SYSTEM, full, 0, NULL, NULL, "%s",
		    strerror(errno));
	done = done &&
	    write_file(full, buf_text(text), text->len, mode, k->d) &&
	    chmod(full, mode) == 0 && set_time(k, full);
	free(full);
	return done;
}

/* Notes the digest of a file that is complete. */
static bool
list_file(struct kit *k, const char *path)
{
	char *full = path_join(k->dir, path);
	bool done = sums_add_file(full, path, &k->sums, k->d);

	free(full);
	return done;
}

static bool
add_file(struct kit *k, const char *path, const struct buf *text, mode_t mode)
{
	return add_unlisted(k, path, text, mode) && list_file(k, path);
}

static const struct embedded *
find_embedded(const char *name)
{
	const struct embedded *e = kit_files;

	while (strcmp(e->name, name) != 0)
		e++;
	return e;
}

/*
 * Appends a fixed file with the names of package and file in place of those
 * between at signs; both are words without characters of any shell.
 */
static void
add_filled(const struct kit *k, const char *name, struct buf *out)
{
	const struct embedded *e = find_embedded(name);
	const char *s = e->text;

	while (*s != '\0')
		if (strncmp(s, "@PKG@", 5) == 0) {
			buf_str(out, pkginfo_get(k->r->info, "PKG"));
			s += 5;
		} else if (strncmp(s, "@FILE@", 6) == 0) {
			buf_str(out, k->file);
			s += 6;
		} else
			buf_char(out, *s++);
}

static bool
add_pieces(struct kit *k)
{
	struct buf text = BUF_INIT;
	bool done = true;
	size_t i;

	for (i = 0; done && i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		if (pieces[i].is_patch && k->r->m->patch == NULL)
			continue;
		text.len = 0;
		add_filled(k, pieces[i].name, &text);
		done = add_file(k, pieces[i].path, &text, pieces[i].mode);
	}
	buf_free(&text);
	return done;
}

static bool
add_response(struct kit *k)
{
	struct buf text = BUF_INIT;
	bool done;

	add_filled(k, "response", &text);
	if (k->r->m->patch != NULL)
		add_filled(k, "response.patch", &text);
	done = add_file(k, "response", &text, 0644);
	buf_free(&text);
	return done;
}

static bool
add_data(struct kit *k)
{
	struct buf text = BUF_INIT;
	bool done;

	kit_write_data(k->r, k->file, &text);
	done = add_file(k, "kit.data", &text, 0644);
	buf_free(&text);
	return done;
}

static bool
add_readme(struct kit *k, const char *lang, const char *charset, bool is_html,
    const char *ending)
{
	struct readme_request r = {.m = k->r->m,
	    .info = k->r->info,
	    .file = k->r->manifest,
	    .lang = lang,
	    .charset = charset,
	    .is_html = is_html};
	char *path = xasprintf("readme.%s.%s", lang, ending);
	struct buf text = BUF_INIT;
	bool done = readme_write(&r, &text, k->d) &&
	    add_file(k, path, &text, 0644);

	buf_free(&text);
	free(path);
	return done;
}

/* In every language of the manifest that there are sentences in. */
static bool
add_readmes(struct kit *k)
{
	const struct manifest *m = k->r->m;
	const char *lang;
	bool done = true;
	size_t i;

	for (i = 0; done && i < m->nlanguages; i++) {
		lang = m->languages[i];
		if (!readme_speaks(lang))
			continue;
		done = add_readme(k, lang, "UTF-8", true, "html") &&
		    add_readme(k, lang, "UTF-8", false, "txt") &&
		    (strcmp(lang, "ja") != 0 ||
			add_readme(k, lang, "EUC-JP", false, "euc.txt"));
	}
	return done;
}

/* Builds the package as `build' does, at the path. */
static bool
build_package(struct kit *k, const char *path)
{
	struct pkginfo *none = pkginfo_new();
	struct build_request r = {.manifest = k->r->manifest,
	    .payload = k->r->payload,
	    .first = none,
	    .vars = none,
	    .time = BUILD_TIME_NONE};
	struct plan *plan = plan_from_manifest(&r, k->d);
	struct layout *l = plan == NULL ? NULL
					: layout_make(&plan, 1, 0, path, k->d);
	struct output *out = l == NULL ? NULL : output_open(path, false, k->d);
	bool done = out != NULL && layout_write(l, out, path, NULL, NULL, k->d);

	if (done)
		done = output_commit(out, k->d);
	else
		output_discard(out);
	layout_free(l);
	plan_free(plan);
	pkginfo_free(none);
	return done;
}

/* Has the only package of the source these parameters of the manifest's? */
static bool
describes(struct kit *k, const struct package_reader *s, const char *path)
{
	static const char *const names[] = {"PKG", "VERSION", "ARCH"};
	const char *there, *wanted;
	size_t i;

	if (reader_count(s) != 1) {
		diag_error(k->d, path, 0, NULL, "it has not one package");
		return false;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		there = pkginfo_get(reader_package(s, 0)->info, names[i]);
		wanted = pkginfo_get(k->r->info, names[i]);
		if (there == NULL || strcmp(there, wanted) != 0) {
			diag_error(k->d, path, 0, NULL,
			    "its %s is %s, that of the manifest %s", names[i],
			    there == NULL ? "not set" : there, wanted);
			return false;
		}
	}
	return true;
}

/* Is the given package whole, and the one that the manifest describes? */
static bool
check_package(struct kit *k, const char *path)
{
	struct package_reader *s = reader_open(path, k->d);
	bool good;

	if (s == NULL)
		return false;
	good = describes(k, s, path);
	if (good)
		verify_source(s, k->d);
	reader_close(s);
	return good && diag_status(k->d) == STATUS_OK;
}

/* Puts the signed package in the place of the one at the path. */
static bool
sign_package(struct kit *k, const char *path)
{
	struct signer *signer = signer_new(k->r->id, k->r->solaris10, k->d);
	struct package_reader *s = signer == NULL ? NULL
						  : reader_open(path, k->d);
	struct output *out = s == NULL ? NULL
				       : output_open_seekable(path, true, k->d);
	bool done = out != NULL && sign_stream(s, signer, out, path, k->d);

	if (done)
		done = output_commit(out, k->d);
	else
		output_discard(out);
	reader_close(s);
	signer_free(signer);
	return done;
}

static bool
add_package(struct kit *k)
{
	char *path = path_join(k->dir, k->file);
	bool done;

	if (k->r->package == NULL)
		done = build_package(k, path);
	else
		done = check_package(k, k->r->package) &&
		    copy_file(k->r->package, path, 0644, k->d);
	if (k->r->id != NULL)
		done = done && sign_package(k, path);
	done = done && chmod(path, 0644) == 0 && set_time(k, path) &&
	    list_file(k, k->file);
	free(path);
	return done;
}

/* The list of all files, and who answers for it. */
static bool
add_sums(struct kit *k)
{
	char *path = path_join(k->dir, "SHA256SUMS");
	struct buf signature = BUF_INIT;
	bool done = add_unlisted(k, "SHA256SUMS", &k->sums, 0644);

	if (k->r->id != NULL)
		done = done &&
		    detached_sign(k->r->id, path, k->r->m->build.date,
			&signature, k->d) &&
		    add_unlisted(k, "SHA256SUMS.p7s", &signature, 0644);
	buf_free(&signature);
	free(path);
	return done;
}

/* Directories last: every file in them changes their time. */
static bool
set_times(struct kit *k)
{
	static const char *const dirs[] = {
	    "jumpstart", "ansible", "puppet", "chef", "salt", ""};
	char *path;
	bool done = true;
	size_t i;

	for (i = 0; done && i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		path = dirs[i][0] == '\0' ? xstrdup(k->dir)
					  : path_join(k->dir, dirs[i]);
		done = chmod(path, 0755) == 0 && set_time(k, path);
		free(path);
	}
	return done;
}

bool
kit_make(const struct kit_request *r, const char *dir, struct diag *d)
{
	struct kit k = {.r = r, .dir = dir, .d = d};
	bool done;

	k.file = readme_package_file(r->m, r->info);
	done = add_package(&k) && add_pieces(&k) && add_response(&k) &&
	    add_data(&k) && add_readmes(&k) && add_sums(&k) && set_times(&k);
	buf_free(&k.sums);
	free(k.file);
	return done && diag_status(d) == STATUS_OK;
}
