/*
 * Leaks are looked for where ASAN_OPTIONS says so, and not in the calls of
 * scripts, which get no variables of ours: the leak checker needs ptrace(2),
 * which no script has.
 */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}
