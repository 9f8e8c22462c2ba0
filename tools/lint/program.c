#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "lint/program.h"

#define VARIABLE_DEPTH_MAX 3 /* of variables that are made of others */

void
program_add_text(struct program *p, const char *text, size_t len, size_t at)
{
	p->pieces = array_room(p->pieces, p->n, &p->size, sizeof(*p->pieces));
	p->pieces[p->n++] = (struct program_piece){text, len, at, 0};
	p->nholes += text == NULL;
}

void
program_add_hole(struct program *p, size_t at)
{
	program_add_text(p, NULL, 0, at);
}

static void add_parts(struct program *p, const struct script *s,
    const struct shell_part *part, unsigned depth);

/* The text of the first part has the name in front of it. */
static void
add_value(struct program *p, const struct script *s,
    const struct shell_word *value, unsigned depth)
{
	const struct shell_part *first = value->parts;
	size_t prefix = strcspn(first->text, "=") + 1;

	program_add_text(
	    p, first->text + prefix, first->len - prefix, first->at + prefix);
	add_parts(p, s, first->next, depth);
}

/* The value of a variable, or a hole. */
static void
add_variable(struct program *p, const struct script *s,
    const struct shell_part *part, unsigned depth)
{
	const struct shell_word *value = only_value(s, part->text);

	if (value == NULL || part->operator!= 0 || depth> VARIABLE_DEPTH_MAX)
		program_add_hole(p, part->at);
	else
		add_value(p, s, value, depth + 1);
}

static void
add_parts(struct program *p, const struct script *s,
    const struct shell_part *part, unsigned depth)
{
	for (; part != NULL; part = part->next) {
		if (part->kind == PART_PARAMETER)
			add_variable(p, s, part, depth);
		else if (part->kind > PART_ESCAPED)
			program_add_hole(p, part->at);
		else if (part->len > 0)
			/* a quote stands in front of it */
			program_add_text(p, part->text, part->len,
			    part->at + (part->kind == PART_SINGLE));
	}
}

void
program_add(
    struct program *p, const struct script *s, const struct shell_word *w)
{
	add_parts(p, s, w->parts, 0);
}

void
program_add_value(
    struct program *p, const struct script *s, const struct shell_word *value)
{
	add_value(p, s, value, 0);
}

void
program_add_document(
    struct program *p, const struct script *s, const struct shell_redirect *r)
{
	const struct shell_word *d = r->document;

	if (d->parts == NULL && d->literal != NULL)
		program_add_text(p, d->literal, strlen(d->literal), d->at);
	else
		add_parts(p, s, d->parts, 0);
}

size_t
program_ways(const struct program *p, size_t n)
{
	size_t i, ways = 1;

	if (p->nholes > PROGRAM_HOLES_MAX)
		return n;
	for (i = 0; i < p->nholes; i++)
		ways *= n;
	return ways;
}

void
program_make(
    struct program *p, const char *const *fillers, size_t n, size_t which)
{
	struct program_piece *piece;
	size_t i;

	p->text.len = 0;
	for (i = 0; i < p->n; i++) {
		piece = &p->pieces[i];
		piece->offset = p->text.len;
		if (piece->text != NULL) {
			buf_add(&p->text, piece->text, piece->len);
			continue;
		}
		buf_str(&p->text, fillers[which % n]);
		if (p->nholes <= PROGRAM_HOLES_MAX)
			which /= n;
	}
}

size_t
program_origin(const struct program *p, size_t offset)
{
	size_t i = p->n;

	while (i > 1 && p->pieces[i - 1].offset > offset)
		i--;
	if (i == 0)
		return 0;
	return p->pieces[i - 1].at +
	    (p->pieces[i - 1].text == NULL ? 0
					   : offset - p->pieces[i - 1].offset);
}

size_t
program_first_hole(const struct program *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->pieces[i].text == NULL)
			return p->pieces[i].offset;
	return SIZE_MAX;
}

void
program_free(struct program *p)
{
	free(p->pieces);
	buf_free(&p->text);
	*p = PROGRAM_INIT;
}
