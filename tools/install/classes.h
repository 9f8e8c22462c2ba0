/*
 * The classes of a package: CLASSES, their options and their class action
 * scripts (svr4-packaging 4.3, 6.6).
 */
#ifndef INSTALL_CLASSES_H
#define INSTALL_CLASSES_H

#include "run/context.h"

struct class
{
	char *name;
	char *script;         /* i.CLASS; NULL: none */
	bool no_source_check; /* PKG_SRC_NOVERIFY */
	bool quick_check;     /* PKG_DST_QKVERIFY */
	bool relative;        /* PKG_CAS_PASSRELATIVE */
};

struct class_list {
	struct class *v; /* in the order of CLASSES, `none` first */
	size_t n, size;
	struct string_pool names;
	size_t *first; /* of each name in names, its first index in v */
};

/*
 * Fills an empty list from CLASSES of the environment, which is put into the
 * same order.
 */
void classes_load(struct class_list *list, struct env *env);

/*
 * Finds the script i.CLASS of each class: that of the package, delivered in
 * dir, as it will lie in the instance's directory; else the standard one.
 */
void classes_find_scripts(
    struct class_list *list, struct context *ctx, const char *dir);

/*
 * Says where the class action script NAME at path (NULL: there is none) came
 * from; that there is none for class none is nothing to say.
 */
void log_class_script(struct context *ctx, const char *name, const char *path);

/* The index of a class, or -1. */
ssize_t class_index(const struct class_list *list, const char *name);

void classes_free(struct class_list *list);

#endif
