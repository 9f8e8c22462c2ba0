/*
 * standin-gen SOURCES DIRECTORY: makes the stand-ins in DIRECTORY.
 *
 *	imss51sp1_sol_patch3.tar.gz	the vendor's archive
 *	src/PKG/{prototype,pkginfo,...}	sources of the packages below it
 *	src/PKG/root/			their files, relative to BASEDIR
 *
 * SOURCES is the directory with the scripts.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/path.h"
#include "os/file.h"
#include "standin.h"

static void
die(const char *path)
{
	fprintf(stderr, "standin-gen: %s: %s\n", path, strerror(errno));
	exit(STATUS_SYSTEM);
}

static void
make_parents(const char *path)
{
	char *copy = xstrdup(path), *p;

	for (p = strchr(copy + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(copy, 0755) == -1 && errno != EEXIST)
			die(copy);
		*p = '/';
	}
	free(copy);
}

static void
put(const char *path, const struct buf *text, int64_t mtime)
{
	const struct timespec times[2] = {
	    {.tv_sec = (time_t)mtime},
	    {.tv_sec = (time_t)mtime},
	};
	int fd;

	make_parents(path);
	if (unlink(path) == -1 && errno != ENOENT)
		die(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
	if (fd == -1 || !file_write_full(fd, text->data, text->len) ||
	    futimens(fd, times) == -1 || close(fd) == -1)
		die(path);
}

/* One of the small files of a package. */
static void
put_info(const char *directory, const char *name, const struct buf *text,
    enum level level)
{
	char *path = path_join(directory, name);
	int64_t mtime;

	if (!date_parse(levels[level].date, &mtime))
		abort();
	put(path, text, mtime);
	free(path);
}

static bool
is_in(const struct entry *e, enum level level)
{
	return (e->levels & 1u << level) != 0;
}

/* Each directory above the path, unless a line names it already. */
static void
add_directories(struct buf *out, const char *path)
{
	struct buf line = BUF_INIT;
	const char *p;

	for (p = strchr(path, '/'); p != NULL; p = strchr(p + 1, '/')) {
		line.len = 0;
		buf_printf(&line, "d none %.*s 0755 root bin\n",
		    (int)(p - path), path);
		if (strstr(buf_text(out), buf_text(&line)) == NULL)
			buf_str(out, buf_text(&line));
	}
	buf_free(&line);
}

static void
make_prototype(enum level level, const char *directory)
{
	const struct level_info *l = &levels[level];
	struct buf b = BUF_INIT;
	size_t i;

	buf_str(&b, "i pkginfo\n");
	if (l->depend != NULL)
		buf_str(&b, "i depend\n");
	if (l->ftype == 'e')
		buf_printf(&b,
		    "i i.%s=i.save\ni r.%s=r.save\n"
		    "i postremove\n",
		    l->class, l->class);
	for (i = 0; i < ncatalog; i++) {
		if (!is_in(&catalog[i], level))
			continue;
		add_directories(&b, catalog[i].path);
		buf_printf(&b, "%c %s %s %04o root bin\n", l->ftype, l->class,
		    catalog[i].path, catalog[i].mode);
	}
	/* the start script's pid file is there, and mails that are broken;
	 * the web server has a second name, as old scripts call it */
	if (level == BASE)
		buf_str(&b,
		    "d none imss/log 0755 root bin\n"
		    "d none imss/queue 0700 root bin\n"
		    "d none imss/queue/malform 0700 root bin\n"
		    "l none imss/UI/apache/bin/httpsd=httpd\n");
	put_info(directory, "prototype", &b, level);
	buf_free(&b);
}

static void
make_pkginfo(enum level level, const char *directory)
{
	const struct level_info *l = &levels[level];
	struct buf b = BUF_INIT;

	buf_printf(&b,
	    "PKG=%s\nNAME=%s\nARCH=sparc\nVERSION=%s\n"
	    "CATEGORY=application\n"
	    "DESC=Stand-in made for tests, holds nothing of the product\n"
	    "VENDOR=pkgstream\nPSTAMP=standin-%s\nBASEDIR=/opt/trend\n",
	    l->package, l->name, l->version, l->date);
	buf_printf(&b, "CLASSES=none%s%s\n", l->ftype == 'e' ? " " : "",
	    l->ftype == 'e' ? l->class : "");
	/* what lies below it, for its postremove */
	if (level == PATCH2)
		buf_printf(&b, "BELOW=%s\nBELOW_CLASS=%s\n",
		    levels[PATCH1].package, levels[PATCH1].class);
	put_info(directory, "pkginfo", &b, level);
	b.len = 0;
	if (l->depend != NULL) {
		buf_printf(&b, "P %s\n", l->depend);
		put_info(directory, "depend", &b, level);
	}
	buf_free(&b);
}

static void
make_scripts(enum level level, const char *sources, const char *directory)
{
	static const char *const names[] = {
	    "i.save",
	    "r.save",
	    "postremove",
	};
	struct buf b = BUF_INIT;
	size_t i;

	if (levels[level].ftype != 'e')
		return;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		b.len = 0;
		read_template(sources, names[i], levels[level].build, &b);
		put_info(directory, names[i], &b, level);
	}
	buf_free(&b);
}

static void
make_tree(enum level level, const char *sources, const char *directory)
{
	struct buf b = BUF_INIT;
	char *path;
	size_t i;

	for (i = 0; i < ncatalog; i++) {
		if (!is_in(&catalog[i], level))
			continue;
		b.len = 0;
		entry_contents(&catalog[i], level, sources, &b);
		path = xasprintf("%s/root/%s", directory, catalog[i].path);
		put(path, &b, entry_mtime(&catalog[i], level));
		free(path);
	}
	buf_free(&b);
}

static void
make_package(enum level level, const char *sources, const char *out)
{
	char *directory = xasprintf("%s/src/%s", out, levels[level].package);

	make_prototype(level, directory);
	make_pkginfo(level, directory);
	make_scripts(level, sources, directory);
	make_tree(level, sources, directory);
	free(directory);
}

int
main(int argc, char *argv[])
{
	struct buf archive = BUF_INIT;
	char *path;
	int level;
	int64_t built;

	if (argc != 3) {
		fprintf(stderr, "usage: standin-gen SOURCES DIRECTORY\n");
		return STATUS_USAGE;
	}
	for (level = BASE; level < PATCH3; level++)
		make_package((enum level)level, argv[1], argv[2]);
	make_archive(argv[1], &archive);
	if (!date_parse(levels[PATCH3].date, &built))
		abort();
	path = path_join(argv[2], ARCHIVE_PREFIX ".tar.gz");
	put(path, &archive, built);
	free(path);
	buf_free(&archive);
	return STATUS_OK;
}
