#include <string.h>

#include "lint_package/build_path.h"

/* In these somebody's directory follows, and something in it. */
static const char *const places[] = {"/home/", "/export/home/", "/usr/home/",
    "/Users/", "/tmp/", "/var/tmp/", "/builds/", "/build/",
    "/usr/src/packages/BUILD/", "/root/rpmbuild/"};

/* Components behind a place, without empty ones. */
static size_t
components(const char *p)
{
	size_t n = 0;

	while (*(p += strspn(p, "/")) != '\0') {
		n++;
		p += strcspn(p, "/");
	}
	return n;
}

bool
is_build_path(const char *path)
{
	size_t i, len;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		len = strlen(places[i]);
		if (strncmp(path, places[i], len) == 0 &&
		    components(path + len) > 1)
			return true;
	}
	return false;
}

static bool
is_below(const char *path, const char *base)
{
	size_t len = base == NULL ? 0 : strlen(base);

	return len > 1 && strncmp(path, base, len) == 0 &&
	    (path[len] == '/' || path[len] == '\0');
}

/* A path, or one behind an option like -I; `x/home/y' is neither. */
static const char *
path_of(const char *word)
{
	if (word[0] == '/')
		return word;
	return word[0] == '-' && word[1] != '\0' && word[2] == '/' ? word + 2
								   : NULL;
}

static void
end_word(struct build_path *b)
{
	const char *path;

	if (b->len > 6 && b->found[0] == '\0') {
		b->word[b->len] = '\0';
		path = path_of(b->word);
		if (path != NULL && is_build_path(path) &&
		    !is_below(path, b->base)) {
			memcpy(b->found, path, strlen(path) + 1);
			b->found_line = b->line;
		}
	}
	b->len = 0;
}

static bool
is_path_character(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') ||
	    (c != '\0' && strchr("/._+-@~", c) != NULL);
}

void
build_path_begin(struct build_path *b, const char *base)
{
	*b = (struct build_path){.base = base, .line = 1};
}

void
build_path_add(struct build_path *b, const char *data, size_t len)
{
	size_t i;

	for (i = 0; i < len && b->found[0] == '\0'; i++)
		if (!is_path_character((unsigned char)data[i])) {
			end_word(b);
			b->line += data[i] == '\n';
		} else if (b->len < BUILD_PATH_MAX)
			b->word[b->len++] = data[i];
}

void
build_path_end(struct build_path *b)
{
	end_word(b);
}
