/*
 * The greedy algorithm of Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (Algorithmica 1, 1986).  What each number of changes reaches is
 * kept, so that the shortest difference can be traced back from the end.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/linediff.h"
#include "base/mem.h"
#include "base/words.h"

struct line {
	const char *text;
	size_t len; /* with its newline, if it has one */
	uint32_t hash;
};

struct text {
	struct line *v;
	size_t n;
	bool *changed; /* for each line: it was removed or added */
};

static uint32_t
hash_of(const char *data, size_t len)
{
	uint32_t hash = 5381;

	for (; len > 0; len--)
		hash = hash * 33 ^ (unsigned char)*data++;
	return hash;
}

static struct text
split(const char *data, size_t len)
{
	struct text t = {NULL, 0, NULL};
	struct slice rest = {data, len}, line;
	size_t size = 0;

	while (t.n < LINEDIFF_LINES_MAX && line_next(&rest, &line)) {
		line.len = (size_t)(rest.p - line.p);
		t.v = array_room(t.v, t.n, &size, sizeof(*t.v));
		t.v[t.n++] = (struct line){
		    line.p, line.len, hash_of(line.p, line.len)};
	}
	if (rest.len > 0 && t.n > 0)
		t.v[t.n - 1].len += rest.len;
	t.changed = xcalloc(t.n + 1, sizeof(*t.changed));
	return t;
}

static bool
is_equal(const struct line *a, const struct line *b)
{
	return a->hash == b->hash && a->len == b->len &&
	    memcmp(a->text, b->text, a->len) == 0;
}

/* What is left of both texts between their common beginning and end. */
struct middle {
	struct line *a, *b;
	int n, m;
};

/*
 * Traces d changes back from the end and marks their lines.  v[d] holds, for
 * the diagonals -d..d, which line of a is reached with d changes.
 */
static void
mark_changes(const struct middle *w, int **v, int d, bool *a, bool *b)
{
	int x = w->n, y = w->m, k, previous;

	for (; d > 0; d--) {
		k = x - y;
		if (k == -d ||
		    (k != d &&
			v[d - 1][k - 1 + d - 1] < v[d - 1][k + 1 + d - 1]))
			previous = k + 1; /* a line of b was added */
		else
			previous = k - 1;
		x = v[d - 1][previous + d - 1];
		y = x - previous;
		if (previous == k + 1)
			b[y] = true;
		else
			a[x] = true;
	}
}

/* The line of a that d changes reach on a diagonal; -1: there is none. */
static int
reach(int *const *v, int d, int k)
{
	return k < -d || k > d ? -1 : v[d][k + d];
}

/* Fills v[d] from v[d - 1]; true when d changes reach the end. */
static bool
advance(const struct middle *w, int **v, int d)
{
	int k, x, y, down, right;

	v[d] = xcalloc((size_t)(2 * d + 1), sizeof(**v));
	for (k = -d; k <= d; k += 2) {
		if (d == 0)
			x = 0;
		else {
			down = reach(v, d - 1, k + 1);
			right = reach(v, d - 1, k - 1);
			x = k == -d || (k != d && right < down) ? down
								: right + 1;
		}
		y = x - k;
		while (x < w->n && y < w->m && x >= 0 && y >= 0 &&
		    is_equal(&w->a[x], &w->b[y])) {
			x++;
			y++;
		}
		v[d][k + d] = x;
		if (x >= w->n && y >= w->m)
			return true;
	}
	return false;
}

static void
compare_middle(const struct middle *w, bool *a, bool *b)
{
	int *v[LINEDIFF_CHANGES_MAX + 1];
	int d = 0, i;
	bool found = false;

	while (!found && d <= LINEDIFF_CHANGES_MAX)
		found = advance(w, v, d++);
	if (found)
		mark_changes(w, v, d - 1, a, b);
	else {
		memset(a, true, (size_t)w->n * sizeof(*a));
		memset(b, true, (size_t)w->m * sizeof(*b));
	}
	for (i = 0; i < d; i++)
		free(v[i]);
}

static void
compare_texts(struct text *a, struct text *b)
{
	size_t head = 0, tail = 0;
	struct middle w;

	while (head < a->n && head < b->n && is_equal(&a->v[head], &b->v[head]))
		head++;
	while (tail < a->n - head && tail < b->n - head &&
	    is_equal(&a->v[a->n - 1 - tail], &b->v[b->n - 1 - tail]))
		tail++;
	w.n = (int)(a->n - head - tail);
	w.m = (int)(b->n - head - tail);
	if (w.n == 0 && w.m == 0)
		return;
	w.a = a->v + head;
	w.b = b->v + head;
	compare_middle(&w, a->changed + head, b->changed + head);
}

static void
add_line(struct buf *out, char sign, const struct line *line)
{
	buf_char(out, sign);
	buf_add(out, line->text, line->len);
	if (line->text[line->len - 1] != '\n')
		buf_str(out, "\n\\ No newline at end of file\n");
}

/* A place in both texts: line i of a, line k of b. */
struct position {
	size_t i, k;
};

static bool
is_changed(const struct text *a, const struct text *b, struct position p)
{
	return a->changed[p.i] || b->changed[p.k];
}

/*
 * The position behind the changed lines at p, which are appended to out unless
 * it is NULL.
 */
static struct position
skip_changes(const struct text *a, const struct text *b, struct position p,
    struct buf *out)
{
	for (; p.i < a->n && a->changed[p.i]; p.i++)
		if (out != NULL)
			add_line(out, '-', &a->v[p.i]);
	for (; p.k < b->n && b->changed[p.k]; p.k++)
		if (out != NULL)
			add_line(out, '+', &b->v[p.k]);
	return p;
}

/*
 * The end of the hunk whose first change is at p, context included.  A hunk
 * goes on while at most twice the context lies between two changes.
 */
static struct position
hunk_end(const struct text *a, const struct text *b, struct position p,
    size_t context)
{
	struct position end = p;
	size_t equal_lines = 0;

	while (p.i < a->n || p.k < b->n) {
		if (is_changed(a, b, p)) {
			p = end = skip_changes(a, b, p, NULL);
			equal_lines = 0;
		} else if (equal_lines++ == 2 * context)
			break;
		else {
			p.i++;
			p.k++;
		}
	}
	for (; context > 0 && end.i < a->n && end.k < b->n; context--) {
		end.i++;
		end.k++;
	}
	return end;
}

static void
add_range(struct buf *out, char sign, size_t from, size_t to)
{
	/* an empty range has the number of the line before it */
	buf_printf(out, " %c%zu", sign, to > from ? from + 1 : from);
	if (to - from != 1)
		buf_printf(out, ",%zu", to - from);
}

static struct position
add_hunk(struct buf *out, const struct text *a, const struct text *b,
    struct position p, size_t context)
{
	struct position end = hunk_end(a, b, p, context);
	size_t before = context < p.i ? context : p.i;

	if (before > p.k)
		before = p.k;
	p.i -= before;
	p.k -= before;
	buf_str(out, "@@");
	add_range(out, '-', p.i, end.i);
	add_range(out, '+', p.k, end.k);
	buf_str(out, " @@\n");
	while (p.i < end.i || p.k < end.k) {
		if (is_changed(a, b, p)) {
			p = skip_changes(a, b, p, out);
			continue;
		}
		add_line(out, ' ', &a->v[p.i++]);
		p.k++;
	}
	return p;
}

void
linediff(const char *a, size_t alen, const char *b, size_t blen, size_t context,
    struct buf *out)
{
	struct text x = split(a, alen), y = split(b, blen);
	struct position p = {0, 0};

	compare_texts(&x, &y);
	while (p.i < x.n || p.k < y.n) {
		if (is_changed(&x, &y, p))
			p = add_hunk(out, &x, &y, p, context);
		else {
			p.i++;
			p.k++;
		}
	}
	free(x.v);
	free(x.changed);
	free(y.v);
	free(y.changed);
}

bool
linediff_is_text(const char *data, size_t len)
{
	size_t i, odd = 0;

	for (i = 0; i < len; i++) {
		if (data[i] == '\0')
			return false;
		odd += (unsigned char)data[i] < ' ' && data[i] != '\n' &&
		    data[i] != '\t' && data[i] != '\r' && data[i] != '\f';
	}
	return odd * 100 <= len;
}
