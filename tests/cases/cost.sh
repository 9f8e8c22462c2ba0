#!/bin/sh
# Twice the input takes at most two and a quarter times the steps: nothing that
# is read from outside has a cost that grows with its square.  Steps are counted
# (tests/cost), so that no other load of the machine counts.
. "$(dirname "$0")/../lib.sh"

: "${BUILD:=$TOP/build}"
COST=$BUILD/tests/cost

case_doubling() {
	[ -x "$COST" ] || skip "tests/cost is not built"
	"$COST" >cases
	[ "$(wc -l <cases)" -gt 15 ] || fail "found few cases"
	while read -r name n; do
		"$COST" "$name" "$n"
		"$COST" "$name" $((2 * n))
	done <cases >steps
	[ "$(wc -l <steps)" -eq $((2 * $(wc -l <cases))) ] ||
	    fail "a case ended early: $(tail -n 1 steps)"
	awk 'NR % 2 { once = $3; next }
	    $3 < once || $3 > 2.25 * once { print }' steps >bad
	[ ! -s bad ] || fail "more than 2.25 times the steps: $(cat bad)"
}

run_cases "$0" "$@"
