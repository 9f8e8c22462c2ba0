#!/bin/sh
# What `pkgstream build -f` does, seen from outside.

. "${TOP:-.}/tests/lib.sh"

LSSTREAM=$(dirname "$PKGSTREAM")/tests/tools/lsstream

# A small package in ., with times that nothing changes.
make_source() {
	mkdir -p root/opt/app
	echo hello >root/opt/app/hello
	printf '#!/bin/sh\n' >root/opt/app/run
	cat >pkginfo <<-'EOF'
	PKG=ACMEtst
	NAME=ACME test package
	ARCH=sparc
	VERSION=1.0
	CATEGORY=application
	BASEDIR=/
	CLASSES=none
	PSTAMP=x
	EOF
	cat >prototype <<-'EOF'
	i pkginfo
	d none opt 0755 root sys
	d none opt/app 0755 root bin
	f none opt/app/hello 0644 root bin
	f none opt/app/run 0755 root bin
	s none opt/app/link=hello
	EOF
	touch -t 200301020304.05 root/opt/app/* prototype
	touch -t 200301020304.09 pkginfo
}

# map FILE: the pkgmap of a stream of one package
map() {
	"$LSSTREAM" "$1" 1 pkgmap
}

info() {
	"$LSSTREAM" "$1" 1 pkginfo
}

build() {
	"$PKGSTREAM" build "$@"
}

case_output_name() {
	make_source
	expect 0 build -f prototype -r root
	contains out "ACMEtst 1.0: 6 objects"
	contains out "ACMEtst.pkg: "
	[ ! -s err ] || fail "$(cat err)"
	"$LSSTREAM" ACMEtst.pkg >list
	contains list "archive 1 "
	expect 0 build -q -f prototype -r root -o other.pkg
	[ ! -s out ] || fail "-q is not quiet"
	same ACMEtst.pkg other.pkg
	expect 0 build -q -f prototype -r root ACMEtst.2
	[ -f ACMEtst.2.pkg ] || fail "no ACMEtst.2.pkg"
	"$LSSTREAM" ACMEtst.2.pkg 0 ACMEtst.2/pkginfo >two
	contains two "PKG=ACMEtst"
}

case_mode_follows_umask() {
	make_source
	umask 027
	build -q -f prototype -r root
	umask 022
	case $(ls -l ACMEtst.pkg) in
	-rw-r-----*) ;;
	*) fail "$(ls -l ACMEtst.pkg)" ;;
	esac
}

case_stdout() {
	make_source
	build -q -f prototype -r root
	build -f prototype -r root -o - >piped.pkg 2>said
	same ACMEtst.pkg piped.pkg
	contains said "ACMEtst 1.0: 6 objects"
	build -q -f prototype -r root -o - 2>&1 | cat >piped.pkg
	same ACMEtst.pkg piped.pkg
}

case_no_clobber() {
	make_source
	echo old >ACMEtst.pkg
	expect 3 build -f prototype -r root
	contains err "ACMEtst.pkg: exists; --force replaces it"
	[ "$(cat ACMEtst.pkg)" = old ] || fail "the old file is gone"
	expect 0 build --force -f prototype -r root
	"$LSSTREAM" ACMEtst.pkg >/dev/null
	[ "$(ls)" = "$(printf 'ACMEtst.pkg\nerr\nout\npkginfo\nprototype\nroot')" ] ||
	    fail "left behind: $(ls -A)"
}

case_force_keeps_link_target() {
	make_source
	echo precious >precious
	ln -s precious ACMEtst.pkg
	expect 3 build -q -f prototype -r root
	expect 0 build -q --force -f prototype -r root
	[ "$(cat precious)" = precious ] || fail "wrote through a link"
	[ ! -h ACMEtst.pkg ] || fail "the link is still there"
}

case_dry_run() {
	make_source
	expect 0 build -n -f prototype -r root
	cp out dry
	[ ! -e ACMEtst.pkg ] || fail "-n wrote the package"
	build -q -f prototype -r root
	map ACMEtst.pkg >map
	same dry map
	cat >expected <<-'EOF'
	: 1 52
	1 d none opt 0755 root sys
	1 d none opt/app 0755 root bin
	1 f none opt/app/hello 0644 root bin 6 542 1041476645
	1 s none opt/app/link=hello
	1 f none opt/app/run 0755 root bin 10 704 1041476645
	1 i pkginfo 111 8608 1041476649
	EOF
	same expected map
}

# the newest source is the time of what has none, and of the directories
case_time_of_sources() {
	make_source
	build -q -f prototype -r root
	map ACMEtst.pkg >map
	contains map "1041476649"
	"$LSSTREAM" ACMEtst.pkg >list
	[ "$(awk '$5 ~ /pkgmap$/ { print $4 }' list | sort -u)" = \
	    1041476649 ] || fail "$(cat list)"
}

case_time_option() {
	make_source
	build -q -f prototype -r root -t 1500000000 -o newer.pkg
	map newer.pkg >map
	grep 'i pkginfo .* 1500000000$' map
	# with a time that is given, those of the files do not count
	contains map "hello 0644 root bin 6 542 1500000000"
	touch -t 200401020304.05 root/opt/app/* prototype pkginfo
	build -q -f prototype -r root -t 1500000000 -o touched.pkg
	same newer.pkg touched.pkg
	SOURCE_DATE_EPOCH=1500000000 build -q -f prototype -r root -o env.pkg
	same newer.pkg env.pkg
	SOURCE_DATE_EPOCH=1 build -q -f prototype -r root -t 1500000000 \
	    -o both.pkg
	same newer.pkg both.pkg
	# nothing is newer than the time that was given
	build -q -f prototype -r root -t 1000000000 -o older.pkg
	map older.pkg >map
	contains map "hello 0644 root bin 6 542 1000000000"
	"$LSSTREAM" older.pkg >list
	awk '$4 ~ /^[0-9]+$/ && $1 != "archive" && $4 > 1000000000' list >late
	[ ! -s late ] || fail "$(cat late)"
	SOURCE_DATE_EPOCH= build -q -f prototype -r root -o empty.pkg
	build -q -f prototype -r root -o none.pkg
	same none.pkg empty.pkg
	build -q -f prototype -r root -t 4294967295 -o last.pkg
	build -q -f prototype -r root -t 0 -o first.pkg
}

# the time of the last commit
case_time_of_git() {
	need git
	make_source
	expect 3 build -q -f prototype -r root -t git -o no.pkg
	contains err 'is in no checkout of git'
	git init -q .
	git add prototype
	GIT_COMMITTER_DATE='1234567890 +0000' git -c user.name=x \
	    -c user.email=x@x commit -q -m x
	build -q -f prototype -r root -t git -o git.pkg
	build -q -f prototype -r root -t 1234567890 -o epoch.pkg
	same git.pkg epoch.pkg
	mkdir other
	cd other
	build -q -f ../prototype -r ../root -t git -o git.pkg
	same git.pkg ../git.pkg
}

# a name says how it is compressed, to the same bytes each time
case_compressed() {
	make_source
	build -q -f prototype -r root -o plain.pkg
	for end in gz bz2 xz zst; do
		expect 0 build -f prototype -r root -o a.pkg.$end
		contains err 'pkgadd reads no compressed file'
		expect 0 "$PKGSTREAM" verify a.pkg.$end
		expect 0 "$PKGSTREAM" trans -q a.pkg.$end -o out.pkg
		expect 0 "$PKGSTREAM" diff plain.pkg out.pkg
		[ ! -s out ]
		[ "$(wc -c <a.pkg.$end)" -lt "$(wc -c <plain.pkg)" ]
		cp a.pkg.$end first
		sleep 1
		expect 0 build -q --force -f prototype -r root -o a.pkg.$end
		same first a.pkg.$end
		expect 3 build -q -f prototype -r root -o a.pkg.$end
		rm out.pkg
	done
	need gzip
	gzip -dc a.pkg.gz >got
	same plain.pkg got
}

case_parameters() {
	make_source
	build -q -f prototype -r root -a i386 -v 2.0 -p stamp -o a.pkg
	info a.pkg >info
	cat >expected <<-'EOF'
	ARCH=i386
	VERSION=2.0
	PSTAMP=stamp
	PKG=ACMEtst
	NAME=ACME test package
	CATEGORY=application
	BASEDIR=/
	CLASSES=none
	EOF
	same expected info
	build -q -f prototype -r root VERSION=3.0 DESC='a b' small=x -o b.pkg
	info b.pkg >info
	contains info "VERSION=3.0"
	contains info "DESC=a b"
	lacks info small
	build -q -f prototype -r root -D VERSION=3.0 -D 'DESC=a b' -o c.pkg
	same b.pkg c.pkg
	# VAR=value comes last, as with pkgmk
	build -q -f prototype -r root -v 2.0 VERSION=3.0 -o d.pkg
	info d.pkg >info
	contains info "VERSION=3.0"
}

case_supplied() {
	make_source
	grep -v -e VERSION -e PSTAMP -e CLASSES pkginfo >p
	cp p pkginfo
	touch -t 200301020304.09 pkginfo
	sed 's/^f none/f app/' prototype >p
	cp p prototype
	expect 0 build -f prototype -r root -o a.pkg
	contains err "pkginfo: warning: VERSION is missing; set to \`Dev Release 01/02/2003'"
	contains err "pkginfo: warning: PSTAMP is missing; set to \`pkgstream20030102030409'"
	contains err "pkginfo: warning: CLASSES is missing; set to \`none app'"
	info a.pkg >info
	contains info "CLASSES=none app"
	expect 0 build -q -f prototype -r root -o b.pkg
	[ ! -s err ] || fail "-q shows warnings"
	same a.pkg b.pkg
}

case_class_order() {
	make_source
	sed 's/^CLASSES=.*/CLASSES=zz none  aa/' pkginfo >p
	cp p pkginfo
	build -q -f prototype -r root
	info ACMEtst.pkg >info
	contains info "CLASSES=none zz aa"
}

# as with pkgmk the package is made, and pkgadd passes over such objects
case_class_unlisted() {
	make_source
	echo 'd other opt/c 0755 root bin' >>prototype
	expect 3 build -f prototype -r root
	contains err "prototype:7: opt/c: its class other is not in CLASSES"
	expect 0 build --force-class -f prototype -r root
	contains err "prototype:7: warning: opt/c: its class other is not in CLASSES"
	[ "$(wc -l <err)" -eq 1 ] || fail "$(cat err)"
}

case_variables() {
	make_source
	cat >prototype <<-'EOF'
	i pkginfo
	!top=opt
	d none $top 0755 root sys
	d none $top/app $mode root bin
	f none $top/app/hello 0644 $who bin
	f none $DIR/run=opt/app/run 0755 root bin
	s none $top/app/link=$DIR/hello
	EOF
	build -q -f prototype -r root mode=0711 who=daemon
	map ACMEtst.pkg >map
	contains map "1 d none opt/app 0711 root bin"
	contains map "1 f none opt/app/hello 0644 daemon bin 6 542"
	contains map "1 f none \$DIR/run 0755 root bin"
	contains map "1 s none opt/app/link=\$DIR/hello"
	"$LSSTREAM" ACMEtst.pkg >list
	contains list " reloc/\$DIR/run"
	"$LSSTREAM" ACMEtst.pkg 1 'reloc/$DIR/run' >run
	same root/opt/app/run run
}

# roots are searched in turn, and all of them before the explicit source
case_roots() {
	make_source
	mkdir -p second/opt/app
	mv root/opt/app/run second/opt/app/run
	echo other >second/opt/app/hello
	build -q -f prototype -r root -r second
	"$LSSTREAM" ACMEtst.pkg 1 reloc/opt/app/hello >hello
	same root/opt/app/hello hello
	build -q --force -f prototype -r second -r root
	"$LSSTREAM" ACMEtst.pkg 1 reloc/opt/app/hello >hello
	same second/opt/app/hello hello
	expect 2 build -f prototype -r 1 -r 2 -r 3 -r 4 -r 5 -r 6 -r 7 -r 8 -r 9
}

case_base() {
	make_source
	mv root/opt/app root/opt/moved
	mkdir base
	mv root/opt base/opt
	mv base/opt/moved base/opt/app
	mkdir root/deep
	mv base root/deep/base
	build -q -f prototype -r root -b deep/base
	map ACMEtst.pkg >map
	contains map "1 f none opt/app/hello 0644 root bin 6 542"
	build -q -f prototype -b root/deep/base -o b.pkg
	same ACMEtst.pkg b.pkg
}

# without roots: !rsearch, !search, then beside the prototype
case_search() {
	make_source
	mkdir -p r/opt/app s p
	echo rsearch >r/opt/app/one
	echo search >s/one
	echo search >s/two
	echo beside >p/one
	echo beside >p/two
	echo beside >p/three
	cp pkginfo p/pkginfo
	cat >p/prototype <<-'EOF'
	!rsearch ../r
	!search ../s
	i pkginfo
	f none opt/app/one 0644 root bin
	f none opt/app/two 0644 root bin
	f none opt/app/three 0644 root bin
	f none opt/app/four=../root/opt/app/hello 0644 root bin
	f none opt/app/five=/dev/null 0644 root bin
	EOF
	build -q -f p/prototype
	for pair in one:rsearch two:search three:beside four:hello; do
		echo "${pair#*:}" >expected
		"$LSSTREAM" ACMEtst.pkg 1 "reloc/opt/app/${pair%:*}" >found
		same expected found
	done
	"$LSSTREAM" ACMEtst.pkg 1 reloc/opt/app/five >found
	[ ! -s found ] || fail "/dev/null is not empty"
}

case_stdin() {
	make_source
	build -q -f prototype -r root
	build -q -f - -r root -o b.pkg <prototype
	same ACMEtst.pkg b.pkg
}

case_directory() {
	make_source
	mkdir away
	cd away
	expect 0 build -q -C .. -f prototype -r root -o there.pkg
	[ -f ../there.pkg ] || fail "-C counts for -o too"
	expect 3 build -C nowhere -f prototype
	contains err "nowhere: cannot change to this directory"
}

# files: setuid bits stay in the map and not in the archive; links of the tree
# are no matter, as each name is a file of its own
case_modes_and_hard_links() {
	make_source
	ln root/opt/app/hello root/opt/app/again
	cat >>prototype <<-'EOF'
	f none opt/app/again 4511 root bin
	EOF
	build -q -f prototype -r root
	map ACMEtst.pkg >map
	contains map "1 f none opt/app/again 4511 root bin 6 542"
	"$LSSTREAM" ACMEtst.pkg >list
	contains list "100755 6 3015617425 1041476645 reloc/opt/app/again"
	contains list "100644 6 3015617425 1041476645 reloc/opt/app/hello"
}

case_usage() {
	make_source
	for args in "" "-f" "-x -f prototype" "--bogus" "--force=yes -f p" \
	    "-f prototype A B" "-t x -f prototype" "-t -5 -f prototype" \
	    "-t 4294967296 -f prototype" "-D x -f prototype" \
	    "-D =x -f prototype" "-f prototype =x" "-f prototype a.b=x" \
	    "-l 100 -f prototype"
	do
		# shellcheck disable=SC2086
		expect 2 build $args
		contains err "try \`pkgstream build --help'"
		[ "$(grep -c . err)" -eq 2 ] || fail "$args: $(cat err)"
		[ ! -s out ] || fail "$args: $(cat out)"
	done
	expect 2 build -l 100 -f prototype
	contains err "-l: packages are made in one part only"
	SOURCE_DATE_EPOCH=soon
	export SOURCE_DATE_EPOCH
	expect 2 build -f prototype -r root
	contains err "SOURCE_DATE_EPOCH is not a number of seconds: \`soon'"
	[ ! -e ACMEtst.pkg ] || fail "written all the same"
}

case_help() {
	expect 0 build --help
	for word in usage: --output --force --dry-run --directory --time \
	    --define --payload --prototype --root --base "-a ARCH" \
	    "-v VERSION" "-l BLOCKS" --quiet --help SOURCE_DATE_EPOCH
	do
		contains out "$word"
	done
	[ "$(awk 'length > 80' out)" = "" ] || fail "lines over 80 columns"
	cp out help
	expect 0 "$PKGSTREAM" help build
	same help out
	expect 0 "$PKGSTREAM" --help
	contains out "build"
	expect 2 "$PKGSTREAM" biuld
	contains err "there is no verb \`biuld'"
	expect 2 "$PKGSTREAM"
}

run_cases "$0"
