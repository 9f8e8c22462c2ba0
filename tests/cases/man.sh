#!/bin/sh
# manual pages: correct mdoc, and every option of the help in them
. "$(dirname "$0")/../lib.sh"

case_mdoc() {
	need mandoc
	# other manuals, and the operating system's name, are not ours
	mandoc -T lint -W warning "$TOP"/man/*.[15] >out 2>&1 || :
	grep -v -e 'referenced manual not found' \
	    -e 'operating system explicitly' out >rest || :
	[ ! -s rest ] || fail "$(cat rest)"
}

case_options() {
	for page in "$TOP"/man/pkgstream-*.1; do
		verb=$(basename "$page" .1)
		verb=${verb#pkgstream-}
		"$PKGSTREAM" "$verb" --help >help 2>&1 || continue
		sed -n 's/.*--\([a-z-]*\).*/\1/p' help | sort -u >options
		while read -r option; do
			grep -e "-$option" "$page" >/dev/null ||
			    fail "$page lacks --$option"
		done <options
	done
}

case_rules() {
	for rule in $(sed -n 's/.*{ "\([a-z-]*\)", SEVERITY.*/\1/p' \
	    "$TOP/tools/stream/rule.c"); do
		grep -e "^.It .*$rule" "$TOP/man/pkgstream-verify.1" \
		    >/dev/null || fail "no rule $rule in the manual"
	done
}

run_cases "$0" "$@"
