/*
 * What must hold of whatever a package of another system says.
 */
#ifndef TESTS_FUZZ_ORIGIN_H
#define TESTS_FUZZ_ORIGIN_H

#include <stdlib.h>
#include <string.h>

#include "init/origin.h"
#include "model/object.h"

/* One line, within the limit, that no terminal obeys. */
static inline void
check_text(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	if (text == NULL)
		return;
	if (text[0] == '\0' || strlen(text) > ORIGIN_WORD_MAX)
		abort();
	for (; *c != '\0'; c++)
		if (*c < ' ' || *c == 127)
			abort();
}

static inline void
check_list(const struct origin_list *list)
{
	size_t i;

	if (list->n > ORIGIN_LIST_MAX)
		abort();
	for (i = 0; i < list->n; i++)
		check_text(list->v[i]);
}

static inline void
check_owner(const char *name)
{
	if (name != NULL && object_owner_fault(name) != NULL)
		abort();
}

static inline void
check_files(const struct origin *o)
{
	size_t i;

	if (o->nfiles > ORIGIN_FILES_MAX)
		abort();
	for (i = 0; i < o->nfiles; i++) {
		if (o->files[i].path[0] == '/' ||
		    origin_find_file(o, o->files[i].path) == NULL)
			abort();
		check_owner(o->files[i].owner);
		check_owner(o->files[i].group);
	}
}

/* Reads the package and writes its depend file. */
static inline void
check_origin(const char *path)
{
	struct diag d = DIAG_INIT;
	struct origin *o = origin_read(path, &d);
	struct buf depend = BUF_INIT;

	if (o != NULL) {
		if (diag_status(&d) != STATUS_OK || o->name == NULL)
			abort();
		check_text(o->name);
		check_text(o->version);
		check_text(o->arch);
		check_text(o->summary);
		check_text(o->maintainer);
		check_text(o->vendor);
		check_list(&o->depends);
		check_list(&o->config);
		check_list(&o->scripts);
		check_files(o);
		origin_write_depend(o, &depend);
		buf_free(&depend);
	}
	origin_free(o);
	diag_free(&d);
}

#endif
