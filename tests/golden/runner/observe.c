#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "observe.h"

#define CLOCK 1262304000 /* what is newer was set by the clock */

/* In which a host or a shell differs from the next one. */
static const char *const host_variables[] = {
    "LANG=",
    "LC_",
    "TZ=",
    "PWD=",
    "OLDPWD=",
    "SHLVL=",
    "_=",
};

/* Their values are the tool's business. */
static const char *const tool_variables[] = {
    "PATH",
    "OAMBASE",
    "INSTDATE",
    "INST_DATADIR",
    "TMPDIR",
};

/* What pkgchk complains about, by the words in its messages. */
static const struct {
	const char *words, *complaint;
} complaints[] = {
    {"does not exist", "missing"},
    {"permissions", "mode"},
    {"group name", "group"},
    {"owner name", "owner"},
    {"file size", "size"},
    {"file cksum", "cksum"},
    {"modtime", "mtime"},
    {"properly linked", "hardlink"},
    {"file type", "type"},
    {"symbolically linked", "symlink"},
    {"unable to checksum", "unreadable"},
    {"major/minor", "device"},
    {"hidden file", "foreign"},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static char *
replace(const char *text, const char *old, const char *new)
{
	struct buf out = BUF_INIT;
	const char *p;

	for (; (p = strstr(text, old)) != NULL; text = p + strlen(old)) {
		buf_add(&out, text, (size_t)(p - text));
		buf_str(&out, new);
	}
	buf_str(&out, text);
	return buf_steal(&out);
}

static char *
replace_paths(const struct stage *s, const char *text)
{
	char *once = replace(text, s->root, "@ROOT@");
	char *twice = replace(once, s->here, "@HERE@");

	free(once);
	return twice;
}

/* Adds a text with the paths replaced, and frees it. */
static void
add(const struct stage *s, struct lines *out, char *text)
{
	char *line = replace_paths(s, text);

	lines_add(out, line);
	free(line);
	free(text);
}

/* A line of the database; the ninth word may be a time of the clock. */
static char *
normal_entry(const char *line)
{
	struct buf out = BUF_INIT;
	const char *p = line;
	bool file = false;
	size_t len, i;

	for (i = 0;; i++, p += len + 1) {
		len = strcspn(p, " ");
		if (i == 1)
			file = len == 1 && strchr("fev", *p) != NULL;
		if (i == 8 && file && isdigit((unsigned char)*p) &&
		    atoll(p) >= CLOCK)
			buf_str(&out, "@NOW@");
		else
			buf_add(&out, p, len);
		if (p[len] == '\0')
			break;
		buf_char(&out, ' ');
	}
	return buf_steal(&out);
}

struct lines
observe_contents(const struct stage *s)
{
	char *path = xasprintf("%s/var/sadm/install/contents", s->root);
	struct lines all = lines_read(path), out = {NULL, 0};
	size_t i;

	for (i = 0; i < all.n; i++)
		if (all.v[i][0] != '#' && all.v[i][0] != '\0')
			add(s, &out, normal_entry(all.v[i]));
	lines_free(&all);
	free(path);
	return out;
}

/* NAME=value; NULL: it is left out.  The caller frees. */
static char *
normal_variable(const char *line)
{
	size_t i, len;

	for (i = 0; i < COUNT(host_variables); i++)
		if (strncmp(line, host_variables[i],
			strlen(host_variables[i])) == 0)
			return NULL;
	for (i = 0; i < COUNT(tool_variables); i++) {
		len = strlen(tool_variables[i]);
		if (strncmp(line, tool_variables[i], len) == 0 &&
		    line[len] == '=' && line[len + 1] != '\0')
			return xasprintf(
			    "%s=@%s@", tool_variables[i], tool_variables[i]);
	}
	return xstrdup(line);
}

struct lines
observe_pkginfo(const struct stage *s, const char *instance)
{
	char *path = xasprintf("%s/var/sadm/pkg/%s/pkginfo", s->root, instance);
	struct lines all = lines_read(path), out = {NULL, 0};
	char *line;
	size_t i;

	for (i = 0; i < all.n; i++) {
		line = normal_variable(all.v[i]);
		if (line != NULL)
			add(s, &out, line);
	}
	lines_sort(&out);
	lines_free(&all);
	free(path);
	return out;
}

/* The source lies where the package was unpacked for this run. */
static char *
normal_list(const char *line)
{
	static const char *const tops[] = {"/root", "/reloc"};
	size_t len = strcspn(line, " "), i;
	const char *p, *best = NULL, *end, *start;

	if (line[len] == '\0' || line[0] != '/')
		return xstrdup(line);
	for (i = 0; i < 2; i++)
		for (p = line;
		     (p = strstr(p, tops[i])) != NULL && p < line + len; p++) {
			end = p + strlen(tops[i]);
			if (*end == '.')
				end += 1 + strspn(end + 1, "0123456789");
			if (*end == '/' && (best == NULL || p > best))
				best = p;
		}
	if (best == NULL)
		return xstrdup(line);
	for (start = best; start > line && start[-1] != '/'; start--)
		;
	return xasprintf("@INST_DATADIR@/%s", start);
}

/* `== NAME args=[...] cwd=[...] uid=N gid=N umask=N` */
static char *
normal_call(const char *line)
{
	char name[64], args[1024] = "", cwd[1024] = "", uid[32], gid[32],
		       mask[32];
	bool plain;

	if (sscanf(line, "== %63s args=[]", name) == 1 &&
	    strstr(line, " args=[] ") != NULL) {
		if (sscanf(line,
			"== %*s args=[] cwd=[%1023[^]]] uid=%31s "
			"gid=%31s umask=%31s",
			cwd, uid, gid, mask) != 4)
			return xstrdup(line);
	} else if (sscanf(line,
		       "== %63s args=[%1023[^]]] cwd=[%1023[^]]] "
		       "uid=%31s gid=%31s umask=%31s",
		       name, args, cwd, uid, gid, mask) != 6)
		return xstrdup(line);
	plain = strcmp(name, "request") == 0 ||
	    strcmp(name, "checkinstall") == 0;
	if (plain) {
		(void)snprintf(args, sizeof(args), "%s",
		    args[0] == '\0' ? "" : "@RESPONSE@");
		(void)snprintf(cwd, sizeof(cwd), "@ANY@");
		if (strcmp(uid, "0") != 0) {
			(void)snprintf(uid, sizeof(uid), "unprivileged");
			(void)snprintf(gid, sizeof(gid), "unprivileged");
		}
	}
	return xasprintf("== %s args=[%s] cwd=[%s] uid=%s gid=%s umask=%03lo",
	    name, args, cwd, uid, gid, strtoul(mask, NULL, 8));
}

struct lines
observe_trace(const struct stage *s)
{
	char *path = xasprintf("%s/trace.log", s->root), *line, *rest;
	struct lines all = lines_read(path), out = {NULL, 0};
	size_t i;

	for (i = 0; i < all.n; i++) {
		if (strncmp(all.v[i], "== ", 3) == 0)
			add(s, &out, normal_call(all.v[i]));
		else if (strncmp(all.v[i], "  env ", 6) == 0) {
			line = normal_variable(all.v[i] + 6);
			if (line != NULL)
				add(s, &out, xasprintf("  env %s", line));
			free(line);
		} else if (strncmp(all.v[i], "  in ", 5) == 0) {
			rest = normal_list(all.v[i] + 5);
			add(s, &out, xasprintf("  in %s", rest));
			free(rest);
		} else
			add(s, &out, xstrdup(all.v[i]));
	}
	lines_free(&all);
	free(path);
	return out;
}

struct lines
observe_packages(const struct stage *s)
{
	char *path = xasprintf("%s/var/sadm/pkg", s->root);
	struct lines out = {NULL, 0};
	struct dirent *e;
	DIR *list = opendir(path);

	while (list != NULL && (e = readdir(list)) != NULL)
		if (e->d_name[0] != '.')
			lines_add(&out, e->d_name);
	if (list != NULL)
		closedir(list);
	lines_sort(&out);
	free(path);
	return out;
}

struct lines
observe_locks(const struct stage *s)
{
	static const char *const locks[] = {"!I-Lock!", "!R-Lock!"};
	struct lines packages = observe_packages(s), out = {NULL, 0};
	char *path;
	size_t i, j;

	for (i = 0; i < packages.n; i++)
		for (j = 0; j < 2; j++) {
			path = xasprintf("%s/var/sadm/pkg/%s/%s", s->root,
			    packages.v[i], locks[j]);
			if (access(path, F_OK) == 0)
				lines_addf(
				    &out, "%s/%s", packages.v[i], locks[j]);
			free(path);
		}
	lines_free(&packages);
	return out;
}

static const char *
complaint_of(const char *text)
{
	size_t i;

	for (i = 0; i < COUNT(complaints); i++)
		if (strstr(text, complaints[i].words) != NULL)
			return complaints[i].complaint;
	return text;
}

/* A wrong type, or else an unreadable file, hides all else. */
static void
keep_strongest(struct lines *out)
{
	static const char *const strong[] = {": type", ": unreadable"};
	struct lines kept = {NULL, 0};
	size_t i, j, k, len;
	bool drop;

	for (i = 0; i < out->n; i++) {
		len = (size_t)(strrchr(out->v[i], ':') - out->v[i]);
		drop = false;
		for (k = 0; k < 2 && !drop; k++) {
			if (strcmp(out->v[i] + len, strong[k]) == 0)
				break;
			for (j = 0; j < out->n; j++)
				if (strncmp(out->v[i], out->v[j], len) == 0 &&
				    strcmp(out->v[j] + len, strong[k]) == 0)
					drop = true;
		}
		if (!drop)
			lines_add(&kept, out->v[i]);
	}
	lines_free(out);
	*out = kept;
}

struct lines
observe_chk(const struct stage *s, const char *output)
{
	char *text = replace_paths(s, output), *path = NULL;
	struct lines all = lines_split(text), out = {NULL, 0};
	const char *p;
	bool head;
	size_t i;

	for (i = 0; i < all.n; i++) {
		p = all.v[i];
		head = strncmp(p, "ERROR:", 6) == 0;
		if (head)
			p += 6;
		else if (*p != ' ' && *p != '\t')
			continue;
		p += strspn(p, " \t");
		if (head && (*p == '/' || strncmp(p, "@ROOT@/", 7) == 0)) {
			free(path);
			path = xstrdup(p);
		} else if (path != NULL && *p != '\0')
			lines_addf(&out, "%s: %s", path, complaint_of(p));
	}
	lines_sort(&out);
	lines_unique(&out);
	keep_strongest(&out);
	lines_free(&all);
	free(path);
	free(text);
	return out;
}
