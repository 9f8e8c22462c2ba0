/*
 * The attributes of objects in people's words, for reports of what is and what
 * was.
 */
#ifndef MODEL_OBJECT_WORDS_H
#define MODEL_OBJECT_WORDS_H

#include "model/contents.h"

#define MODE_LETTERS 10 /* bytes of "rwxr-xr-x" with its NUL */
#define MODE_WORDS   20 /* of "rwxr-xr-x (0755)" */

/* The permissions as ls(1) shows them: "rwsr-xr-x". */
void mode_letters(unsigned mode, char letters[MODE_LETTERS]);

/* The same with the number that chmod(1) takes: "rwsr-xr-x (4755)". */
void mode_words(unsigned mode, char words[MODE_WORDS]);

/*
 * How an entry of the contents database differs from what it was, as "class
 * none, was cfg; modified 2003-05-08 18:00:00, was ..." with times in UTC; the
 * caller frees.  NULL when it does not differ.
 */
char *entry_difference(const struct entry *was, const struct entry *is);

#endif
