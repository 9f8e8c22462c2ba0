#include <string.h>

#include "base/json.h"
#include "report/errors_json.h"
#include "report/info_report.h"

static void
print_parameters(struct json *j, const struct package *p)
{
	size_t i;

	json_object(j, "parameters");
	for (i = 0; i < p->info->n; i++)
		json_string(j, p->info->v[i].name, p->info->v[i].value);
	json_end(j);
}

static void
print_objects(struct json *j, const struct package *p, const struct summary *v)
{
	char type[2] = "";
	size_t i;

	json_object(j, "objects");
	json_number(j, "total", (int64_t)p->map->objects.n);
	json_number(j, "bytes", (int64_t)v->bytes);
	json_row(j, "by_type");
	for (i = 0; i < sizeof(SUMMARY_TYPES) - 1; i++) {
		type[0] = SUMMARY_TYPES[i];
		if (v->types[i] > 0)
			json_number(j, type, (int64_t)v->types[i]);
	}
	json_end(j);
	json_row(j, "by_class");
	for (i = 0; i < v->nclasses; i++)
		json_number(j, v->classes[i].name, (int64_t)v->classes[i].n);
	json_end(j);
	json_end(j);
}

static void
print_information(struct json *j, const struct package *p)
{
	const struct objects *list = &p->map->objects;
	size_t i;

	json_array(j, "information");
	for (i = 0; i < list->n; i++)
		if (list->v[i].ftype == 'i')
			json_string(j, NULL, list->v[i].path);
	json_end(j);
}

/* The letter of a dependency as a word for people. */
static const char *
depend_word(char type)
{
	return type == 'P' ? "prerequisite"
	    : type == 'I'  ? "incompatible"
	    : type == 'R'  ? "reverse"
			   : "unknown";
}

static void
print_dependency(struct json *j, const struct dependency *dep)
{
	size_t i;

	json_row(j, NULL);
	json_string(j, "type", depend_word(dep->type));
	json_string(j, "pkg", dep->package);
	json_string(j, "name", dep->name);
	json_array(j, "versions");
	for (i = 0; i < dep->nversions; i++) {
		json_row(j, NULL);
		json_string(j, "arch", dep->versions[i].arch);
		json_string(j, "version", dep->versions[i].version);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void
print_patch(struct json *j, const struct package *p)
{
	const struct param *param;
	size_t i;

	if (!package_is_patch(p)) {
		json_null(j, "patch");
		return;
	}
	json_object(j, "patch");
	for (i = 0; i < p->info->n; i++) {
		param = &p->info->v[i];
		if (is_patch_parameter(param->name))
			json_string(j, param->name, param->value);
	}
	json_end(j);
}

static void
print_zones(struct json *j, const struct package *p)
{
	json_row(j, "zones");
	json_bool(j, "all", package_is_true(p, "SUNW_PKG_ALLZONES"));
	json_bool(j, "hollow", package_is_true(p, "SUNW_PKG_HOLLOW"));
	json_bool(j, "this", package_is_true(p, "SUNW_PKG_THISZONE"));
	json_end(j);
}

/* What a patch changes, in the order of its table. */
static void
print_changes(struct json *j, const struct patch_table *t)
{
	const struct patch_change *c;
	size_t i;

	json_array(j, "changes");
	for (i = 0; t != NULL && i < t->n; i++) {
		c = &t->v[i];
		json_object(j, NULL);
		json_string(j, "path", c->path);
		json_string(j, "action", patch_action_word(c->action));
		json_string(j, "type", patch_kind_word(c->kind));
		if (c->target != NULL)
			json_string(j, "target", c->target);
		else
			json_null(j, "target");
		json_end(j);
	}
	json_end(j);
}

static void
print_package(struct json *j, const struct info *info, size_t index)
{
	const struct package *p = reader_package(info->s, index);
	const struct depend *depend = info->depend[index];
	size_t i;

	json_object(j, NULL);
	json_string(j, "pkg", p->name);
	json_number(j, "parts", p->nparts);
	json_number(j, "blocks", (int64_t)p->maxpart);
	print_parameters(j, p);
	print_objects(j, p, &info->summary[index]);
	print_information(j, p);
	json_array(j, "depend");
	for (i = 0; depend != NULL && i < depend->n; i++)
		print_dependency(j, &depend->v[i]);
	json_end(j);
	print_zones(j, p);
	print_patch(j, p);
	print_changes(j, info->changes[index]);
	json_end(j);
}

void
info_print_json(struct json *j, const struct info *info,
    const struct info_signature *signature, const struct diag *failed)
{
	const struct package_reader *s = info->s;
	size_t i;

	json_object(j, NULL);
	json_string(j, "file", reader_name(s));
	json_string(
	    j, "format", reader_is_directory(s) ? "directory" : "datastream");
	json_string(j, "compression", reader_compression(s));
	if (reader_file_size(s) > 0)
		json_number(j, "size", (int64_t)reader_file_size(s));
	else
		json_null(j, "size");
	json_bool(j, "signed", reader_signature(s) != NULL);
	info_print_json_signature(j, signature);
	json_array(j, "packages");
	for (i = 0; i < reader_count(s); i++)
		if (info->picked[i])
			print_package(j, info, i);
	json_end(j);
	errors_to_json(j, failed);
	json_end(j);
}

void
info_print_json_failed(
    struct json *j, const char *file, const struct diag *failed)
{
	json_object(j, NULL);
	json_string(j, "file", file);
	errors_to_json(j, failed);
	json_end(j);
}
