#!/bin/sh
# What a terminal is shown, and what a program that asked for JSON gets.
. "$(dirname "$0")/../lib.sh"

# on_terminal COLUMNS WORD...: out is what a terminal of 24 rows gets
on_terminal() {
	need script
	need stty
	_columns=$1
	shift
	_line=
	for _word do
		_line="$_line '$_word'"
	done
	TERM=${TERM-vt100} script -qec \
	    "stty rows 24 cols $_columns; exec $_line" /dev/null </dev/null |
	    tr -d '\r' >out
}

# package NAME VERSION TEXT: NAME.pkg with paths that fill a line
package() {
	mkdir -p "$1/opt/ACMEt/lib/a-directory-with-a-name-of-its-own"
	echo "$3" >"$1/opt/ACMEt/lib/a-directory-with-a-name-of-its-own/$LONG"
	echo same >"$1/opt/ACMEt/short"
	find "$1" -exec touch -d @1000000000 {} +
	printf '%s\n' PKG=ACMEt NAME=Terminal ARCH=all VERSION="$2" \
	    CATEGORY=system BASEDIR=/ >"$1.info"
	{
		echo "i pkginfo=$1.info"
		echo "d none /opt/ACMEt 0755 root bin"
		echo "f none /opt/ACMEt/short=$1/opt/ACMEt/short 0644 root bin"
		printf '%s' "f none $DIR/$LONG=$1$DIR/$LONG 0644 root bin"
	} >"$1.proto"
	"$PKGSTREAM" build -q -t 1000000000 -f "$1.proto" -o "$1.pkg" 2>/dev/null
}

DIR=/opt/ACMEt/lib/a-directory-with-a-name-of-its-own
LONG=a-file-whose-name-alone-takes-most-of-the-columns.conf

# fits COLUMNS: no line of out is longer, but for a path alone
fits() {
	awk -v most="$1" 'length($0) > most && $0 !~ /^ *[-+~]? ?[^ ]*$/ {
		print
		bad = 1
	    }
	    END { exit bad }' out || fail "wider than $1 columns"
}

case_list() {
	package a 1.0 one
	"$PKGSTREAM" list a.pkg >plain
	contains plain ":46 $DIR/$LONG"
	for columns in 60 80; do
		on_terminal $columns env TERM=vt100 "$PKGSTREAM" list a.pkg
		fits $columns
		grep "^    $DIR/$LONG\$" out >/dev/null || fail "path is broken"
		[ "$(grep -c /opt/ACMEt/short out)" -eq 1 ]
	done
	on_terminal 200 "$PKGSTREAM" list a.pkg
	same plain out
	on_terminal 200 env COLUMNS=80 "$PKGSTREAM" list a.pkg
	contains out "    $DIR/$LONG"
	COLUMNS=40 "$PKGSTREAM" list a.pkg >out
	same plain out
}

case_diff() {
	package a 1.0 one
	package b 2.0 another
	expect 1 "$PKGSTREAM" diff a.pkg b.pkg
	contains out "  ~ $DIR/$LONG: contents 4 bytes -> 8 bytes"
	cp out plain
	on_terminal 80 env NO_COLOR=1 "$PKGSTREAM" diff a.pkg b.pkg
	fits 80
	contains out "  ~ $DIR/$LONG:"
	contains out "      contents 4 bytes -> 8 bytes"
	contains out '  ~ VERSION: 1.0 -> 2.0'
	on_terminal 200 env NO_COLOR=1 "$PKGSTREAM" diff a.pkg b.pkg
	same plain out
}

# the file is named once, its findings stand below, no path is broken
case_verify() {
	package a 1.0 one
	sed 's/one$/two/' a.pkg >bad.pkg
	expect 1 "$PKGSTREAM" verify bad.pkg
	contains out "bad.pkg(ACMEt): $DIR/$LONG: checksum 356, 332 in"
	on_terminal 60 env NO_COLOR=1 "$PKGSTREAM" verify bad.pkg a.pkg
	fits 60
	[ "$(grep -c '^bad.pkg(ACMEt)$' out)" -eq 1 ] || fail "not by file"
	contains out "  error: "
	grep "^      $DIR/$LONG:\$" out >/dev/null || fail "path is broken"
	contains out 'bad.pkg: 2 findings'
	contains out 'a.pkg: no findings'
}

case_colours() {
	escape=$(printf '\033')
	package a 1.0 one
	package b 2.0 another
	sed 's/one$/two/' a.pkg >bad.pkg
	echo 'x=$(ls)' >postinstall
	for line in 'diff a.pkg b.pkg' 'verify bad.pkg' 'lint postinstall'; do
		on_terminal 80 env -u NO_COLOR TERM=xterm "$PKGSTREAM" $line
		contains out "$escape[3"
		on_terminal 80 env NO_COLOR= TERM=xterm "$PKGSTREAM" $line
		contains out "$escape[3"
		on_terminal 80 env NO_COLOR=1 TERM=xterm "$PKGSTREAM" $line
		lacks out "$escape"
		on_terminal 80 env -u NO_COLOR TERM=dumb "$PKGSTREAM" $line
		lacks out "$escape"
		TERM=xterm "$PKGSTREAM" $line >out || :
		lacks out "$escape"
	done
}

# screen: out and the prompt below it fit
screen() {
	fits 80
	[ "$(wc -l <out)" -lt 24 ] || fail "$(wc -l <out) lines: $1"
}

case_help_fits_a_screen() {
	on_terminal 80 "$PKGSTREAM"
	screen pkgstream
	"$PKGSTREAM" help >all
	sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' all >verbs
	"$PKGSTREAM" help rehearse |
	    sed -n 's/^  rehearse \([a-z]*\)  .*/rehearse \1/p' >>verbs
	[ "$(wc -l <verbs)" -gt 20 ] || fail "few verbs"
	while read -r verb; do
		"$PKGSTREAM" help $verb >plain
		on_terminal 80 "$PKGSTREAM" help $verb
		screen "$verb"
		[ "$(wc -l <plain)" -lt 24 ] ||
		    contains out "\`pkgstream help $verb | more' tells what"
		[ "$verb" != completion ] || continue
		"$PKGSTREAM" manual options $verb | sed -n 's/^\.It //p' |
		    sed 's/Fl Fl /--/g; s/Fl /-/g; s/[ ,].*//; s/\\-/-/g' >names
		while read -r name; do
			contains out "$name"
		done <names
	done <verbs
	on_terminal 80 env LINES=200 "$PKGSTREAM" help build
	"$PKGSTREAM" help build >plain
	same plain out
}

# json EXPRESSION: holds for j, what the file out has
json() {
	python3 -c 'import json, sys
j = json.load(open("out"))
assert eval(sys.argv[1]), j' "$1"
}

case_json_of_a_failure() {
	need python3
	package a 1.0 one
	head -c 1200 a.pkg >cut.pkg
	echo text >text
	for file in text missing; do
		expect 3 "$PKGSTREAM" info --json $file
		json "j['file'] == '$file' and j['errors'][0]['message']"
		expect 3 "$PKGSTREAM" list --json $file
		json "j['objects'] == [] and j['errors'][0]['file'] == '$file'"
		expect 3 "$PKGSTREAM" verify --json $file
		json "j[0]['file'] == '$file' and j[0]['severity'] == 'error'"
		expect 3 "$PKGSTREAM" diff --json a.pkg $file
		json "j['new'] == '$file' and j['errors'][0]['file'] == '$file'"
		expect 3 "$PKGSTREAM" rehearse cycle --json $file
		json "j['errors'][0]['file'] == '$file'"
		contains err "$file: "
	done
	expect 3 "$PKGSTREAM" lint --json missing
	json "j['findings'] == [] and j['errors'][0]['file'] == 'missing'"
	expect 3 "$PKGSTREAM" lint --json --overrides missing text
	json "j['findings'] == [] and j['errors'][0]['file'] == 'missing'"
	expect 3 "$PKGSTREAM" verify --json --trust missing a.pkg
	json "j[0]['file'] == 'missing'"
	expect 3 "$PKGSTREAM" rehearse cycle --json --ignore-from missing a.pkg
	json "j['errors'][0]['file'] == 'missing'"
	expect 3 "$PKGSTREAM" list --json --pkg ACMEno a.pkg
	json "j['errors']"
}

# what could be read is there as well
case_json_of_a_part() {
	need python3
	package a 1.0 one
	size=$(wc -c <a.pkg)
	head -c $((size - 700)) a.pkg >cut.pkg
	expect 3 "$PKGSTREAM" list --json cut.pkg
	json "len(j['objects']) > 2 and j['errors'][0]['rule'] == 'truncated'"
	expect 3 "$PKGSTREAM" info --json cut.pkg missing a.pkg
	json "[len(x.get('errors', [])) for x in j] == [1, 1, 0]"
	json "j[0]['packages'][0]['pkg'] == 'ACMEt' and len(j) == 3"
	expect 0 "$PKGSTREAM" list --json a.pkg
	json "isinstance(j, list)"
}

run_cases "$0" "$@"
