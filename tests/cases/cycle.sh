#!/bin/sh
. "$(dirname "$0")/../lib.sh"

CYCLE="$PKGSTREAM rehearse cycle"

# package NAME PROTOTYPE-LINE...: builds NAME.pkg from the directory src
package() {
	_name=$1
	shift
	{
		echo 'i pkginfo'
		for _line do
			echo "$_line"
		done
	} >src/prototype
	cat >src/pkginfo <<-EOF
		PKG=$_name
		NAME=a package for tests
		ARCH=sparc,i386
		VERSION=1.0
		CATEGORY=application
		CLASSES=none cfg
	EOF
	[ -z "${BASEDIR-}" ] || echo "BASEDIR=$BASEDIR" >>src/pkginfo
	"$PKGSTREAM" build -q --force -f src/prototype -r src/root \
	    -t 1100000000 -o "$_name.pkg"
}

# A root with one file, which packages replace.
make_base() {
	mkdir -p base/etc base/opt base/tmp base/var/tmp \
	    base/var/sadm/install base/var/sadm/pkg
	printf 'root:x:0:0::/:\nnoaccess:x:60002:60002::/:\n' >base/etc/passwd
	printf 'root::0:\nother::1:\nsys::3:\nnoaccess::60002:\n' \
	    >base/etc/group
	echo old >base/etc/x.conf
	touch -t 200301010000 base/etc/x.conf
	mkdir -p src/root/etc
	echo new >src/root/etc/x.conf
}

# plain_package: no scripts, of every type
plain_package() {
	mkdir -p src/root/opt/ACME
	echo text >src/root/opt/ACME/a
	package ACMEtst 'd none /opt/ACME ? ? ?' \
	    'f none /opt/ACME/a 0644 root bin' \
	    'l none /opt/ACME/b=a' 's none /opt/ACME/s=../x' \
	    'p none /opt/ACME/p 0600 root sys'
}

# careful [COMMAND]: does what a patch has to do.  An original is saved once and
# whole, and no file appears half-written.  The removal begins with COMMAND: what
# is done to a run in the background should not come behind its end.
careful() {
	cat >src/i.cfg <<-'EOF'
		while read from to; do
			if [ ! -f $PKGSAV/saved ]; then
				cp -p $to $PKGSAV/saved.new || exit 1
				mv $PKGSAV/saved.new $PKGSAV/saved || exit 1
			fi
			cp -p $from $to.new || exit 1
			mv $to.new $to || exit 1
		done
	EOF
	echo "${1-}" >src/r.cfg
	cat >>src/r.cfg <<-'EOF'
		while read path; do
			rm -f $path.new
			[ -f $PKGSAV/saved ] || continue
			cp -p $PKGSAV/saved $path.new || exit 1
			mv $path.new $path || exit 1
		done
	EOF
	package ACMEcar 'i i.cfg' 'i r.cfg' \
	    'e cfg /etc/x.conf 0644 root root'
}

# careless: works unless it is killed
careless() {
	cat >src/i.cfg <<-'EOF'
		while read from to; do
			cp -p $to $PKGSAV/saved
			cp -p $from $to
		done
	EOF
	cat >src/r.cfg <<-'EOF'
		while read path; do
			cp -p $PKGSAV/saved $path
		done
	EOF
	package ACMEles 'i i.cfg' 'i r.cfg' \
	    'e cfg /etc/x.conf 0644 root root'
}

# need_live: skips the case where the host has no namespaces
need_live() {
	_status=0
	$CYCLE -q --live-only "$1" >out 2>&1 </dev/null || _status=$?
	[ "$_status" -ne 4 ] || skip "no live roots: $(tail -n 1 out)"
}

# need_faults: skips the case where power cuts are not to be had
need_faults() {
	# leaks cannot be looked for in a process that is traced
	ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
	export ASAN_OPTIONS
	_status=0
	$CYCLE -q --root-only --faults --every 1000 "$1" >out 2>&1 \
	    </dev/null || _status=$?
	[ "$_status" -ne 4 ] || skip "no power cuts: $(tail -n 1 out)"
}

nothing_left() {
	[ -z "$(ls tmp)" ] || fail "left in the temporary directory: $(ls tmp)"
}

in_own_tmp() {
	mkdir tmp
	chmod 755 . tmp
	TMPDIR=$PWD/tmp
	export TMPDIR
}

case_plain() {
	in_own_tmp
	plain_package
	expect 0 $CYCLE --root-only ACMEtst.pkg
	contains out 'ACMEtst, alternate root:'
	contains out 'exit 0, 5 objects'
	contains out 'no difference'
	nothing_left
}

case_live() {
	plain_package
	need_live ACMEtst.pkg
	in_own_tmp
	expect 0 $CYCLE ACMEtst.pkg
	contains out 'alternate root:'
	contains out 'live:'
	nothing_left
}

# in a fresh root, directories that no package has are not the package's fault
case_implied() {
	mkdir -p src/root/opt/ACME/lib
	echo text >src/root/opt/ACME/lib/a
	package ACMEimp 'f none /opt/ACME/lib/a 0644 root bin'
	expect 0 $CYCLE --root-only ACMEimp.pkg
	contains out 'taken as given, since no package brings it: /opt/ACME, '
	# a directory of its own stays because of one that is not
	package ACMEimp 'd none /opt/ACME 0755 root bin' \
	    'f none /opt/ACME/lib/a 0644 root bin'
	expect 1 $CYCLE --root-only ACMEimp.pkg
	contains out '/opt/ACME/lib: a directory that was not there'
	rm -r src/root/*
	make_base
	mkdir -p src/root/opt/ACME
	echo text >src/root/opt/ACME/a
	package ACMEimp 'f none /opt/ACME/a 0644 root sys'
	expect 1 $CYCLE --root-only --base base ACMEimp.pkg
	contains out '/opt/ACME: a directory that was not there'
}

# whatever a removal leaves is a difference, and said
case_difference() {
	make_base
	cat >src/postinstall <<-'EOF'
		root=$PKG_INSTALL_ROOT
		echo more >>$root/etc/x.conf
		mkdir $root/etc/made
		chmod 700 $root/etc
	EOF
	mkdir -p src/root/opt
	package ACMEbad 'i postinstall' 'd none /opt/ACME 0755 root sys'
	expect 1 $CYCLE --root-only --base base ACMEbad.pkg
	contains out '4 differences'
	contains out '/etc: mode rwx------ (0700), was rwxr-xr-x (0755)'
	contains out '/etc/made: a directory that was not there'
	contains out '/etc/x.conf: contents differ (9 bytes, was 4)'
	contains out '/etc/x.conf: modified 2'
	[ "$(cat base/etc/x.conf)" = old ] || fail 'the base was changed'
	expect 1 $CYCLE --root-only --json --base base ACMEbad.pkg
	contains out '"clean": false'
	contains out '"path": "/etc/made"'
}

# the tool that fails is shown with its last words
case_failing() {
	echo 'echo so it is; exit 1' >src.sh
	mkdir -p src/root
	mv src.sh src/preinstall
	package ACMEno 'i preinstall' 'd none /opt/ACME 0755 root sys'
	expect 1 $CYCLE --root-only ACMEno.pkg
	contains out 'exit 1'
	contains out '| so it is'
	lacks out 'no difference'
}

# services that ran have to run in the end, and no others
case_services() {
	mkdir -p src/root
	cat >src/postinstall <<-'EOF'
		[ -n "$PKG_INSTALL_ROOT" ] && exit 0
		sleep 7654 >/dev/null 2>&1 &
		ps -ef | sed -n 's/^[^ ]* *\([0-9]*\) .*[0-9] sleep 8765$/\1/p' |
		    while read pid; do
			kill $pid
		done
		sleep 1
	EOF
	package ACMEsvc 'i postinstall' 'd none /opt/ACME 0755 root sys'
	need_live ACMEsvc.pkg
	expect 1 $CYCLE --live-only --start 'sleep 8765 >/dev/null 2>&1 &' \
	    ACMEsvc.pkg
	contains out 'process: runs, did not before: sleep 7654'
	contains out 'process: does not run any more: sleep 8765'
	contains out '2 differences'
	echo exit 0 >src/postinstall
	package ACMEsvc 'i postinstall' 'd none /opt/ACME 0755 root sys'
	expect 0 $CYCLE --live-only --start 'sleep 8765 >/dev/null 2>&1 &' \
	    ACMEsvc.pkg
	contains out 'no difference, 1 process as before'
}

case_ignore() {
	live=$TOP/tests/golden/26-live-or-root/packages/ACMElive.pkg
	need_root
	expect 1 $CYCLE --root-only "$live"
	contains out '/trace.log: a file that was not there'
	expect 0 $CYCLE --root-only --ignore /trace.log "$live"
}

# a patch that restores the file and forgets the database (svr4-packaging 6.13)
case_shared() {
	need_root
	g=$TOP/tests/golden/07-shared-e-over-f/packages
	expect 1 $CYCLE --root-only --faults --ignore /trace.log \
	    --with "$g/BASEprod.pkg" "$g/PATCHone.pkg"
	contains out '/opt/prod/bin/main: in the database'
	contains out 'pkgchk: ERROR: /opt/prod/bin/main'
	contains out 'power cuts  not tried'
}

case_with() {
	plain_package
	mkdir -p src/root/opt
	package ACMEtwo 'i depend' 'd none /opt/ACME/two 0755 root sys' \
	    2>/dev/null || :
	echo 'P ACMEtst a package for tests' >src/depend
	package ACMEtwo 'i depend' 'd none /opt/ACME/two 0755 root sys'
	sed 's/idepend=.*/idepend=quit/' >admin <<-'EOF'
		mail=
		instance=overwrite
		idepend=quit
		rdepend=nocheck
		space=nocheck
		conflict=nocheck
		action=nocheck
		runlevel=nocheck
		partial=nocheck
		setuid=nocheck
		basedir=default
	EOF
	expect 1 $CYCLE --root-only -a admin ACMEtwo.pkg
	expect 0 $CYCLE --root-only -a admin --with ACMEtst.pkg ACMEtwo.pkg
	contains out prepare
}

case_base_root() {
	make_base
	careful
	expect 0 $CYCLE --root-only --base base ACMEcar.pkg
	expect 3 $CYCLE --root-only --base nowhere ACMEcar.pkg
}

case_careful() {
	make_base
	careful
	need_faults ACMEcar.pkg
	in_own_tmp
	expect 0 $CYCLE --root-only --faults --base base ACMEcar.pkg
	contains out 'installation cut, then removal'
	[ "$(grep -c ' 0 lost' out)" -eq 3 ]
	lacks out 'lost at'
	nothing_left
}

case_careless() {
	make_base
	careless
	need_faults ACMEles.pkg
	in_own_tmp
	expect 1 $CYCLE --root-only --faults --base base ACMEles.pkg
	contains out 'no difference'
	# the saved original, overwritten by a second installation
	contains out 'lost at point'
	contains out 'in i.cfg before'
	contains out '/etc/x.conf: '
	expect 1 $CYCLE --root-only --faults --json --base base ACMEles.pkg
	contains out '"script": "i.cfg"'
	contains out '"call": '
	nothing_left
}

# scripts that note inode numbers, which a copy of the root does not keep: the
# trial is made once more in place
case_inodes() {
	make_base
	careful
	cat >src/i.cfg <<-'EOF'
		while read from to; do
			if [ ! -f $PKGSAV/saved ]; then
				ls -i $to >$PKGSAV/inode || exit 1
				cp -p $to $PKGSAV/saved.new || exit 1
				mv $PKGSAV/saved.new $PKGSAV/saved || exit 1
			fi
			cp -p $from $to.new || exit 1
			mv $to.new $to || exit 1
		done
	EOF
	cat >src/r.cfg <<-'EOF'
		while read path; do
			rm -f $path.new
			[ -f $PKGSAV/saved ] || continue
			if cmp -s $path $PKGSAV/saved; then
				[ "`ls -i $path`" = "`cat $PKGSAV/inode`" ] ||
				    exit 1
			else
				cp -p $PKGSAV/saved $path.new || exit 1
				mv $path.new $path || exit 1
				ls -i $path >$PKGSAV/inode.new || exit 1
				mv $PKGSAV/inode.new $PKGSAV/inode || exit 1
			fi
		done
	EOF
	package ACMEino 'i i.cfg' 'i r.cfg' \
	    'e cfg /etc/x.conf 0644 root root'
	need_faults ACMEino.pkg
	_got=0
	$CYCLE --root-only --faults --every 3 --base base ACMEino.pkg \
	    >out 2>err </dev/null || _got=$?
	contains out "were recovered from in place, but not in a copy"
	[ "$(grep -c 'installation .* 0 lost' out)" -eq 2 ] || fail "$(cat out)"
}

case_careful_live() {
	make_base
	careful
	need_faults ACMEcar.pkg
	need_live ACMEcar.pkg
	in_own_tmp
	expect 0 $CYCLE --live-only --faults --every 3 --base base \
	    ACMEcar.pkg
	[ "$(grep -c ' 0 lost' out)" -eq 3 ]
	nothing_left
}

case_usage() {
	expect 2 $CYCLE
	expect 2 $CYCLE --live-only --root-only x.pkg
	expect 2 $CYCLE --every 2 x.pkg
	expect 2 $CYCLE --faults --every 0 x.pkg
	expect 3 $CYCLE nowhere.pkg
	plain_package
	expect 3 $CYCLE ACMEtst.pkg ACMEother
	contains err ACMEother
}

case_keep() {
	in_own_tmp
	plain_package
	expect 0 $CYCLE --root-only --keep ACMEtst.pkg
	dir=$(sed -n 's/^the roots are in //p' err)
	[ -f "$dir/root/base/var/sadm/install/contents" ]
}

# people's words: names of packages and owners, dates, and which shell it was;
# patterns from a file
case_report() {
	need_root
	mkdir -p src/root/etc
	plain_package
	cat >src/postinstall <<-'END'
		chown bin:sys $PKG_INSTALL_ROOT/etc/passwd
		chmod 600 $PKG_INSTALL_ROOT/etc/passwd
		TZ=UTC0 touch -t 200411091133.20 $PKG_INSTALL_ROOT/etc/passwd
		exit 0
	END
	package ACMErep 'i postinstall'
	expect 1 $CYCLE --root-only --with ACMEtst.pkg ACMErep.pkg
	contains out "prepare ACMEtst "
	contains out "install ACMErep "
	contains out "remove ACMErep "
	contains out "scripts are run by "
	contains out "/etc/passwd: mode rw------- (0600), was rw-r--r-- (0644)"
	contains out "/etc/passwd: owner bin, was root"
	contains out "/etc/passwd: group sys, was root"
	contains out "/etc/passwd: modified 2004-11-09 11:33:20, was "
	printf '# what is known\n\n  /etc/pass*  \n' >known
	expect 0 $CYCLE --root-only --ignore-from known ACMErep.pkg
	expect 3 $CYCLE --root-only --ignore-from none ACMErep.pkg
	# beside the package it is found, and told
	mv known ACMErep.ignore
	expect 0 $CYCLE --root-only ACMErep.pkg
	contains out 'not compared: what ACMErep.ignore lists'
	expect 0 $CYCLE --root-only --json ACMErep.pkg
	contains out '"ignore_file": "ACMErep.ignore"'
	contains out '"shell": "/'
	contains out '"tools": null'
}

# trials for a limited time: what is left out is told, and progress is a line
# now and then where it goes to a file
case_budget() {
	need_root
	make_base
	careful
	need_faults ACMEcar.pkg
	expect 0 $CYCLE --root-only --faults --budget 1s --base base ACMEcar.pkg
	contains out "left out, as the time was over:"
	contains out " in i.cfg"
	expect 0 $CYCLE --root-only --faults --every 20 \
	    --budget 1h --base base ACMEcar.pkg
	lacks out "left out"
	contains err " power cuts, 0 lost, "
	[ "$(wc -l <err)" -lt 10 ]
	for bad in 0 x 5d '' 1hh; do
		expect 2 $CYCLE --faults --budget "$bad" x.pkg
	done
	expect 2 $CYCLE --budget 5m x.pkg
}

# begin_cuts RESULT PROGRAM OPTION...: a run in the background that notes in
# `record'; returns when it has noted such a result
begin_cuts() {
	rm -f record
	_result=$1
	_program=$2
	shift 2
	"$_program" rehearse cycle --root-only --faults --base base \
	    --resume record "$@" >out 2>err </dev/null &
	pid=$!
	_i=0
	until grep "$_result" record >/dev/null 2>&1; do
		_i=$((_i + 1))
		[ $_i -lt 600 ] || fail "no power cut: $(cat out err)"
		kill -0 $pid 2>/dev/null || fail "ended: $(cat out err)"
		sleep 0.1
	done
}

# interrupt: that run
interrupt() {
	kill -HUP $pid
	status=0
	wait $pid || status=$?
	[ $status -eq 4 ] || fail "status $status"
	nothing_left
}

# a run that was interrupted is gone on with, if it is the same one
case_resume() {
	need_root
	make_base
	careful 'sleep 1'
	need_faults ACMEcar.pkg
	in_own_tmp
	begin_cuts recovered "$PKGSTREAM" --every 6 ACMEcar.pkg
	interrupt
	tried=$(grep -c recovered record)
	set -- $CYCLE --root-only --faults --base base --every 6 --resume record
	cp ACMEcar.pkg other.pkg
	package ACMEcar 'i i.cfg' 'i r.cfg' 'e cfg /etc/x.conf 0600 root root'
	expect 3 "$@" ACMEcar.pkg
	contains err "record:2: these are power cuts of other packages"
	mv other.pkg ACMEcar.pkg
	expect 3 "$@" --ignore '/x' ACMEcar.pkg
	# what a run that was killed has not written whole
	printf 'alternate root\tinstall-' >>record
	expect 0 "$@" ACMEcar.pkg
	contains out "of these, $tried were tried by an earlier run"
	[ "$(grep -c ' 0 lost' out)" -eq 3 ]
	# nothing is left to do
	[ ! -e record ]
	echo text >record
	expect 3 "$@" ACMEcar.pkg
	contains err "record:1: this is no file of --resume"
	echo text | cmp -s - record
	expect 2 $CYCLE --resume record ACMEcar.pkg
}

# what is lost stays lost, also in the report of another run
case_resume_with_losses() {
	need_root
	make_base
	careless
	need_faults ACMEles.pkg
	in_own_tmp
	begin_cuts 'lost: ' "$PKGSTREAM" ACMEles.pkg
	interrupt
	lost=$(grep -c 'lost: ' record)
	expect 1 $CYCLE --root-only --faults --base base --resume record \
	    ACMEles.pkg
	[ "$(grep -c 'lost at point' out)" -ge "$lost" ] || fail "$(cat out)"
	lacks out ' 0 tried'
}

# a program that is replaced meanwhile is no power cut that was lost
case_replaced() {
	need_root
	make_base
	careful 'sleep 1'
	need_faults ACMEcar.pkg
	in_own_tmp
	cp "$PKGSTREAM" program
	begin_cuts recovered "$PWD/program" --every 6 ACMEcar.pkg
	rm program
	echo 'exit 9' >program
	chmod 755 program
	wait $pid || fail "$(cat out err)"
	[ "$(grep -c ' 0 lost' out)" -eq 3 ] || fail "$(cat out)"
	nothing_left
}

# nor is a disk that is full
case_full() {
	need_root
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	make_base
	careful 'sleep 1'
	need_faults ACMEcar.pkg
	mkdir tmp
	if [ -z "${INSIDE-}" ]; then
		INSIDE=yes unshare -m sh "$TOP/tests/cases/cycle.sh" full ||
		    fail "in a mount namespace"
		return
	fi
	mount -t tmpfs -o size=64m,mode=755 tmpfs tmp
	TMPDIR=$PWD/tmp
	export TMPDIR
	trap 'umount -l tmp' 0
	begin_cuts recovered "$PKGSTREAM" --every 6 ACMEcar.pkg
	while cat "$PKGSTREAM" >>tmp/fill 2>/dev/null; do :; done
	status=0
	wait $pid || status=$?
	[ $status -eq 4 ] || fail "status $status: $(cat out err)"
	grep -e "No space left on device" -e "file system of .* is full" err ||
	    fail "$(cat err)"
	lacks out "lost at"
}

# base plus patch is the new product: as a package, as a tree
case_expect() {
	need_root
	mkdir -p src/root/opt/ACME
	echo one >src/root/opt/ACME/a
	echo new >src/root/opt/ACME/b
	package ACMEnew 'd none /opt/ACME 0755 root bin' \
	    'f none /opt/ACME/a 0644 root bin' \
	    'f none /opt/ACME/b 0644 root bin' 's none /opt/ACME/s=a'
	cp -R src/root tree
	echo old >src/root/opt/ACME/b
	package ACMEold 'd none /opt/ACME 0755 root bin' \
	    'f none /opt/ACME/a 0644 root bin' \
	    'f none /opt/ACME/b 0644 root bin'
	expect 1 $CYCLE --expect ACMEnew.pkg ACMEold.pkg
	contains out "/opt/ACME/b: the contents are not those that are expected"
	contains out "/opt/ACME/s: is missing, but is expected"
	lacks out "/opt/ACME/a:"
	expect 1 $CYCLE --root-only --expect tree ACMEold.pkg
	contains out "/opt/ACME/b: the contents"
	echo new >src/root/opt/ACME/b
	package ACMEold 'd none /opt/ACME 0755 root bin' \
	    'f none /opt/ACME/a 0644 root bin' \
	    'f none /opt/ACME/b 0644 root bin' 's none /opt/ACME/s=a'
	expect 0 $CYCLE --expect ACMEnew.pkg ACMEold.pkg
	expect 0 $CYCLE --root-only --expect tree ACMEold.pkg
	expect 3 $CYCLE --root-only --expect none ACMEold.pkg
	# a tree that begins at the base directory, as init takes it
	BASEDIR=/opt/ACME
	package ACMErel 'f none a=opt/ACME/a 0644 root bin' \
	    'f none b=opt/ACME/b 0644 root bin' 's none s=a'
	expect 0 $CYCLE --root-only --expect tree ACMErel.pkg
	expect 0 $CYCLE --root-only --expect tree/opt/ACME ACMErel.pkg
	echo other >tree/opt/ACME/b
	expect 1 $CYCLE --root-only --expect tree/opt/ACME ACMErel.pkg
	contains out "/opt/ACME/b: the contents are not those that are expected"
}

run_cases "$0" "$@"
