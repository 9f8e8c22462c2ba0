#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "install/dry_run_note.h"

int
note_dry_run(struct installation *in, int code)
{
	const struct install_object *obj;
	struct buf objects = BUF_INIT;
	size_t i;

	for (i = 0; i < in->objects.n && code == 0; i++) {
		obj = &in->objects.v[i];
		if (obj->needs.contents || obj->needs.attributes)
			buf_printf(&objects, "%c %s \\\n", obj->object.ftype,
			    obj->object.path);
	}
	in->dry.code = code;
	(void)snprintf(in->dry.instance, sizeof(in->dry.instance), "%s",
	    in->ctx->instance == NULL ? in->ctx->package : in->ctx->instance);
	if (!dry_run_add(in->ctx->options->dry_run, &in->dry, &objects)) {
		log_error(in->ctx, "the dry run cannot be noted: %s",
		    strerror(errno));
		code = EXIT_INTERNAL;
	}
	buf_free(&objects);
	return code;
}
