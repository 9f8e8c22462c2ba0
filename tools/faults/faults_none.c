/*
 * Systems without the seccomp(2) and ptrace(2) of Linux.
 */
#include "faults/faults.h"

const char *
faults_unsupported(void)
{
	return "faults can be injected on Linux only";
}

void
faults_run(
    const struct fault_run *f, struct fault_result *result, struct diag *d)
{
	(void)f;
	*result = (struct fault_result){.end = FAULT_IMPOSSIBLE};
	diag_error(d, NULL, 0, NULL, "%s", faults_unsupported());
}
