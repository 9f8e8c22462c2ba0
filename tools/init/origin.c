#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "init/origin.h"
#include "stream/deb.h"

/* Packages of Solaris that have what those of other systems have. */
static const struct guess {
	const char *prefix; /* of the name there */
	const char *package, *title;
} guesses[] = {
    {"bash", "SUNWbash", "GNU Bourne-Again shell (bash)"},
    {"bzip2", "SUNWbzip", "The bzip compression utility"},
    {"gcc-libs", "SUNWgccruntime", "GCC Runtime libraries"},
    {"glibc", "SUNWcsl", "Core Solaris, (Shared Libs)"},
    {"gzip", "SUNWgzip", "The GNU Zip (gzip) compression utility"},
    {"java", "SUNWj5rt", "JDK 5.0 Runtime Env."},
    {"less", "SUNWless", "The GNU pager (less)"},
    {"libbz2", "SUNWbzip", "The bzip compression utility"},
    {"libc.so", "SUNWcsl", "Core Solaris, (Shared Libs)"},
    {"libc6", "SUNWcsl", "Core Solaris, (Shared Libs)"},
    {"libexpat", "SUNWlexpt", "libexpat - XML parser library"},
    {"libfreetype", "SUNWfreetype2", "FreeType2 font library"},
    {"libgcc", "SUNWgccruntime", "GCC Runtime libraries"},
    {"libglib2", "SUNWgnome-base-libs", "GNOME base GUI libraries"},
    {"libjpeg", "SUNWjpg", "jpeg - The Independent JPEG Groups library"},
    {"libm.so", "SUNWlibms", "Math & Microtasking Libraries"},
    {"libncurses", "SUNWncurses", "Ncurses library"},
    {"libpam", "SUNWcsl", "Core Solaris, (Shared Libs)"},
    {"libpcre", "SUNWpcre", "Perl-Compatible Regular Expressions"},
    {"libpng", "SUNWpng", "Portable Network Graphics library"},
    {"libpthread", "SUNWcsl", "Core Solaris, (Shared Libs)"},
    {"libsqlite3", "SUNWsqlite3", "SQL database engine library"},
    {"libssl", "SUNWopenssl-libraries", "OpenSSL Libraries (Root)"},
    {"libcrypto", "SUNWopenssl-libraries", "OpenSSL Libraries (Root)"},
    {"libstdc++", "SUNWgccruntime", "GCC Runtime libraries"},
    {"libtiff", "SUNWTiff", "libtiff - library for reading TIFF"},
    {"libwrap", "SUNWtcpd", "tcpd - access control facility"},
    {"libxml2", "SUNWlxml", "The XML library"},
    {"libxslt", "SUNWlxsl", "The XSLT Library"},
    {"openssl", "SUNWopenssl-libraries", "OpenSSL Libraries (Root)"},
    {"perl", "SUNWperl584core", "Perl 5.8.4 (core)"},
    {"python", "SUNWPython", "The Python interpreter"},
    {"tcl", "SUNWTcl", "Tcl - Tool Command Language"},
    {"tk", "SUNWTk", "Tk - TCL GUI Toolkit"},
    {"wget", "SUNWwgetr", "GNU wget"},
    {"zlib", "SUNWzlib", "The Zip compression library"},
    {"zip", "SUNWzip", "The Info-Zip (zip) compression utility"},
};

char *
origin_word(const char *text, size_t len)
{
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < len && b.len < ORIGIN_WORD_MAX; i++)
		if ((unsigned char)text[i] >= ' ' && text[i] != 127)
			buf_char(&b, text[i]);
		else if (b.len > 0 && b.data[b.len - 1] != ' ')
			buf_char(&b, ' ');
	while (b.len > 0 && b.data[b.len - 1] == ' ')
		b.data[--b.len] = '\0';
	if (b.len > 0)
		return buf_steal(&b);
	buf_free(&b);
	return NULL;
}

void
origin_list_add(struct origin_list *list, const char *text, size_t len)
{
	char *word = list->n < ORIGIN_LIST_MAX ? origin_word(text, len) : NULL;

	if (word == NULL)
		return;
	list->v = array_append_room(list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = word;
}

struct origin *
origin_read(const char *path, struct diag *d)
{
	struct origin *o = xcalloc(1, sizeof(*o));
	bool ok = false;

	if (deb_is(path))
		ok = origin_read_deb(o, path, d);
	else if (origin_is_rpm(path))
		ok = origin_read_rpm(o, path, d);
	if (ok)
		return o;
	origin_free(o);
	return NULL;
}

bool
origin_has_config(const struct origin *o, const char *path)
{
	size_t i;

	for (i = 0; i < o->config.n; i++)
		if (strcmp(o->config.v[i], path) == 0)
			return true;
	return false;
}

static int
by_path(const void *key, const void *file)
{
	return strcmp(key, ((const struct origin_file *)file)->path);
}

const struct origin_file *
origin_find_file(const struct origin *o, const char *path)
{
	return o->nfiles == 0
	    ? NULL
	    : bsearch(path, o->files, o->nfiles, sizeof(*o->files), by_path);
}

static const struct guess *
find_guess(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(guesses) / sizeof(guesses[0]); i++)
		if (strncmp(name, guesses[i].prefix,
			strlen(guesses[i].prefix)) == 0)
			return &guesses[i];
	return NULL;
}

void
origin_write_depend(const struct origin *o, struct buf *out)
{
	const struct guess *guess;
	size_t i;

	for (i = 0; i < o->depends.n; i++) {
		guess = find_guess(o->depends.v[i]);
		buf_printf(out, "# %s: %.200s\n", o->kind, o->depends.v[i]);
		if (guess != NULL)
			buf_printf(
			    out, "#P %s\t%s\n", guess->package, guess->title);
	}
}

static void
free_list(struct origin_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		free(list->v[i]);
	free(list->v);
}

void
origin_free(struct origin *o)
{
	size_t i;

	if (o == NULL)
		return;
	free(o->name);
	free(o->version);
	free(o->arch);
	free(o->summary);
	free(o->maintainer);
	free(o->vendor);
	free_list(&o->depends);
	free_list(&o->config);
	free_list(&o->scripts);
	for (i = 0; i < o->nfiles; i++) {
		free(o->files[i].path);
		free(o->files[i].owner);
		free(o->files[i].group);
	}
	free(o->files);
	free(o);
}
