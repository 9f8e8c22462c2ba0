/*
 * The greedy algorithm of Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (Algorithmica 1, 1986), with all steps kept for the way back.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/linediff.h"
#include "base/mem.h"

struct line {
	const char *text;
	size_t len; /* with its LF, if it has one */
	uint32_t hash;
};

struct text {
	struct line *v;
	size_t n;
	bool *changed; /* by line: removed or added */
};

static struct text
split(const char *data, size_t len)
{
	struct text t = {NULL, 0, NULL};
	size_t size = 0, i, n;
	const char *end;

	while (len > 0 && t.n < LINEDIFF_LINES_MAX) {
		end = memchr(data, '\n', len);
		n = end == NULL ? len : (size_t)(end - data) + 1;
		if (t.n == size) {
			size = size == 0 ? 64 : size * 2;
			t.v = xreallocarray(t.v, size, sizeof(*t.v));
		}
		t.v[t.n] = (struct line){data, n, 5381};
		for (i = 0; i < n; i++)
			t.v[t.n].hash = t.v[t.n].hash * 33 ^
			    (unsigned char)data[i];
		t.n++;
		data += n;
		len -= n;
	}
	if (len > 0) /* the rest is one line */
		t.v[t.n - 1].len += len;
	t.changed = xcalloc(t.n + 1, sizeof(*t.changed));
	return t;
}

static bool
equal(const struct line *a, const struct line *b)
{
	return a->hash == b->hash && a->len == b->len &&
	    memcmp(a->text, b->text, a->len) == 0;
}

/* The lines between common beginning and common end. */
struct middle {
	struct line *a, *b;
	int n, m;
};

/*
 * Goes back from the end through the kept steps and marks what changed.  v[d]
 * holds, for the diagonals -d..d, how far d changes reach.
 */
static void
mark(const struct middle *w, int **v, int d, bool *a, bool *b)
{
	int x = w->n, y = w->m, k, before;

	for (; d > 0; d--) {
		k = x - y;
		if (k == -d ||
		    (k != d &&
			v[d - 1][k - 1 + d - 1] < v[d - 1][k + 1 + d - 1]))
			before = k + 1; /* a line of b was added */
		else
			before = k - 1;
		x = v[d - 1][before + d - 1];
		y = x - before;
		if (before == k + 1)
			b[y] = true;
		else
			a[x] = true;
	}
}

/* Reads v[d - 1] at a diagonal; out of its range nothing was reached. */
static int
reach(int *const *v, int d, int k)
{
	return k < -d || k > d ? -1 : v[d][k + d];
}

/* One more change on each diagonal; true when the end is reached. */
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
		    equal(&w->a[x], &w->b[y])) {
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
compare(const struct middle *w, bool *a, bool *b)
{
	int *v[LINEDIFF_CHANGES_MAX + 1];
	int d = 0, i;
	bool found = false;

	while (!found && d <= LINEDIFF_CHANGES_MAX)
		found = advance(w, v, d++);
	if (found)
		mark(w, v, d - 1, a, b);
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

	while (head < a->n && head < b->n && equal(&a->v[head], &b->v[head]))
		head++;
	while (tail < a->n - head && tail < b->n - head &&
	    equal(&a->v[a->n - 1 - tail], &b->v[b->n - 1 - tail]))
		tail++;
	w.n = (int)(a->n - head - tail);
	w.m = (int)(b->n - head - tail);
	if (w.n == 0 && w.m == 0)
		return;
	w.a = a->v + head;
	w.b = b->v + head;
	compare(&w, a->changed + head, b->changed + head);
}

static void
add_line(struct buf *out, char sign, const struct line *line)
{
	buf_char(out, sign);
	buf_add(out, line->text, line->len);
	if (line->text[line->len - 1] != '\n')
		buf_str(out, "\n\\ No newline at end of file\n");
}

/* Both texts from line i and k on; the same number of equal lines ahead. */
struct position {
	size_t i, k;
};

static bool
at_change(const struct text *a, const struct text *b, struct position p)
{
	return a->changed[p.i] || b->changed[p.k];
}

/* Behind the changed lines at p, which are added to out unless it is NULL. */
static struct position
pass_change(const struct text *a, const struct text *b, struct position p,
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
 * The end of the hunk whose first change is at p: more than twice the context
 * without a change follow, or the end.
 */
static struct position
hunk_end(const struct text *a, const struct text *b, struct position p,
    size_t context)
{
	struct position end = p;
	size_t equal_lines = 0;

	while (p.i < a->n || p.k < b->n) {
		if (at_change(a, b, p)) {
			p = end = pass_change(a, b, p, NULL);
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
	/* an empty range names the line before it */
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
		if (at_change(a, b, p)) {
			p = pass_change(a, b, p, out);
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
		if (at_change(&x, &y, p))
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
