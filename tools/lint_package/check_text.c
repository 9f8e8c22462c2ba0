/*
 * Files whose text has a grammar: depend, and SMF manifests.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/xml.h"
#include "lint_package/checks.h"
#include "model/depend.h"

static bool
is_of_system(const char *package)
{
	return strncmp(package, "SUNW", 4) == 0 ||
	    strncmp(package, "ORCL", 4) == 0;
}

static void
check_dependency(struct lint_package *p, const char *file,
    const struct dependency *dep, struct string_pool *seen)
{
	const char *own = pkginfo_get(p->info, "PKG");
	char *key = xasprintf("%c %s", dep->type, dep->package);

	if (own != NULL && strcmp(own, dep->package) == 0 && dep->type != 'R')
		lint_add(p->out, file, dep->line, 1, "dependency-on-itself",
		    dep->package);
	if (string_pool_find(seen, key) != NULL)
		lint_add(p->out, file, dep->line, 1, "dependency-twice",
		    dep->package);
	string_pool_add(seen, key);
	if (dep->type == 'P' && !is_of_system(dep->package))
		p->has_foreign_dependency = true;
	free(key);
}

void
check_depend(struct lint_package *p, const char *file)
{
	struct string_pool seen = STRING_POOL_INIT;
	struct diag d = DIAG_INIT;
	struct depend *dep;
	size_t i;

	dep = depend_parse(buf_text(&p->text), p->text.len, file, false, &d);
	for (i = 0; dep != NULL && i < dep->n; i++)
		check_dependency(p, file, &dep->v[i], &seen);
	depend_free(dep);
	string_pool_free(&seen);
	diag_free(&d);
}

/*
 * Blanks out `<!DOCTYPE service_bundle SYSTEM "...">', which every manifest has
 * and which tells nothing.  False: it holds declarations, which are not read.
 */
static bool
remove_document_type(struct buf *text)
{
	char *at = strstr(text->data, "<!DOCTYPE"), *end;

	if (at == NULL)
		return true;
	end = at + strcspn(at, "[>");
	if (*end != '>')
		return false;
	for (; at <= end; at++)
		if (*at != '\n')
			*at = ' ';
	return true;
}

void
check_smf_manifest(struct lint_package *p, const char *file)
{
	static const struct xml_limits limits = {
	    16 * 1024 * 1024, 200, 1000000};
	struct diag d = DIAG_INIT;
	xmlDocPtr doc;

	if (!remove_document_type(&p->text))
		return;
	doc = xml_parse(
	    buf_text(&p->text), p->text.len, file, &limits, NULL, &d);
	if (doc == NULL && d.n > 0)
		lint_add(p->out, file, d.v[0].line, d.v[0].line > 0 ? 1 : 0,
		    "manifest-malformed", d.v[0].text);
	xmlFreeDoc(doc);
	diag_free(&d);
}
