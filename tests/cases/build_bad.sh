#!/bin/sh
# Bad input of `pkgstream build -f`: one clear line for each fault, all of them
# in one run, the right status, no output and nothing lost.

. "${TOP:-.}/tests/lib.sh"

make_source() {
	rm -rf src
	mkdir -p src/root/opt
	echo a >src/root/opt/a
	echo b >src/root/opt/b
	echo 'exit 0' >src/postinstall
	printf '%s\n' PKG=ACMEtst NAME=n ARCH=sparc VERSION=1 \
	    CATEGORY=application BASEDIR=/ CLASSES=none PSTAMP=x >src/pkginfo
	printf '%s\n' 'i pkginfo' 'i postinstall' 'd none opt 0755 root sys' \
	    'f none opt/a 0644 root bin' 'f none opt/b 0644 root bin' \
	    >src/prototype
}

# What `build` says ends with this status and is exactly the standard input;
# the output file stays as it was.  Words beyond the first are arguments.
expect_lines() {
	_status=$1
	shift
	cat >expected
	for _old in no yes; do
		rm -f ACMEtst.pkg
		[ $_old = no ] || echo old >ACMEtst.pkg
		expect "$_status" "$PKGSTREAM" build --force \
		    -f src/prototype -r src/root "$@"
		same expected err
		[ ! -s out ] || fail "printed: $(cat out)"
		[ $_old = no ] || [ "$(cat ACMEtst.pkg)" = old ] ||
		    fail "the old output is gone"
		rm -f ACMEtst.pkg
		[ "$(ls -A)" = "$(printf 'err\nexpected\nout\nsrc')" ] ||
		    fail "left behind: $(ls -A)"
	done
}

# The table: `== TITLE | CHANGE', then the lines that are to come, with the
# status in front of the first.  The change is made by the shell in src/.
table() {
	cat <<'EOF'
== a missing file | rm root/opt/b
3 src/prototype:5: opt/b: src/root/opt/b cannot open: No such file or directory
== all missing files at once | rm -r root/opt postinstall
3 src/prototype:2: postinstall: no file of that name is found (prototype(4))
src/prototype:4: opt/a: src/root/opt/a cannot open: No such file or directory
src/prototype:5: opt/b: src/root/opt/b cannot open: No such file or directory
== a missing root | rm -r root
3 src/root: warning: there is no such directory
src/prototype:4: opt/a: is a regular file in none of the roots (prototype(4))
src/prototype:5: opt/b: is a regular file in none of the roots (prototype(4))
== a root that is a file | rm -r root; echo x >root
3 src/root: cannot open the directory: Not a directory
== a directory in place of a file | rm root/opt/b; mkdir root/opt/b
3 src/prototype:5: opt/b: src/root/opt/b is not a regular file
== a FIFO in place of a file | rm root/opt/b; mkfifo root/opt/b
3 src/prototype:5: opt/b: src/root/opt/b is not a regular file
== a symbolic link in place of a file | ln -s a root/opt/c; mv root/opt/c root/opt/b
3 src/prototype:5: opt/b: src/root/opt/b has a symbolic link on its way
== a symbolic link in place of a directory | mv root/opt root/real; ln -s real root/opt
3 src/prototype:4: opt/a: src/root/opt/a has a symbolic link on its way
src/prototype:5: opt/b: src/root/opt/b has a symbolic link on its way
== a file in place of a directory | rm -r root/opt; echo x >root/opt
3 src/prototype:4: opt/a: src/root/opt/a cannot open: Not a directory
src/prototype:5: opt/b: src/root/opt/b cannot open: Not a directory
== no prototype | rm prototype
3 src/prototype: cannot open: No such file or directory
== a prototype that is a directory | rm prototype; mkdir prototype
3 src/prototype: not a regular file
== a prototype that is a FIFO | rm prototype; mkfifo prototype
3 src/prototype: not a regular file
== an empty prototype | : >prototype
3 src/prototype: there is no entry `i pkginfo' (prototype(4))
== no pkginfo in the prototype | sed 1d prototype >p; mv p prototype
3 src/prototype: there is no entry `i pkginfo' (prototype(4))
== a file of the name pkginfo | sed '1s/.*/f none pkginfo 0644 root bin/' prototype >p; mv p prototype; cp pkginfo root
3 src/prototype: there is no entry `i pkginfo' (prototype(4))
== no pkginfo | rm pkginfo
3 src/prototype:1: pkginfo: no file of that name is found (prototype(4))
== a pkginfo that is a directory | rm pkginfo; mkdir pkginfo
3 src/prototype:1: pkginfo: no file of that name is found (prototype(4))
== an explicit source that is missing | echo 'f none c=../c 0644 root bin' >>prototype
3 src/prototype:6: c: src/root/../c cannot open: Invalid argument
== a name used twice | echo 'f none opt//a 0644 root bin' >>prototype
3 src/prototype:6: opt/a: is already named in line 4 (prototype(4))
== a name used twice, in an included file | echo '!include more' >>prototype; printf '\nf none opt/a 0644 root bin\n' >more
3 src/more:2: opt/a: is already named in src/prototype:4 (prototype(4))
== a blank in a path | echo 'f none opt/my file 0644 root bin' >>prototype
3 src/prototype:6: `file' is not a mode; a path cannot hold blanks (prototype(4))
== an = in a path | echo 'f none opt/c=d=e 0644 root bin' >>prototype
3 src/prototype:6: the path `opt/c' is followed by two `=' (prototype(4))
== a path that leads out | echo 'f none ../c 0644 root bin' >>prototype
3 src/prototype:6: the path `../c' leaves its directory with `..' (prototype(4))
== a control character in a path | printf 'f none c\001d 0644 root bin\n' >>prototype
3 src/prototype:6: the path `c?d' holds a blank or a control character (prototype(4))
== an unknown file type | echo 'F none opt/c 0644 root bin' >>prototype
3 src/prototype:6: `F' is not a file type (f e v d x l s p c b i) (prototype(4))
== a mode that is none | echo 'd none opt/c rwxr-xr-x root bin' >>prototype
3 src/prototype:6: `rwxr-xr-x' is not a mode; a path cannot hold blanks (prototype(4))
== a class that is a variable | echo 'd $cls opt/c 0755 root bin' >>prototype
3 src/prototype:6: the class `$cls' is a variable, which a class may not be (prototype(4))
== a class with a slash | echo 'd a/b opt/c 0755 root bin' >>prototype
3 src/prototype:6: the class `a/b' holds a character that no class may have (prototype(4))
== a second part | echo '2 d none opt/c 0755 root bin' >>prototype
3 src/prototype:6: opt/c: part 2: packages are made in one part only (prototype(4))
== an object inside a file | echo 'd none opt/a/c 0755 root bin' >>prototype
3 src/prototype:6: opt/a/c: lies in opt/a, which is a regular file (prototype(4))
== a link with a word behind it | echo 's none opt/l=my file' >>prototype
3 src/prototype:6: `file' is one word too many; a path cannot hold blanks (prototype(4))
== a build variable without a value | echo 'd none $nowhere/c 0755 root bin' >>prototype
3 src/prototype:6: no value for the build variable in `$nowhere/c' (prototype(4))
== an include that is missing | echo '!include more' >>prototype
3 src/prototype:6: src/more: cannot open: No such file or directory (prototype(4))
== an include of itself | echo '!include prototype' >>prototype
3 src/prototype:6: the file includes itself: `prototype' (prototype(4))
== an unknown command | echo '!inclde x' >>prototype
3 src/prototype:6: unknown command `inclde x' (prototype(4))
== a binary file for a prototype | printf 'a\000b\n' >prototype
3 src/prototype:1: the line holds a NUL byte (prototype(4))
src/prototype: there is no entry `i pkginfo' (prototype(4))
== a PKG that begins with a digit | sed 's/ACMEtst/1ACME/' pkginfo >p; mv p pkginfo
3 src/pkginfo:1: PKG does not begin with a letter (pkginfo(4))
== a PKG with a character too many | sed 's/ACMEtst/ACME_tst/' pkginfo >p; mv p pkginfo
3 src/pkginfo:1: PKG holds a character other than A-Z a-z 0-9 - + (pkginfo(4))
== a PKG that is too long | sed 's/ACMEtst/A2345678901234567890123456789012/' pkginfo >p; mv p pkginfo
3 src/pkginfo:1: PKG is longer than 31 characters (pkginfo(4))
== a PKG with an extension | sed 's/ACMEtst/ACME.2/' pkginfo >p; mv p pkginfo
3 src/pkginfo:1: PKG holds a `.', which belongs to instances (pkginfo(4))
== a PKG that is reserved | sed 's/ACMEtst/all/' pkginfo >p; mv p pkginfo
3 src/pkginfo:1: PKG is a reserved word (pkginfo(4))
== a pkginfo with an open quote | echo 'DESC="x' >>pkginfo
3 src/pkginfo:9: the closing quote is missing (pkginfo(4))
== an empty pkginfo | : >pkginfo
3 src/pkginfo: warning: VERSION is missing; set to `Dev Release 01/02/2003' (pkginfo(4))
src/pkginfo: warning: PSTAMP is missing; set to `pkgstream20030102030405' (pkginfo(4))
src/pkginfo: warning: CLASSES is missing; set to `none' (pkginfo(4))
src/pkginfo: PKG is missing (pkginfo(4))
src/pkginfo: NAME is missing (pkginfo(4))
src/pkginfo: ARCH is missing (pkginfo(4))
src/pkginfo: CATEGORY is missing (pkginfo(4))
src/pkginfo: warning: VERSION holds blanks, which some consumers split at (pkginfo(4))
== all faults of a pkginfo | printf '%s\n' PKG=new NAME= 'VERSION=(1' CATEGORY=a_b,system CLASSES=none PSTAMP=x =y >pkginfo
3 src/pkginfo:7: a parameter's name has 1 to 64 bytes (pkginfo(4))
== faults of every kind in one run | printf '%s\n' 'q none c' 'f none opt/a 0644 root bin' 'd none d 9 root bin' >>prototype; rm root/opt/b
3 src/prototype:6: `q' is not a file type (f e v d x l s p c b i) (prototype(4))
src/prototype:8: `9' is not a mode (octal, at most 7777) (prototype(4))
src/prototype:7: opt/a: is already named in line 4 (prototype(4))
src/prototype:5: opt/b: src/root/opt/b cannot open: No such file or directory
EOF
}

case_table() {
	table >table.all
	sed -n 's/^== //p' table.all >titles
	mkdir run
	rows=0
	bad=0
	while IFS= read -r title; do
		TITLE="== $title" awk '$0 == ENVIRON["TITLE"] { on = 1; next }
		    /^== / { on = 0 } on' table.all >lines
		rows=$((rows + 1))
		(
			cd run
			make_source
			change=${title#* | }
			(cd src && eval "$change" &&
			    find . -exec touch -h -t 200301020304.05 {} +)
			status=$(sed -n '1s/ .*//p' ../lines)
			sed "1s/^$status //" ../lines | expect_lines "$status"
		) >log 2>&1 || {
			echo "${title% | *}:"
			cat log
			bad=$((bad + 1))
			rm -rf run
			mkdir run
		}
		rm -rf run/src
	done <titles
	[ $bad -eq 0 ] || fail "$bad of $rows rows"
	[ $rows -ge 45 ] || fail "only $rows rows were run"
}

case_unreadable() {
	[ "$(id -u)" -ne 0 ] || skip "root reads everything"
	make_source
	chmod 0 src/root/opt/b
	expect_lines 3 <<-'EOF'
	src/prototype:5: opt/b: src/root/opt/b cannot open: Permission denied
	EOF
	make_source
	chmod 0 src/pkginfo
	expect 3 "$PKGSTREAM" build -f src/prototype -r src/root
	contains err "pkginfo: cannot open: Permission denied"
}

# the same for root, who may read everything
case_unreadable_as_nobody() {
	need_other
	make_source
	chmod 0755 . src src/root src/root/opt
	chmod 0 src/root/opt/b
	got=0
	as_other "$PKGSTREAM" build \
	    -f src/prototype -r src/root -o /dev/null/x >out 2>err || got=$?
	[ $got -eq 3 ] || fail "status $got: $(cat err)"
	echo "src/prototype:5: opt/b: src/root/opt/b cannot open: Permission denied" >expected
	same expected err
}

case_package_name() {
	make_source
	for name in 1x ACME_ OTHER ACMEtst.12345 ACMEtstx ACMEts all; do
		expect 3 "$PKGSTREAM" build -f src/prototype -r src/root \
		    -o x.pkg $name
		[ "$(wc -l <err)" -eq 1 ] || fail "$name: $(cat err)"
		contains err "$name"
		[ ! -e x.pkg ] || fail "$name: written"
	done
}

# values from the command line can be as bad as those of files
case_hostile_values() {
	make_source
	nl='
'
	expect_lines 3 "DESC=x${nl}PKG=evil" <<-'EOF'
	src/pkginfo: DESC holds a control character (pkginfo(4))
	EOF
	echo 'd none $x 0755 root bin' >>src/prototype
	expect_lines 3 "x=../../etc" <<-'EOF'
	src/prototype:6: the path `../../etc' leaves its directory with `..' (prototype(4))
	EOF
	expect_lines 3 "x=a b" <<-'EOF'
	src/prototype:6: the path `a b' holds a blank or a control character (prototype(4))
	EOF
}

case_output() {
	make_source
	expect 4 "$PKGSTREAM" build -f src/prototype -r src/root \
	    -o none/x.pkg
	[ "$(cat err)" = \
	    "none/x.pkg: cannot create: No such file or directory" ] ||
	    fail "$(cat err)"
	mkdir dir
	expect 3 "$PKGSTREAM" build --force -f src/prototype -r src/root \
	    -o dir
	[ "$(cat err)" = "dir: is a directory" ] || fail "$(cat err)"
	echo old >old
	expect 3 "$PKGSTREAM" build -f src/prototype -r src/root -o old
	[ "$(cat err)" = "old: exists; --force replaces it" ] ||
	    fail "$(cat err)"
	[ "$(cat old)" = old ] || fail "the old file is gone"
	expect 4 "$PKGSTREAM" build -f src/prototype -r src/root -o old/x
	expect 4 "$PKGSTREAM" build -f src/prototype -r src/root -o ''
	[ "$(ls -A)" = "$(printf 'dir\nerr\nold\nout\nsrc')" ] ||
	    fail "$(ls -A)"
}

case_full_device() {
	[ -c /dev/full ] || skip "no /dev/full"
	make_source
	status=0
	"$PKGSTREAM" build -q -f src/prototype -r src/root -o - \
	    >/dev/full 2>err || status=$?
	[ $status -eq 4 ] || fail "status $status"
	[ "$(wc -l <err)" -eq 1 ] || fail "$(cat err)"
	contains err "No space left on device"
	status=0
	"$PKGSTREAM" build -n -f src/prototype -r src/root >/dev/full \
	    2>err || status=$?
	[ $status -eq 4 ] || fail "dry run: status $status"
}

case_closed_output() {
	make_source
	status=0
	"$PKGSTREAM" build -q -f src/prototype -r src/root -o - \
	    >&- 2>err || status=$?
	[ $status -eq 4 ] || fail "status $status: $(cat err)"
	[ "$(wc -l <err)" -eq 1 ] || fail "$(cat err)"
	# a file must not take the place of a closed descriptor
	"$PKGSTREAM" build -q -f src/prototype -r src/root -o a.pkg
	"$PKGSTREAM" build -f src/prototype -r src/root -o b.pkg \
	    >&- 2>&- <&- || :
	same a.pkg b.pkg
}

case_closed_pipe() {
	make_source
	dd if=/dev/zero of=src/root/opt/a bs=65536 count=100 2>/dev/null
	"$PKGSTREAM" build -q -f src/prototype -r src/root -o - 2>err |
	    head -c 1000 >head
	[ "$(wc -c <head)" -eq 1000 ] || fail "nothing came"
}

# the limit for the size of files stands for a disk that fills up
case_size_limit() {
	make_source
	dd if=/dev/zero of=src/root/opt/a bs=65536 count=100 2>/dev/null
	for old in no yes; do
		[ $old = no ] || echo old >x.pkg
		status=0
		(ulimit -f 100 && "$PKGSTREAM" build -q --force \
		    -f src/prototype -r src/root -o x.pkg) >out 2>err ||
		    status=$?
		[ $status -eq 4 ] || fail "status $status: $(cat err)"
		[ "$(wc -l <err)" -eq 1 ] || fail "$(cat err)"
		contains err "x.pkg: cannot write: "
		[ $old = no ] || [ "$(cat x.pkg)" = old ] ||
		    fail "the old file is gone"
		[ $old = yes ] || [ ! -e x.pkg ] || fail "written in part"
	done
	[ "$(ls -A)" = "$(printf 'err\nout\nsrc\nx.pkg')" ] || fail "$(ls -A)"
}

case_full_disk() {
	need_root
	need unshare
	make_source
	export PKGSTREAM
	dd if=/dev/zero of=src/root/opt/a bs=65536 count=100 2>/dev/null
	mkdir disk
	cat >inside <<-'EOF'
	mount -t tmpfs -o size=1m none disk || exit 77
	echo old >disk/old
	for name in new old; do
		status=0
		"$PKGSTREAM" build -q --force -f src/prototype -r src/root \
		    -o disk/$name 2>err || status=$?
		[ $status -eq 4 ] || exit 1
		[ "$(wc -l <err)" -eq 1 ] || exit 1
		grep 'disk/'$name': cannot write: No space left' err || exit 1
		[ "$(ls -A disk)" = old ] && [ "$(cat disk/old)" = old ] ||
		    exit 1
	done
	EOF
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	unshare -m sh inside || {
		status=$?
		[ $status -ne 77 ] || skip "no tmpfs"
		cat err
		exit 1
	}
}

# an information file that no tool would read, a class that CLASSES lacks
case_close_names_and_classes() {
	echo x >file
	printf 'PKG=A\nNAME=A\nARCH=all\nVERSION=1\nCATEGORY=application\n' \
	    >pkginfo
	echo 'CLASSES=none' >>pkginfo
	echo 'exit 0' >postinstal
	echo 'exit 0' >i.mine
	printf '%s\n' 'i pkginfo' 'i postinstal' 'i i.mine' \
	    'f none file 0644 root bin' >prototype
	expect 0 "$PKGSTREAM" build -f prototype -r . -o a.pkg
	contains err 'prototype:2: warning: postinstal: no package tool reads'
	contains err 'did you mean postinstall?'
	lacks err 'i.mine'
	# names of other systems, capitals, scripts of classes
	echo CLASSES=none config >c
	sed '/^CLASSES/d' pkginfo >p
	cat c >>p
	for pair in postinst:postinstall Preremove:preremove \
	    i.confg:i.config r.Config:r.config; do
		name=${pair%:*}
		echo 'exit 0' >$name
		printf '%s\n' 'i pkginfo=p' "i $name" \
		    'f none file 0644 root bin' >prototype
		expect 0 "$PKGSTREAM" build --force -f prototype -r . -o a.pkg
		contains err "prototype:2: warning: $name: "
		contains err "did you mean ${pair#*:}?"
	done
	printf '%s\n' 'i pkginfo' 'f mine file 0644 root bin' >prototype
	expect 3 "$PKGSTREAM" build -f prototype -r . -o b.pkg
	contains err 'its class mine is not in CLASSES'
	[ ! -e b.pkg ]
	expect 0 "$PKGSTREAM" build --force-class -f prototype -r . -o b.pkg
	contains err 'warning: file: its class mine is not in CLASSES'
}

run_cases "$0"
