#!/bin/sh
# A power cut at points all over apply and removal loses nothing.  Every point
# takes half an hour: pkgstream rehearse cycle --faults, with the same sources.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"
. "$(dirname "$0")/../patch_types.sh"

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
	cuts --root-only --every 71
}

case_live() {
	sources
	cuts --live-only --with PRDup.pkg --every 89
}

# links, directories, and what becomes something else
case_kinds() {
	make_types
	chmod 755 .
	cuts --root-only --every 97
}

run_cases "$0" ${1+"$@"}
