#!/bin/sh
# verify on the real binary; the rules one by one are in test_verify.c
. "$(dirname "$0")/../lib.sh"

S=$TOP/tests/golden/streams

case_golden_streams_are_clean() {
	for dir in "$S"/0[1-57-9]*; do
		expect 0 "$PKGSTREAM" verify "$dir/stream.pkg"
		contains out 'no findings'
	done
}

case_header_of_512_bytes() {
	expect 0 "$PKGSTREAM" list "$S/06-header-512/stream.pkg"
	expect 1 "$PKGSTREAM" verify "$S/06-header-512/stream.pkg"
	contains out '(header-block)'
}

case_json() {
	need python3
	head -c 5000 "$S/01-several/stream.pkg" >x
	expect 1 "$PKGSTREAM" verify --json x
	python3 - <<-'END'
	import json
	f = json.load(open("out"))
	assert f[-1]["rule"] == "truncated" and f[-1]["severity"] == "error"
	assert set(f[0]) == {"file", "line", "object", "rule", "severity",
	    "message"}
	END
	expect 0 "$PKGSTREAM" verify --json "$S/01-several/stream.pkg"
	[ "$(cat out)" = "[]" ]
}

# what pkginfo_check warns of is advice: told with --verbose, and no finding
case_advice() {
	printf '%s\n' PKG=ADVICE NAME=x ARCH=all 'VERSION=1.0 of today' \
	    CATEGORY=application BASEDIR=/ PSTAMP=x >pkginfo
	printf 'i pkginfo\nd none /opt/advice 0755 root bin\n' >prototype
	expect 0 "$PKGSTREAM" build -q -f prototype -o advice.pkg
	expect 0 "$PKGSTREAM" verify advice.pkg
	contains out 'no findings'
	expect 0 "$PKGSTREAM" verify --json advice.pkg
	[ "$(cat out)" = "[]" ]
	expect 0 "$PKGSTREAM" verify --verbose advice.pkg
	contains out 'VERSION holds blanks'
}

case_status() {
	expect 2 "$PKGSTREAM" verify
	expect 3 "$PKGSTREAM" verify none
	expect 3 "$PKGSTREAM" verify /dev/null
	head -c 300 "$S/01-several/stream.pkg" >x
	expect 1 "$PKGSTREAM" verify x
	expect 1 "$PKGSTREAM" verify "$S/01-several/stream.pkg" x
	expect 0 "$PKGSTREAM" verify -q "$S/01-several/stream.pkg"
	[ ! -s out ]
}

# install what: the package below in/, with a passwd of our own
install() {
	"$PKGSTREAM" extract -q -C in --no-owner "$S/$1/stream.pkg"
	mkdir -p in/etc
	for name in root bin adm; do
		echo "$name:x:$(id -u):1::/:" >>in/etc/passwd
	done
	for name in root other bin sys adm; do
		echo "$name::$(id -g):" >>in/etc/group
	done
}

case_against_clean() {
	install 07-contents
	expect 0 "$PKGSTREAM" verify --against in "$S/07-contents/stream.pkg"
	install 02-two-parts
	expect 0 "$PKGSTREAM" verify --against in "$S/02-two-parts/stream.pkg"
}

case_against_changes() {
	install 03-types
	cd in/opt/typ
	expect_rules '' 'root-mode typ/u
root-missing typ/c
root-missing typ/b'
	echo x >f
	touch -t 200305081500.00 f
	expect_rules 'typ/f' 'root-sum typ/f'
	echo longer >f
	expect_rules 'typ/f' 'root-size typ/f
root-mtime typ/f'
	echo anything >e
	expect_rules 'typ/e' ''
	chmod 600 e
	expect_rules 'typ/e' 'root-mode typ/e'
	ln -sf g s1
	expect_rules 'typ/s1' 'root-link typ/s1'
	rm s1 l1 p
	mkdir s1
	echo x >l1
	expect_rules 'typ/s1' 'root-type typ/s1'
	expect_rules 'typ/l1' 'root-link typ/l1'
	expect_rules 'typ/p' 'root-missing typ/p'
	sed 's/^bin::/bin::9/' ../../etc/group >group
	mv group ../../etc/group
	expect_rules 'typ/v' 'root-group typ/v'
}

# expect_rules OBJECT LINES: the findings about the installed object are these
expect_rules() {
	"$PKGSTREAM" verify --against ../../ "$S/03-types/stream.pkg" >out || :
	sed -n 's/^.*stream.pkg(ACMEtyp): \([^:]*\): .*(\(root-[a-z]*\))$/\2 \1/p' out |
	    sort >got
	if [ -n "$1" ]; then
		grep " $1\$" got >some || :
		mv some got
	fi
	printf '%s' "${2:+$2
}" | sort >want
	same got want
}

case_against_installed_basedir() {
	"$PKGSTREAM" extract -q -C in -b /else/where \
	    "$S/02-two-parts/stream.pkg"
	expect 1 "$PKGSTREAM" verify --against in "$S/02-two-parts/stream.pkg"
	contains out '(root-missing)'
	mkdir -p in/var/sadm/pkg/ACMEtwo
	printf 'BASEDIR=/else/where\nCLASSES=none data\n' \
	    >in/var/sadm/pkg/ACMEtwo/pkginfo
	expect 0 "$PKGSTREAM" verify --against in "$S/02-two-parts/stream.pkg"
	# what /else leads to is the root's business
	mv in/else in/elsewhere
	ln -s /elsewhere in/else
	expect 0 "$PKGSTREAM" verify --against in "$S/02-two-parts/stream.pkg"
	expect 1 "$PKGSTREAM" verify --against none "$S/02-two-parts/stream.pkg"
}

run_cases "$0" "$@"
