#!/bin/sh
# A power cut at points all over apply and removal loses nothing.  Every point:
# make faults.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

sources() {
	chmod 755 .
	make_base
	make_patch PRDp1 1 v2 110
	build_patch PRDp1
}

# cuts OPTION...: skips where there are no power cuts to be had
cuts() {
	# the tools that scripts call look for leaks, which goes wrong in a
	# traced process, and are not told not to: scripts have no environment
	[ -z "${ASAN_OPTIONS-}" ] || skip "leaks cannot be looked for here"
	_status=0
	"$PKGSTREAM" rehearse cycle --faults --with PRD.pkg "$@" PRDp1.pkg \
	    >out 2>err </dev/null || _status=$?
	[ $_status -ne 4 ] || skip "no power cuts: $(tail -n 1 err)"
	[ $_status -eq 0 ] || fail "$(cat out err)"
	[ "$(grep -c ' 0 lost' out)" -eq 3 ]
}

case_alternate_root() {
	sources
	cuts --root-only --every 149
}

case_live() {
	sources
	cuts --live-only --with PRDup.pkg --every 181
}

# links, directories, and what becomes something else, as `make faults' does it
case_kinds() {
	[ -z "${ASAN_OPTIONS-}" ] || skip "leaks cannot be looked for here"
	chmod 755 .
	mkdir -p b/tests/tools
	ln -s "$PKGSTREAM" b/pkgstream
	ln -s "$(dirname "$PKGSTREAM")/tests/tools/attributes" b/tests/tools
	_status=0
	FAULTS='--every 199' "$TOP/tests/faults.sh" b kinds-root >out 2>err \
	    </dev/null || _status=$?
	[ $_status -ne 4 ] || skip "no power cuts: $(tail -n 1 err)"
	[ $_status -eq 0 ] || fail "$(cat out err)"
	[ "$(grep -c ' 0 lost' b/faults/kinds-root.out)" -eq 3 ]
	grep '^kinds-root: 2[0-9] of [0-9]* power cuts recovered' out ||
	    fail "$(cat out)"
	[ -z "$(ls b/faults/*.record 2>/dev/null)" ]
}

run_cases "$0" ${1+"$@"}
