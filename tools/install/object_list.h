/*
 * The objects of a package on their way into the target.
 */
#ifndef INSTALL_OBJECT_LIST_H
#define INSTALL_OBJECT_LIST_H

#include "base/string_pool.h"
#include "install/classes.h"
#include "install/package_source.h"
#include "target/object_check.h"

/* Who has the pathname already? */
enum path_use {
	PATH_FREE,
	PATH_SHARED, /* other packages, by the database */
	PATH_UNOWNED /* something lies there that no package owns */
};

/* A directory of the database in the place of an object of another type. */
enum blocking_directory {
	DIRECTORY_NONE,
	DIRECTORY_BLOCKS,  /* has to be removed first */
	DIRECTORY_REMOVED, /* the object takes over its database entry */
	DIRECTORY_STAYS    /* is not empty: the object is not installed */
};

struct install_object {
	struct object object; /* its path is that of the client */
	char *path;           /* where it lies for us, below the root */
	char *source;         /* file in the package; NULL: none */
	char *map_path;       /* as in the pkgmap, parameters expanded */
	size_t class;         /* index in the class list */
	enum path_use use;
	enum blocking_directory directory;
	struct {
		bool contents;   /* bytes, link or device are to be made */
		bool attributes; /* mode, owner or group are to be set */
	} needs;
	struct {
		bool now;    /* a set-uid or set-gid program */
		bool before; /* the database entry is one as well */
	} set_id;
	bool parent_was_link; /* what lies there is behind a link that goes */
};

struct object_list {
	struct install_object *v; /* by path of the client; no `i` objects */
	size_t n, size;
	struct string_pool pool; /* owners and groups from a database */
};

/*
 * Fills the list from the pkgmap, after freeing what it held: parameters in
 * paths are expanded, relative paths go below basedir (NULL: /), objects of
 * classes that are not in the list are left out.  False after messages.
 */
bool object_list_load(struct object_list *list, struct context *ctx,
    const struct package_source *source, const char *basedir,
    const struct class_list *classes);

/*
 * The objects of a list by class, so that no class looks at those of others.
 * Numbers are indices of the list, in its order within a class.
 */
struct object_groups {
	size_t *v;      /* class by class */
	size_t *start;  /* of each class in v; behind the last one, the end */
	unsigned *last; /* part of each class; 0: it has no objects */
	size_t *later;  /* objects beyond part 1, by part and class */
	size_t nlater;
};

/* The part that the object lies in. */
unsigned install_object_part(const struct install_object *obj);

/* Groups by nclasses classes; for object_groups_free. */
struct object_groups object_list_group(
    const struct object_list *list, size_t nclasses);
void object_groups_free(struct object_groups *g);

/* Appends an object; its strings are taken over. */
void object_list_add(
    struct object_list *list, const struct target *t, const struct object *o);

void object_list_sort(struct object_list *list);

/* The number of the last part that has an object, at least 1. */
unsigned object_list_last_part(const struct object_list *list);

void object_list_free(struct object_list *list);

/*
 * object_check_attributes and object_check_contents of the object at its path;
 * what it leaves open, or what a remedy changed, is filled in.
 */
enum verify_result install_object_check_attributes(const struct target *t,
    struct install_object *obj, enum remedy remedy, struct buf *why);
enum verify_result install_object_check_contents(
    struct install_object *obj, enum remedy remedy, struct buf *why);

#endif
