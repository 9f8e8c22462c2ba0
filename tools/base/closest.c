#include <string.h>

#include "base/closest.h"

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned
edit_distance(const char *a, const char *b, unsigned most)
{
	unsigned rows[3][CLOSEST_MAX + 1];
	unsigned *before = rows[0], *last = rows[1], *row = rows[2], *spare;
	size_t n = strlen(a), m = strlen(b), i, k;

	if (n > CLOSEST_MAX || m > CLOSEST_MAX)
		return most + 1;
	for (k = 0; k <= m; k++)
		last[k] = (unsigned)k;
	for (i = 1; i <= n; i++) {
		row[0] = (unsigned)i;
		for (k = 1; k <= m; k++) {
			row[k] = last[k - 1] + (a[i - 1] != b[k - 1]);
			row[k] = least(row[k], least(last[k], row[k - 1]) + 1);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1])
				row[k] = least(row[k], before[k - 2] + 1);
		}
		spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[m];
}

void
closest_begin(struct closest *c, const char *word)
{
	/* a third of the letters may be wrong, but two at most */
	size_t most = strlen(word) / 3;

	*c = (struct closest){
	    .word = word, .distance = (most > 2 ? 2 : (unsigned)most) + 1};
}

void
closest_offer(struct closest *c, const char *known)
{
	unsigned distance = edit_distance(c->word, known, c->distance);

	if (distance < c->distance) {
		c->distance = distance;
		c->best = known;
	}
}
