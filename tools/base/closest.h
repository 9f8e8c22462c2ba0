/*
 * The known word that somebody may have meant.
 */
#ifndef BASE_CLOSEST_H
#define BASE_CLOSEST_H

#include <stddef.h>

#define CLOSEST_MAX 64 /* bytes of a word; nothing is close to longer ones */

struct closest {
	const char *word; /* as it was given */
	const char *best; /* the candidate; NULL: none is close */
	unsigned distance;
};

/* Begins with a word that is known to be wrong. */
void closest_begin(struct closest *c, const char *word);

/* Offers a known word, which lives as long as c. */
void closest_offer(struct closest *c, const char *known);

/*
 * The number of letters to insert, delete, change or swap with their neighbour
 * until a becomes b; above `most' it may be any larger number.
 */
unsigned edit_distance(const char *a, const char *b, unsigned most);

#endif
