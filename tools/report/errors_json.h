/*
 * Findings as JSON, also of a verb that failed: what reads its output finds
 * there what went wrong.
 */
#ifndef REPORT_ERRORS_JSON_H
#define REPORT_ERRORS_JSON_H

#include "base/diag.h"
#include "base/json.h"

/*
 * One finding as an element of an array: file, line, object, rule, severity and
 * message, as pkgstream-verify(1) has them.
 */
void finding_to_json(struct json *j, const struct finding *f);

/*
 * The member `errors' of an object: an array of all findings that made the verb
 * fail.  Nothing when there is none.
 */
void errors_to_json(struct json *j, const struct diag *d);

#endif
