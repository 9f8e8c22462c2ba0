/*
 * Response files, and the scripts that write them: request and checkinstall
 * (svr4-packaging 5.6, 6.2).
 */
#ifndef INSTALL_RESPONSE_H
#define INSTALL_RESPONSE_H

#include "run/context.h"

/* The text of a response file given with -r. */
struct response {
	bool given;
	int dir;    /* a directory with one file per instance; -1 */
	char *text; /* NULL: it could not be read */
};

/* path NULL: none was given. */
void response_read(struct response *resp, const char *path);
void response_free(struct response *resp);

/* Each a step of the installation: 0, or the exit code. */
int load_response(struct run *r);
int run_request(struct run *r);
int merge_response(struct run *r);
int run_checkinstall(struct run *r);

#endif
