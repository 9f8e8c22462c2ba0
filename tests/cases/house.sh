#!/bin/sh
# rules that the source tree keeps
. "$(dirname "$0")/../lib.sh"

FACTS=$TOP/docs/svr4-packaging.md

# what the files of the standard input cite: FILE SECTION [NUMBER] on a line for
# each; a citation may go on in the next line of a comment
citations() {
	xargs awk '
	function print_items(list,    item, n, i) {
		gsub(/ step/, "", list)
		n = split(list, item, /, | and /)
		for (i = 1; i <= n; i++)
			print file, item[i]
	}
	function print_citations(    one, number) {
		number = "[0-9]+(\\.[0-9]+)?( step)?( [0-9]+)?"
		one = "svr4-packaging " number "((,| and) " number ")*"
		while (match(text, one)) {
			print_items(substr(text, RSTART + 15, RLENGTH - 15))
			text = substr(text, RSTART + RLENGTH)
		}
		text = ""
	}
	FNR == 1 { print_citations(); file = FILENAME }
	{
		sub(/^[ \t]*(\/?\*|#|\.\\")?[ \t]*/, "")
		sub(/[ \t]+$/, "")
		text = text $0 " "
	}
	END { print_citations() }'
}

# is_there SECTION [NUMBER]: the heading, and the numbered fact or step below it
is_there() {
	awk -v section="$1" -v number="$2" '
	# compared as text: 6.1 and 6.10 are the same number
	/^##/ { on = ($2 "" == section "" || $2 == section "."); found += on }
	on && $1 == number "." { numbered = 1 }
	END { exit !(found == 1 && (number == "" || numbered)) }' "$FACTS"
}

case_citations() {
	cd "$TOP"
	find tools tests man docs -type f -exec grep -l svr4-packaging {} + |
	    citations >"$OLDPWD/cited"
	cd "$OLDPWD"
	[ "$(wc -l <cited)" -gt 100 ] || fail "found few citations"
	while read -r file section number; do
		is_there "$section" "$number" ||
		    echo "$file: svr4-packaging $section $number"
	done <cited >missing
	[ ! -s missing ] || fail "cited, but not there: $(cat missing)"
}

# the document refers to itself in parentheses
case_references() {
	grep -oE '\([0-9]+\.[0-9]+(, [0-9]+\.[0-9]+)*\)' "$FACTS" |
	    tr -d '(),' | tr ' ' '\n' | sort -u >referred
	[ -s referred ] || fail "found no references"
	while read -r section; do
		is_there "$section" || fail "there is no $section"
	done <referred
}

run_cases "$0" "$@"
