/*
 * The parser of pkgmaps: no input may break it, and what it accepts is the
 * same after writing and reading again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/install_path.h"
#include "model/pkgmap.h"

static void
use(const struct pkgmap *map)
{
	struct pkginfo *vars = pkginfo_new();
	const char *missing;
	size_t i;

	for (i = 0; i < map->objects.n; i++) {
		free(pkgmap_member(map, &map->objects.v[i]));
		free(install_path(map->objects.v[i].path, vars, &missing));
		if (map->objects.v[i].target != NULL)
			free(link_target(&map->objects.v[i]));
	}
	pkginfo_free(vars);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct pkgmap *map, *again;

	map = pkgmap_parse((const char *)data, size, "pkgmap", &d);
	if (map != NULL) {
		use(map);
		pkgmap_write(map, &one);
		again = pkgmap_parse(one.data, one.len, "pkgmap", &d);
		if (again == NULL)
			abort();
		pkgmap_write(again, &two);
		if (one.len != two.len ||
		    memcmp(one.data, two.data, one.len) != 0)
			abort();
		pkgmap_free(again);
	} else if (diag_status(&d) == STATUS_OK)
		abort(); /* refused without a reason */
	pkgmap_free(map);
	buf_free(&one);
	buf_free(&two);
	diag_free(&d);
	return 0;
}
