#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/installf.h"
#include "install/items.h"
#include "target/installed.h"

#define SPEC_WORDS    8    /* path ftype major minor mode owner group */
#define SPEC_LINE_MAX 4096 /* bytes of a line of standard input */

/* One specification while it is read. */
struct spec {
	struct run *run;
	char **v;
	size_t n, next;
	struct object o;
};

static bool
fault(struct spec *s, const char *text)
{
	log_error(s->run, "%s: %s", s->v[0], text);
	return false;
}

static bool
get_number(struct spec *s, int base, int32_t *out)
{
	char *end;
	long n;

	if (s->next >= s->n)
		return true;
	n = strtol(s->v[s->next++], &end, base);
	if (*end != '\0' || n < 0 || n > INT32_MAX)
		return fault(s, "a number is wrong");
	*out = (int32_t)n;
	return true;
}

/* The path as a client has it; scripts give it with the root or without. */
static bool
get_path(struct spec *s)
{
	const char *root = s->run->target->root;
	char *word = s->v[s->next++], *equals = strchr(word, '=');
	size_t len = strlen(root);

	if (equals != NULL) {
		*equals = '\0';
		s->o.target = xstrdup(equals + 1);
	}
	if (word[0] != '/')
		return fault(s, "a path has to be absolute");
	s->o.path = xstrdup(word);
	path_canonize(s->o.path);
	if (len > 0 && strncmp(s->o.path, root, len) == 0 &&
	    s->o.path[len] == '/')
		memmove(
		    s->o.path, s->o.path + len, strlen(s->o.path + len) + 1);
	return true;
}

static bool
get_link(struct spec *s)
{
	s->o.ftype = s->next < s->n ? s->v[s->next++][0] : 'l';
	if (!ftype_has_target(s->o.ftype))
		return fault(s, "only the types s and l have a target");
	if (s->o.target[0] == '\0' || s->next < s->n)
		return fault(s, "a link is: path=target, type");
	return true;
}

static bool
get_attributes(struct spec *s)
{
	bool complete;

	if (s->next >= s->n)
		return true;
	s->o.ftype = s->v[s->next++][0];
	if (strchr("?fvedxcbp", s->o.ftype) == NULL)
		return fault(s, "the type is none of f v e d x p c b s l");
	if (ftype_is_device(s->o.ftype) &&
	    (!get_number(s, 0, &s->o.major) || !get_number(s, 0, &s->o.minor)))
		return false;
	if (!get_number(s, 8, &s->o.mode))
		return false;
	if (s->next < s->n)
		s->o.owner = s->v[s->next++];
	complete = s->next < s->n;
	if (complete)
		s->o.group = s->v[s->next++];
	if (strchr("dxbcp", s->o.ftype) != NULL && !complete)
		return fault(s, "this type needs mode, owner and group");
	return s->next == s->n || fault(s, "there are too many words");
}

static void
add_item(struct spec *s, const char *class)
{
	struct run *r = s->run;
	struct install_item *item;

	r->items = xreallocarray(r->items, r->nitems + 1, sizeof(*r->items));
	item = &r->items[r->nitems++];
	*item = (struct install_item){.object = s->o};
	item->object.class = string_pool_add(&r->pool, class);
	item->object.owner = string_pool_add(&r->pool, s->o.owner);
	item->object.group = string_pool_add(&r->pool, s->o.group);
	item->path = target_path(r->target, s->o.path);
}

static bool
read_spec(struct run *r, char **v, size_t n, const char *class)
{
	struct spec s = {.run = r, .v = v, .n = n};
	bool ok;

	object_init(&s.o);
	s.o.ftype = '?';
	s.o.owner = s.o.group = "?";
	ok = get_path(&s) &&
	    (s.o.target != NULL ? get_link(&s) : get_attributes(&s));
	if (ok)
		add_item(&s, class == NULL ? "none" : class);
	else
		object_clear(&s.o);
	return ok;
}

/* Lines of standard input, one object each. */
static bool
read_lines(struct run *r, const struct installf_request *q)
{
	char line[SPEC_LINE_MAX], *words[SPEC_WORDS + 1], *p;
	bool ok = true;
	size_t n;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		n = 0;
		for (p = strtok(line, " \t\n"); p != NULL && n < SPEC_WORDS;
		     p = strtok(NULL, " \t\n"))
			words[n++] = p;
		if (n > 0 && !read_spec(r, words, q->remove ? 1 : n, q->class))
			ok = false;
	}
	return ok;
}

static bool
read_all(struct run *r, const struct installf_request *q)
{
	bool ok = true;
	size_t i;

	if (strcmp(q->args[0], "-") == 0)
		return read_lines(r, q);
	if (!q->remove)
		return read_spec(r, q->args, q->nargs, q->class);
	for (i = 0; i < q->nargs; i++)
		if (!read_spec(r, &q->args[i], 1, NULL))
			ok = false;
	return ok;
}

static int
compare_items(const void *a, const void *b)
{
	return strcmp(((const struct install_item *)a)->object.path,
	    ((const struct install_item *)b)->object.path);
}

/* Directories, devices and pipes are made at once. */
static void
make_items(struct run *r)
{
	struct buf why = BUF_INIT;
	size_t i;

	for (i = 0; i < r->nitems; i++)
		if (strchr("dxcbp", r->items[i].object.ftype) != NULL)
			(void)item_check_attributes(
			    r, &r->items[i], REMEDY_FIX, &why);
	log_detail(r, &why);
	buf_free(&why);
}

static int
note_objects(struct run *r)
{
	r->pending = true;
	items_merge(r);
	if (!run_store_database(r, "installf"))
		return EXIT_INTERNAL;
	make_items(r);
	return 0;
}

/*
 * The paths get a mark; printed are those that nobody else has, which the
 * script may remove now.
 */
static int
note_removals(struct run *r)
{
	struct entry *e;
	size_t i;

	for (i = 0; i < r->nitems; i++) {
		e = contents_find(r->db, r->items[i].object.path);
		if (e != NULL) {
			r->items[i].shared = entry_is_shared(e, r->instance);
			(void)entry_own(r->db, e, r->instance, OWNER_LEAVING);
		}
	}
	if (!run_store_database(r, "removef"))
		return EXIT_INTERNAL;
	for (i = 0; i < r->nitems; i++)
		if (!r->items[i].shared)
			(void)fprintf(
			    r->options->out, "%s\n", r->items[i].path);
	return 0;
}

/*
 * The tool links to the path of the running system even below an alternate
 * root, where that does not exist: the link is lost.  We leave the host alone
 * and come to the same.
 */
static bool
loses_link(const struct run *r, const struct install_item *item)
{
	return item->object.ftype == 'l' && item->object.target[0] == '/' &&
	    r->target->root[0] != '\0';
}

/* The object is as it lies there now (dofinal). */
static void
settle_entry(struct run *r, struct entry *e, struct owner *owner)
{
	struct install_item item = {.object = e->object};
	struct buf why = BUF_INIT;
	bool ok;

	item.object.target = e->object.target == NULL
	    ? NULL
	    : xstrdup(e->object.target);
	item.path = target_path(r->target, e->object.path);
	ok = !loses_link(r, &item);
	if (ok)
		ok = item_check_attributes(r, &item, REMEDY_FIX, &why) ==
		    VERIFY_OK;
	else
		(void)unlink(item.path);
	if (ok && ftype_has_contents(item.object.ftype))
		ok = item_check_contents(r, &item, REMEDY_FIX, &why) ==
		    VERIFY_OK;
	if (!ok) {
		log_error(r, "%s is not as it was given", item.path);
		log_detail(r, &why);
		r->notes.warned = true;
	}
	owner->status = ok ? OWNER_OK : OWNER_MISSING;
	entry_describe(r->db, e, &item.object);
	free(item.object.target);
	free(item.path);
	buf_free(&why);
}

static int
settle_all(struct run *r, const struct installf_request *q)
{
	struct owner *owner;
	struct entry *e;
	size_t i;

	for (i = 0; i < r->db->n; i++) {
		e = &r->db->v[i];
		owner = entry_owner(e, r->instance);
		if (owner == NULL ||
		    (q->class != NULL &&
			strcmp(q->class, e->object.class) != 0))
			continue;
		if (q->remove && owner->status == OWNER_LEAVING)
			entry_disown(e, r->instance);
		else if (!q->remove && owner->status == OWNER_PENDING)
			settle_entry(r, e, owner);
	}
	return run_store_database(r, q->remove ? "removef" : "installf")
	    ? 0
	    : EXIT_INTERNAL;
}

static bool
is_installed(struct run *r)
{
	char *path = target_package(r->target, r->instance, "pkginfo");
	bool there = access(path, F_OK) == 0;

	free(path);
	if (!there)
		log_error(r, "the instance <%s> is not installed", r->instance);
	return there;
}

static int
work(struct run *r, const struct installf_request *q)
{
	if (pkgname_fault(q->instance, true) != NULL || !is_installed(r) ||
	    !run_load_database(r))
		return EXIT_FATAL;
	if (q->final)
		return settle_all(r, q);
	if (!read_all(r, q))
		return EXIT_FATAL;
	qsort(r->items, r->nitems, sizeof(*r->items), compare_items);
	return q->remove ? note_removals(r) : note_objects(r);
}

int
installf(const struct run_options *options, struct target *t,
    const struct installf_request *q)
{
	struct admin *admin = admin_new();
	struct run *r = run_new(options, admin, t, NULL);
	int code;

	r->instance = xstrdup(q->instance);
	r->classes = xcalloc(1, sizeof(*r->classes));
	r->nclasses = 1;
	code = work(r, q);
	if (code == 0 && r->notes.warned)
		code = EXIT_FATAL;
	run_free(r);
	admin_free(admin);
	return code;
}
