#!/bin/sh
# The format as its manual page tells it: the dump, and how to do it by hand.
. "$(dirname "$0")/../lib.sh"

PAGE=$TOP/man/datastream.5

# example: x.pkg, the stream of the page
example() {
	printf '%s\n' PKG=ACMEx NAME=Example ARCH=all VERSION=1.0 \
	    CATEGORY=system BASEDIR=/opt CLASSES=none PSTAMP=x >pkginfo
	echo hello >hello
	touch -d @1577934245 hello pkginfo
	printf '%s\n' 'i pkginfo' 'd none x 0755 root bin' \
	    'f none x/hello=hello 0644 root bin' >prototype
	"$PKGSTREAM" build -q -t 1577934245 -f prototype -o x.pkg
}

case_dump() {
	example
	[ "$(wc -c <x.pkg)" -eq 2560 ] || fail "it has another size"
	contains "$PAGE" 'A package with a directory and a file, 2560 bytes.'
	od -A n -v -t x1 x.pkg |
	    awk '{ $1 = $1; printf "%08x  %s\n", (NR - 1) * 16, $0 }' >dump
	sed -n 's/^\([0-9a-f]\{8\}  [0-9a-f ]*[0-9a-f]\)  |.*/\1/p' "$PAGE" \
	    >shown
	[ "$(wc -l <shown)" -gt 40 ] || fail "few lines"
	sort shown >sorted
	same shown sorted
	comm -23 shown dump >wrong
	[ ! -s wrong ] || fail "not so: $(cat wrong)"
	# what the text says of places
	for place in 0x3c8:30373037 0x600:30373037 0x930:30373037 \
	    0x2dc:30373037 0x226:3030303030303031 0x22e:3565306435646135 \
	    0x236:3030303030303566 0x25e:3030303030303065; do
		from=$((${place%:*}))
		got=$(od -A n -t x1 -j $from -N 8 x.pkg | tr -d ' \n')
		case $got in
		${place#*:}*) contains "$PAGE" "${place%:*}" ;;
		*)	fail "$place: $got" ;;
		esac
	done
}

# commands NAME: what is typed below a heading of the page
commands() {
	need mandoc
	mandoc -T ascii "$PAGE" 2>/dev/null | sed 's/.\x08//g' |
	    awk -v name="$1" '$0 == "   " name { on = 1; next }
		/^[^ ]/ || /^   [^ ]/ { on = 0 }
		on && sub(/^ *[$>] /, "")'
}

# by hand as the page says, with the cpio of this host
case_by_hand() {
	need cpio
	example
	commands 'Taking one apart with dd and cpio' >apart
	commands 'Putting one together' >together
	[ "$(wc -l <apart)" -eq 5 ] || fail "$(cat apart)"
	[ "$(wc -l <together)" -ge 8 ] || fail "$(cat together)"
	mkdir bin
	ln -s "$PKGSTREAM" bin/pkgstream
	cat apart together >all
	expect 0 env PATH="$PWD/bin:$PATH" sh -e all
	grep '^hello$' out >/dev/null || fail "no file: $(cat out)"
	[ "$(grep -c '^2 blocks$' err)" -eq 4 ] || fail "$(cat err)"
	contains out 'y.pkg: no findings'
	expect 0 "$PKGSTREAM" diff -T x.pkg y.pkg
	"$PKGSTREAM" cat x.pkg pkgmap >want
	same want ACMEx/pkgmap
}

run_cases "$0" "$@"
