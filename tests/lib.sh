# Shell cases for the real binary.  A case file defines functions case_NAME and
# ends with `run_cases "$0"`.  Each case runs in a directory of its own, with
# `set -e`; it fails when a command fails that nothing tests.
#
# From the environment: PKGSTREAM (the program), TOP (the source tree), both
# absolute.

LC_ALL=C
TZ=UTC
export LC_ALL TZ
umask 022
unset SOURCE_DATE_EPOCH
: "${TOP:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${PKGSTREAM:=$TOP/build/pkgstream}"

# fail TEXT: ends the case
fail() {
	echo "$*" >&2
	exit 1
}

# expect STATUS COMMAND...: the command ends with STATUS; out and err keep what
# it printed
expect() {
	_want=$1
	shift
	_got=0
	"$@" >out 2>err </dev/null || _got=$?
	[ "$_got" -eq "$_want" ] && return 0
	echo "exit status $_got, expected $_want: $*" >&2
	sed 's/^/    /' out err | tail -n 20 >&2
	exit 1
}

# contains FILE TEXT: the file has the text on some line
contains() {
	grep -F -e "$2" "$1" >/dev/null && return 0
	echo "$1 does not contain: $2" >&2
	sed 's/^/    /' "$1" | head -n 40 >&2
	exit 1
}

lacks() {
	grep -F -e "$2" "$1" >/dev/null || return 0
	fail "$1 contains: $2"
}

# same A B: both files have the same bytes
same() {
	cmp -s "$1" "$2" && return 0
	diff -a "$1" "$2" 2>&1 | head -n 20 >&2
	fail "$1 and $2 differ"
}

# skip REASON: ends the case as one that cannot be tried here
skip() {
	echo "$*" >&2
	exit 77
}

# need COMMAND: skips the case where a command is missing
need() {
	command -v "$1" >/dev/null 2>&1 || skip "no $1"
}

# need_browser: skips the case where there is no Chromium
need_browser() {
	CHROMIUM=$(command -v chromium || command -v chromium-browser) ||
	    skip "there is no chromium"
}

# browser FILE OPTION...: what Chromium makes of a page, into dom
browser() {
	_file=$1
	shift
	timeout 60 "$CHROMIUM" --headless --no-sandbox --disable-gpu \
	    --user-data-dir="$PWD/profile" --hide-scrollbars "$@" \
	    "file://$PWD/$_file" >dom 2>browser.err ||
	    fail "the browser failed: $(tail -3 browser.err)"
}

# need_plain REASON: skips the case when the program was built with sanitizers
need_plain() {
	! nm "$PKGSTREAM" 2>/dev/null | grep __asan_init >/dev/null || skip "$1"
}

# need_root: skips the case for ordinary users
need_root() {
	[ "$(id -u)" -eq 0 ] || skip "not root"
}

# need_live: skips the case where this user has no live roots
need_live() {
	[ -z "${_has_live-}" ] || return 0
	mkdir -p "$PWD/live-probe"
	"$PKGSTREAM" rehearse chk --live "$PWD/live-probe" \
	    >live-probe.out 2>&1 || :
	! grep 'no live rehearsal: ' live-probe.out >live-probe.why ||
	    skip "$(sed 's/.*no live rehearsal/no live rehearsal/' live-probe.why)"
	rm -rf live-probe live-probe.out live-probe.why
	_has_live=yes
}

# need_other: skips the case where there is no way to be another user, or where
# that one cannot reach the program and the sources
need_other() {
	need_root
	need setpriv
	as_other test -x "$PKGSTREAM" -a -r "$TOP/Makefile" ||
	    skip "an ordinary user cannot reach $TOP"
}

# as_other COMMAND...: as an ordinary user who owns nothing
as_other() {
	setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

# run_cases FILE [NAME...]: TAP lines `ok - FILE: NAME`.  With ALL_NEED_ROOT set,
# ordinary users skip them.  Without names, all that match TEST_FILTER.  A skipped
# case has its last line of output as the reason.
run_cases() {
	_file=$1
	_title=$(basename "$1" .sh)
	shift
	_filter='*'
	[ $# -gt 0 ] || {
		set -- $(sed -n 's/^case_\([A-Za-z0-9_]*\)() {.*/\1/p' "$_file")
		_filter=${TEST_FILTER-*}
	}
	_failed=0
	for _case do
		case $_case in
		$_filter) ;;
		*)	continue ;;
		esac
		_dir=$(mktemp -d "${TMPDIR:-/tmp}/pkgstream-test.XXXXXXXX") ||
		    exit 1
		_status=0
		( cd "$_dir" && set -e && ${ALL_NEED_ROOT:+need_root} &&
		    "case_$_case" ) >"$_dir.log" 2>&1 &
		wait $! || _status=$?
		case $_status in
		0)	echo "ok - $_title: $_case" ;;
		77)	echo "ok - $_title: $_case # SKIP $(tail -n 1 "$_dir.log")" ;;
		*)	echo "not ok - $_title: $_case"
			sed 's/^/# /' "$_dir.log"
			_failed=1 ;;
		esac
		chmod -R u+rwx "$_dir" 2>/dev/null
		rm -rf "$_dir" "$_dir.log"
	done
	exit $_failed
}
