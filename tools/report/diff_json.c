#include <stdlib.h>

#include "base/json.h"
#include "report/diff_report.h"
#include "report/diff_value.h"
#include "report/errors_json.h"

static void
print_params(struct json *j, const struct diff_package *p)
{
	size_t i;

	json_array(j, "parameters");
	for (i = 0; i < p->nparams; i++) {
		json_row(j, NULL);
		json_string(j, "name", p->params[i].name);
		json_string(j, "change",
		    diff_change_name(p->params[i].a, p->params[i].b));
		json_string(j, "old", p->params[i].a);
		json_string(j, "new", p->params[i].b);
		json_end(j);
	}
	json_end(j);
}

static void
print_attributes(struct json *j, const struct diff_object *o)
{
	const struct diff_word *w;
	char *value;

	json_row(j, "attributes");
	for (w = diff_words; w->name != NULL; w++) {
		if ((o->changes & w->bit) == 0)
			continue;
		json_row(j, w->name);
		value = diff_value(o->a, w->bit);
		json_string(j, "old", value);
		free(value);
		value = diff_value(o->b, w->bit);
		json_string(j, "new", value);
		free(value);
		json_end(j);
	}
	json_end(j);
}

static void
print_objects(struct json *j, const struct diff_package *p)
{
	const struct diff_object *o;
	const struct object *any;
	char ftype[2] = "";
	size_t i;

	json_array(j, "objects");
	for (i = 0; i < p->nobjects; i++) {
		o = &p->objects[i];
		any = o->b != NULL ? o->b : o->a;
		ftype[0] = any->ftype;
		json_row(j, NULL);
		json_string(j, "path", any->path);
		json_string(j, "ftype", ftype);
		json_string(j, "change", diff_change_name(o->a, o->b));
		print_attributes(j, o);
		json_string(j, "diff", o->text);
		json_end(j);
	}
	json_end(j);
}

static void
print_side(struct json *j, const char *key, const struct package *p)
{
	if (p == NULL) {
		json_null(j, key);
		return;
	}
	json_row(j, key);
	json_string(j, "pkg", p->name);
	json_string(j, "version", pkginfo_get(p->info, "VERSION"));
	json_end(j);
}

void
diff_print_json(const struct diff *diff)
{
	struct json *j = json_new(stdout);
	size_t i;

	json_object(j, NULL);
	json_string(j, "old", reader_name(diff->a));
	json_string(j, "new", reader_name(diff->b));
	json_array(j, "packages");
	for (i = 0; i < diff->n; i++) {
		json_object(j, NULL);
		print_side(j, "old", diff->v[i].a);
		print_side(j, "new", diff->v[i].b);
		print_params(j, &diff->v[i]);
		print_objects(j, &diff->v[i]);
		json_end(j);
	}
	json_free(j);
}

void
diff_print_json_failed(const char *a, const char *b, const struct diag *failed)
{
	struct json *j = json_new(stdout);

	json_object(j, NULL);
	json_string(j, "old", a);
	json_string(j, "new", b);
	errors_to_json(j, failed);
	json_free(j);
}
