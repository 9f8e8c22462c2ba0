#!/bin/sh
# manual pages: every rule of verify in its page
. "$(dirname "$0")/../lib.sh"

case_rules() {
	sed -n 's/.*{"\([a-z-]*\)", SEVERITY.*/\1/p' \
	    "$TOP/tools/stream/rule.c" >rules
	[ "$(wc -l <rules)" -gt 40 ] || fail "found few rules"
	for rule in $(cat rules); do
		grep -e "^.It .*$rule" "$TOP/man/pkgstream-verify.1" \
		    >/dev/null || fail "no rule $rule in the manual"
	done
}

run_cases "$0" "$@"
