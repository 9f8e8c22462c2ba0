#!/bin/sh
# proto: lines of a prototype, as pkgproto of SVR4 printed them.  It has them in
# the order of the directory, so what was recorded is sorted by path; of a file
# with several names the first one in that order is the file, so names were
# given to it sorted.  Its text for `./.x' overlaps itself, hence no such name.
. "$(dirname "$0")/../lib.sh"

ME="$(id -un) $(id -gn)"

# as_me: what root recorded, as files of whoever runs this
as_me() {
	sed "s/ root root\$/ $ME/"
}

make_stage() {
	mkdir -p st/usr/bin st/usr/lib/a/b st/etc
	echo x >st/usr/bin/prog
	chmod 4755 st/usr/bin/prog
	ln -s prog st/usr/bin/sl
	ln -s ../lib st/usr/bin/dirlink
	echo y >st/etc/conf
	chmod 600 st/etc/conf
	mkfifo -m 620 st/etc/pipe
	mkdir 'st/etc/$NAME'
	chmod 1777 st/usr/lib/a
}

make_links() {
	ln st/usr/bin/prog st/usr/bin/twin
	ln st/usr/bin/prog st/usr/lib/a/b/far
	ln st/usr/bin/prog st/aa
	ln -s nowhere st/usr/bin/dangling
	ln -s /abs/x st/etc/abslink
}

# the trees of the recorded packages
case_recorded() {
	cp -R "$TOP/tests/golden/build" src
	find src -type f -exec chmod 0644 {} +
	find src -type d -exec chmod 0755 {} +
	cd src
	for dir in */root; do
		name=${dir%/root}
		echo "# $name"
		"$PKGSTREAM" proto "$dir="
	done >../found
	cd ..
	as_me <src/recorded.proto >want
	[ "$(grep -c '^#' want)" -ge 75 ]
	same want found
}

case_links() {
	make_stage
	make_links
	cd st
	find . | sort >../list
	expect 0 "$PKGSTREAM" proto
	[ ! -s out ]
	rm out err
	"$PKGSTREAM" proto <../list >../found
	as_me >../want <<-'TEXT'
	f none aa 4755 root root
	d none etc 0755 root root
	d none etc/$NAME 0755 root root
	s none etc/abslink=/abs/x
	f none etc/conf 0600 root root
	p none etc/pipe 0620 root root
	d none usr 0755 root root
	d none usr/bin 0755 root root
	s none usr/bin/dangling=nowhere
	s none usr/bin/dirlink=../lib
	l none usr/bin/prog=../../aa
	s none usr/bin/sl=prog
	l none usr/bin/twin=../../aa
	d none usr/lib 0755 root root
	d none usr/lib/a 1777 root root
	d none usr/lib/a/b 0755 root root
	l none usr/lib/a/b/far=../../../../aa
	TEXT
	same ../want ../found
	# a tree is read in the order of its names
	"$PKGSTREAM" proto . >../found
	same ../want ../found
	# of a list the first name counts
	find usr | sort -r | "$PKGSTREAM" proto -c abc >../found
	as_me >../want <<-'TEXT'
	d abc usr 0755 root root
	d abc usr/bin 0755 root root
	s abc usr/bin/dangling=nowhere
	s abc usr/bin/dirlink=../lib
	l abc usr/bin/prog=../lib/a/b/far
	s abc usr/bin/sl=prog
	l abc usr/bin/twin=../lib/a/b/far
	d abc usr/lib 0755 root root
	d abc usr/lib/a 1777 root root
	d abc usr/lib/a/b 0755 root root
	f abc usr/lib/a/b/far 4755 root root
	TEXT
	same ../want ../found
}

case_new_place() {
	make_stage
	as_me >want <<-'TEXT'
	d none /opt/x 0755 root root
	d none /opt/x/etc 0755 root root
	d none /opt/x/etc/$NAME 0755 root root
	f none /opt/x/etc/conf=st/etc/conf 0600 root root
	p none /opt/x/etc/pipe 0620 root root
	d none /opt/x/usr 0755 root root
	d none /opt/x/usr/bin 0755 root root
	s none /opt/x/usr/bin/dirlink=../lib
	f none /opt/x/usr/bin/prog=st/usr/bin/prog 4755 root root
	s none /opt/x/usr/bin/sl=prog
	d none /opt/x/usr/lib 0755 root root
	d none /opt/x/usr/lib/a 1777 root root
	d none /opt/x/usr/lib/a/b 0755 root root
	TEXT
	for operand in st=/opt/x st/=/opt/x/ ./st//=/opt/x; do
		expect 0 "$PKGSTREAM" proto "$operand"
		same want out
	done
	# links are what they lead to, but not descended into; two places
	as_me >want <<-'TEXT'
	d none e 0755 root root
	d none e/$NAME 0755 root root
	f none e/conf=st/etc/conf 0600 root root
	p none e/pipe 0620 root root
	d none st/usr/bin 0755 root root
	d none st/usr/bin/dirlink 0755 root root
	f none st/usr/bin/prog 4755 root root
	f none st/usr/bin/sl 4755 root root
	TEXT
	expect 0 "$PKGSTREAM" proto -i st/etc=e st/usr/bin
	same want out
	# what is named twice has one line
	expect 0 "$PKGSTREAM" proto -i st/etc=e st/usr/bin st/usr/bin/prog
	same want out
	# a hard link cannot lead from BASEDIR to an absolute path's file
	ln st/etc/conf st/usr/conf
	expect 0 "$PKGSTREAM" proto st/usr/conf=rel st/etc/conf=/abs
	contains err 'becomes a file of its own'
	contains out 'f none /abs=st/etc/conf'
	# and the lines build
	expect 0 "$PKGSTREAM" proto st=
	grep -v NAME out >p
	printf 'i pkginfo\n' >>p
	printf '%s\n' PKG=ACMEx NAME=x ARCH=all VERSION=1 CATEGORY=system \
	    BASEDIR=/ >pkginfo
	expect 0 "$PKGSTREAM" build -q -f p -o x.pkg
	expect 0 "$PKGSTREAM" list --map x.pkg
	contains out '1 l none usr/conf=../etc/conf'
}

case_devices() {
	need_root
	mkdir d
	mknod d/null c 1 3 || skip 'no devices here'
	mknod -m 640 d/disk b 8 17
	chown bin:sys d/disk
	expect 0 "$PKGSTREAM" proto d
	cat >want <<-'TEXT'
	d none d 0755 root root
	b none d/disk 8 17 0640 bin sys
	c none d/null 1 3 0644 root root
	TEXT
	same want out
	# a number without a name is no owner
	echo x >d/file
	chown 54321 d/file
	expect 1 "$PKGSTREAM" proto d
	same want out
	contains err 'd/file: warning: left out: no user has the number 54321'
}

# what no line can hold is named, all of it, and the rest is there
case_left_out() {
	need python3
	mkdir t
	echo x >t/good
	echo x >'t/with blank'
	echo x >'t/a=b'
	echo x >'t/new
line'
	ln -s 'a b' t/link
	python3 -c 'import socket
s = socket.socket(socket.AF_UNIX)
s.bind("t/socket")'
	expect 1 "$PKGSTREAM" proto t
	as_me >want <<-'TEXT'
	d none t 0755 root root
	f none t/good 0644 root root
	TEXT
	same want out
	for name in 'with blank' 'a=b' 'new?line' link socket; do
		contains err "t/$name: warning: left out: "
	done
	[ "$(wc -l <err)" -eq 5 ]
	cd t
	expect 1 "$PKGSTREAM" proto ../t
	[ "$(wc -l <err)" -eq 1 ]
	contains err '../t=PATH says where'
	expect 0 "$PKGSTREAM" proto ../t/good=good
	printf 'good\0bad\n' >list
	status=0
	"$PKGSTREAM" proto <list >out 2>err || status=$?
	[ $status -eq 3 ]
	[ ! -s out ]
	contains err 'standard input:1: holds a NUL'
}

case_usage() {
	make_stage
	expect 2 "$PKGSTREAM" proto -c a-b st
	contains err 'holds other than letters and digits'
	expect 2 "$PKGSTREAM" proto -c '' st
	expect 2 "$PKGSTREAM" proto -c "$(printf '%065d' 0)" st
	# the rest is printed, as find and ls do
	expect 3 "$PKGSTREAM" proto none st/etc/conf
	contains err 'none: cannot examine: No such file'
	contains out 'f none st/etc/conf 0600'
	echo st/usr/bin | "$PKGSTREAM" proto - st/etc/conf >out
	[ "$(wc -l <out)" -eq 2 ]
	expect 2 "$PKGSTREAM" pkgproto st
	contains err 'here it is `pkgstream proto'
}

run_cases "$0" "$@"
