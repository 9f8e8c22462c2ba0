#!/bin/sh
# rules that the source tree keeps
. "$(dirname "$0")/../lib.sh"

: "${BUILD:=$TOP/build}"
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

# The floors, from below: a file includes its own room and those on lower floors,
# so no two rooms know each other.
floors() {
	cat <<-'EOF'
	base
	os
	syntax tags
	model
	stream manifest
	target
	build inspect init run sign lint readme sbom faults
	install root kit lint_package
	rehearse
	cycle
	report
	pages
	cli
	cmd_rehearse
	cmd
	EOF
}

# Exceptions that are known and have to go: `FILE ROOM/HEADER', and `ROOM COUNT'
# for a room with too many sources.  One that is not needed any more fails, too.
known_includes() {
	:
}
known_rooms() {
	:
}

MOST=20

# agree KNOWN FOUND: both files have the same lines
agree() {
	sort "$1" >known.sorted
	sort "$2" >found.sorted
	comm -13 known.sorted found.sorted | sed 's/^/not allowed: /' >bad
	comm -23 known.sorted found.sorted |
	    sed 's/^/no exception any more, take it out of the test: /' >>bad
	[ ! -s bad ] || fail "$(cat bad)"
}

# rooms: the folders of tools that have C in them
rooms() {
	ls "$TOP"/tools/*/*.c | sed 's|/[^/]*$||; s|.*/||' | sort -u
}

case_floors() {
	floors >floors
	tr ' ' '\n' <floors | sort >named
	rooms >rooms
	same named rooms
	(cd "$TOP/tools" && grep '^#include "[a-z_]*/' /dev/null */*.[ch]) |
	    sed 's|^\([^:]*\):#include "\([^"]*\)".*|\1 \2|' >includes
	[ "$(wc -l <includes)" -gt 500 ] || fail "includes are not seen"
	awk 'FILENAME == "floors" {
		for (i = 1; i <= NF; i++) floor[$i] = FNR
		next
	    }
	    {
		split($1, from, "/"); split($2, to, "/")
		if (from[1] != to[1] &&
		    !(floor[to[1]] > 0 && floor[to[1]] < floor[from[1]]))
			print
	    }' floors includes >found
	known_includes >known
	agree known found
}

# a source and its header count once, and so do those for one system
case_sizes_of_rooms() {
	for room in $(rooms); do
		ls "$TOP/tools/$room" | sed -n 's/\.[ch]$//p' |
		    sed 's/_linux$//; s/_none$//' | sort -u |
		    awk -v room="$room" -v most=$MOST \
		    'END { if (NR > most) print room, NR }'
	done >found
	known_rooms >known
	agree known found
}

case_every_room_says_what_it_is() {
	for room in $(rooms); do
		readme=$TOP/tools/$room/README
		[ -s "$readme" ] || fail "$readme is missing"
		[ "$(wc -l <"$readme")" -le 10 ] ||
		    fail "$readme has more than 10 lines"
	done
}

# files that the documents name between grave accents: room/file.c, tools/...
case_documents() {
	cd "$TOP"
	cat README.md CONTRIBUTING.md docs/architecture.md | tr '`' '\n' |
	    sed -n 's/^[a-z]*\/[a-z_]*\.[ch]$/tools\/&/p
	    /^tools\/[a-z_./]*$/p; /^tests\/[a-z_./]*$/p
	    /^docs\/[a-z0-9_.-]*$/p; /^man\/[a-z0-9.-]*$/p' |
	    sort -u >"$OLDPWD/named"
	[ "$(wc -l <"$OLDPWD/named")" -gt 20 ] || fail "found few names"
	while read -r name; do
		[ -e "$name" ] || fail "there is no $name"
	done <"$OLDPWD/named"
}

# what the scripts of the demonstration call, where nothing is installed
case_demo_names_its_needs() {
	mkdir bin
	for name in sh awk sort tr uname id rm cc pkg-config; do
		need $name
		ln -s "$(command -v $name)" bin
	done
	expect 1 env PATH="$PWD/bin" sh "$TOP/tools/need.sh" demo
	grep 'apt-get install.* cpio.* procps' err >/dev/null ||
	    fail "$(cat err)"
}

# a release is complete, the same each time, or not there
case_dist() {
	need git
	git -C "$TOP" rev-parse HEAD >/dev/null 2>&1 || skip "no checkout"
	expect 0 make -s -C "$TOP" BUILD="$PWD/a" dist
	expect 0 make -s -C "$TOP" BUILD="$PWD/b" dist
	same a/pkgstream-*.tar.gz b/pkgstream-*.tar.gz
	gzip -dc a/pkgstream-*.tar.gz | tar tf - >names
	for name in README.md Makefile tools/cmd/main.c man/pkgstream.1; do
		grep "^pkgstream-[0-9.]*/$name\$" names >/dev/null ||
		    fail "it lacks $name"
	done
	mkdir bin
	for name in sh mkdir gzip sed uname; do
		ln -s "$(command -v $name)" bin
	done
	expect 2 env PATH="$PWD/bin" "$(command -v make)" -s -C "$TOP" \
	    BUILD="$PWD/c" dist
	[ ! -e c/pkgstream-*.tar.gz ] || fail "there is one without git"
}

# only by the version that the tree was formatted with: others differ
case_format() {
	need clang-format
	clang-format --version | grep 'version 14\.' >/dev/null ||
	    skip "clang-format is not version 14"
	sh "$TOP/tests/lint_c.sh" "$BUILD" format
}

# of two functions with one name a library takes one, and says nothing
case_no_name_twice() {
	command -v nm >/dev/null || skip "no nm"
	nm "$BUILD/libpkgstream.a" 2>/dev/null |
	    awk '$2 ~ /^[TDBR]$/ { print $3 }' | sort >names
	contains names verb_run
	uniq -d names >twice
	[ ! -s twice ] || fail "$(cat twice)"
}

run_cases "$0" "$@"
