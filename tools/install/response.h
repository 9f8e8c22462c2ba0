/*
 * Response files: answers to the questions of a request script, as parameters
 * for the environment (svr4-packaging 5.6, 6.2).
 */
#ifndef INSTALL_RESPONSE_H
#define INSTALL_RESPONSE_H

#include "run/context.h"

/* What -r names, read before the target's root is entered. */
struct response_source {
	bool given;
	int dir;    /* a directory with one file per instance; -1: none */
	char *text; /* of a file; NULL: it could not be read */
};

/* The response file of one package, in the private directory. */
struct response_file {
	char *path;      /* NULL: there is none */
	bool given;      /* a copy of what -r gave: no request script runs */
	bool unreadable; /* given, and could not be read or copied */
};

/* path is what -r names, or NULL; always to be freed with the other one. */
void response_source_read(struct response_source *s, const char *path);
void response_source_free(struct response_source *s);

/*
 * Copies what -r gave for the instance; the original is never changed.
 * Returns 0; an error is one of merge_response.
 */
int load_response(struct context *ctx, const struct response_source *s,
    struct response_file *file);

/*
 * Sets the parameters of the response file in the environment; 0, or the exit
 * code after a message.
 */
int merge_response(
    struct context *ctx, const struct response_file *file, bool is_update);

#endif
