#!/bin/sh
# Asks clang-format, clang-tidy and cppcheck about the C sources.  Prints TAP;
# what is not installed is skipped.  clang-tidy takes minutes.
#
#	make lint-c
#	sh tests/lint_c.sh BUILD [format|tidy|cppcheck]...
#
# The Makefile sets LINT_FLAGS, which the program is compiled with; BUILD is
# where the generated headers are.

TOP=$(cd "$(dirname "$0")/.." && pwd) || exit 1
BUILD=$(cd "$1" && pwd) || exit 1
shift
cd "$TOP" || exit 1
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=1
failed=0
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
trap 'exit 1' HUP INT TERM

# ask NAME COMMAND FUNCTION: the function fails, or prints, when it finds
# something
ask() {
	if ! command -v "$2" >/dev/null 2>&1; then
		echo "ok - lint_c: $1 # SKIP no $2"
	elif "$3" >"$log" 2>&1 && [ ! -s "$log" ]; then
		echo "ok - lint_c: $1"
	else
		echo "not ok - lint_c: $1"
		sed 's/^/# /' "$log"
		failed=1
	fi
}

format() {
	find tools tests -name '*.[ch]' -print |
	    xargs clang-format --dry-run -Werror
}

# Other versions have checks of their own; 14 is what the tree was cleaned with.
tidy() {
	ls tools/*/*.c | grep -v '_none\.c$' |
	    xargs -n 1 -P "$jobs" sh -c 'clang-tidy --quiet "$@" -- \
	    $LINT_FLAGS 2>/dev/null' sh
}

check() {
	cppcheck -j "$jobs" -q --std=c11 --error-exitcode=1 \
	    --enable=warning,performance,portability --inline-suppr \
	    --suppress=missingIncludeSystem -Itools -I"$BUILD/gen" tools
}

[ $# -gt 0 ] || set -- format cppcheck tidy
for what do
	case $what in
	format)		ask format clang-format format ;;
	cppcheck)	ask cppcheck cppcheck check ;;
	tidy)		ask tidy clang-tidy tidy ;;
	*)		sed -n 's/^#	sh /usage: sh /p' "$0" >&2
			exit 2 ;;
	esac
done
exit $failed
