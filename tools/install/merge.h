/*
 * The merge of a package with the contents database: it decides what will be
 * installed and given to class action scripts (svr4-packaging 6.6, 6.7, 6.9).
 */
#ifndef INSTALL_MERGE_H
#define INSTALL_MERGE_H

#include "install/object_list.h"

/* What the admin file, or an answer to a prompt, says about some objects. */
struct merge_policy {
	bool keep_conflicts; /* conflict=nochange: shared paths stay */
	bool drop_set_id;    /* setuid=nochange: no set-uid, set-gid bits */
};

struct merge {
	struct context *ctx;
	struct object_list *objects;
	struct contents *db;
	struct merge_policy policy;
	const struct class_list *classes; /* NULL with pending */
	bool pending; /* installf: owners get the status `+` */
};

/*
 * Merges the objects with the database in memory: the instance becomes an
 * owner of each, with a status that says what is to be done, and each object
 * is compared with its entry and with what lies on disk.
 */
void merge_with_database(const struct merge *m);

#endif
