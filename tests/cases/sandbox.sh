# What scripts of a hostile package can reach: each way out is tried by a
# package of probes, in an alternate root and live, as root and as an ordinary
# user.
. "$(dirname "$0")/../lib.sh"

TMPDIR=/tmp
export TMPDIR
# the test directories are below /tmp, which scripts have an own one of
OUTSIDE=/var/tmp/pkgstream-outside.$$

need_linux() {
	[ "$(uname -s)" = Linux ] || skip "not Linux"
}

# need_namespaces: skips the case where no process may have them
need_namespaces() {
	unshare -m true 2>/dev/null || skip "no mount namespaces"
}

make_root() {
	chmod 755 .
	mkdir -p root/etc root/opt root/tmp root/var/tmp \
	    root/var/sadm/install/admin
	chmod 1777 root/tmp root/var/tmp
	printf '%s\n' root:x:0:0::/: bin:x:2:2::/: noaccess:x:60002:60002::/: \
	    >root/etc/passwd
	printf '%s\n' root::0: other::1: bin::2: >root/etc/group
}

# make_probe: probe.pkg, whose every script runs the program of probes
make_probe() {
	mkdir -p "$OUTSIDE" src/root/opt/probe
	echo secret >"$OUTSIDE/secret"
	chmod 777 "$OUTSIDE"
	cp "$(dirname "$PKGSTREAM")/tests/tools/escape" src/root/opt/probe/
	sleep 60 &
	HOST_PID=$!
	for ns in mnt pid ipc uts net cgroup; do
		echo "$ns $(readlink /proc/self/ns/$ns)"
	done >src/root/opt/probe/namespaces
	for script in postinstall preremove; do
		cat >src/$script <<-TEXT
		P=\${PKG_INSTALL_ROOT-}/opt/probe
		\$P/escape $OUTSIDE $HOST_PID \$P/namespaces 2>&1
		for f in /etc/passwd /usr/bin/escaped /root/escaped \\
		    $OUTSIDE/escaped; do
			case "\${PKG_INSTALL_ROOT-}" in
			''|/)	case \$f in /etc/*|/root/*|/usr/*) continue ;; esac ;;
			esac
			(echo x >>\$f) 2>/dev/null && echo "escaped: \$f"
		done
		ls $OUTSIDE >/dev/null 2>&1 && echo "escaped: $OUTSIDE is seen"
		(sleep 54321 </dev/null >/dev/null 2>&1 &)
		exit 0
		TEXT
	done
	printf 'PKG=ACMEprb\nNAME=x\nARCH=all\nVERSION=1\nCATEGORY=system\n' \
	    >src/pkginfo
	cat >src/prototype <<-TEXT
	i pkginfo
	i postinstall
	i preremove
	d none /opt/probe 0755 root bin
	f none /opt/probe/escape 0755 root bin
	f none /opt/probe/namespaces 0644 root bin
	TEXT
	"$PKGSTREAM" build -q -f src/prototype -r src/root -o probe.pkg
	cat >admin <<-TEXT
	mail=
	instance=overwrite
	partial=nocheck
	runlevel=nocheck
	idepend=nocheck
	rdepend=nocheck
	space=nocheck
	setuid=nocheck
	conflict=nocheck
	action=nocheck
	basedir=default
	TEXT
}

# is_held FILE: every probe was tried, and none found a way
is_held() {
	contains "$1" tried
	if grep '^escaped' "$1" >&2; then
		fail "a script found a way out"
	fi
}

clean_up() {
	kill "$HOST_PID" 2>/dev/null || :
	left=$(pgrep -f '^sleep 54321' || :)
	[ -z "$left" ] || kill $left
	found=$(find "$OUTSIDE" ! -name secret ! -path "$OUTSIDE" 2>/dev/null)
	rm -rf "$OUTSIDE"
	[ -z "$left" ] || fail "a process of a script is left"
	[ -z "$found" ] || fail "written outside: $found"
}

# probe HOW [COMMAND...]: installs and removes, as the command says
probe() {
	how=$1
	shift
	"$@" "$PKGSTREAM" rehearse add -na "$PWD/admin" "$how" "$PWD/root" \
	    -d "$PWD/probe.pkg" all >add 2>&1 </dev/null || {
		cat add >&2
		clean_up
		exit 1
	}
	"$@" "$PKGSTREAM" rehearse rm -na "$PWD/admin" "$how" "$PWD/root" \
	    ACMEprb >remove 2>&1 </dev/null || {
		cat remove >&2
		clean_up
		exit 1
	}
	(is_held add && is_held remove) || {
		clean_up
		exit 1
	}
	clean_up
}

case_alternate_root() {
	need_root
	need_linux
	need_namespaces
	make_root
	make_probe
	probe -R
}

case_live_root() {
	need_root
	need_linux
	need_namespaces
	make_root
	make_probe
	probe --live
}

# without privileges the root belongs to the user who rehearses
own_root() {
	need_linux
	need_other
	as_other unshare -Ur true 2>/dev/null || skip "no user namespaces"
	make_root
	make_probe
	chown -R 65534:65534 .
}

case_alternate_root_of_a_user() {
	own_root
	probe -R as_other
}

case_live_root_of_a_user() {
	own_root
	probe --live as_other
}

# --untrusted says what is missing before anything is run
case_untrusted() {
	need_root
	need_linux
	need_namespaces
	make_root
	make_probe
	for how in -R --live; do
		expect 0 "$PKGSTREAM" rehearse add --untrusted \
		    -na "$PWD/admin" $how "$PWD/root" -d "$PWD/probe.pkg" all
		cat out err >all
		(is_held all) || { clean_up; exit 1; }
		expect 0 "$PKGSTREAM" rehearse rm --untrusted \
		    -na "$PWD/admin" $how "$PWD/root" ACMEprb
	done
	clean_up
	expect 2 "$PKGSTREAM" rehearse rm --untrusted --unprotected \
	    -n -R "$PWD/root" ACMEprb
}

# without namespaces Landlock keeps at least the contents of the host's files
case_without_namespaces() {
	need_root
	need_linux
	need setpriv
	OUTSIDE=/pkgstream-outside.$$	# /var/tmp can be written to
	make_root
	make_probe
	setpriv --bounding-set -sys_admin --inh-caps -sys_admin \
	    "$PKGSTREAM" rehearse add -na "$PWD/admin" -R "$PWD/root" \
	    -d "$PWD/probe.pkg" all >add 2>&1 </dev/null ||
	    { cat add >&2; clean_up; exit 1; }
	contains add "protected from"
	if grep -E '^escaped: (written|/etc|/usr|/root)' add >&2 ||
	    grep "^escaped: $OUTSIDE/" add >&2; then
		clean_up
		fail "written to the host"
	fi
	expect 4 setpriv --bounding-set -sys_admin --inh-caps -sys_admin \
	    "$PKGSTREAM" rehearse rm --untrusted -na "$PWD/admin" \
	    -R "$PWD/root" ACMEprb
	contains err "untrusted"
	[ -d root/var/sadm/pkg/ACMEprb ]
	clean_up
}

# whatever fails while the protection is set up: nothing is run without it.
# Calls beyond those that the run makes fail nowhere, and the run succeeds.
case_setup_that_fails() {
	need_root
	need_linux
	need_namespaces
	lib=$(dirname "$PKGSTREAM")/tests/faultlib.so
	[ -f "$lib" ] || skip "no library to preload"
	need_plain "the sanitizers have to be the first library"
	OUTSIDE=/pkgstream-outside.$$
	make_root
	make_probe
	refused=0
	for call in pipe2 fork mount unshare; do
		for n in 1 2 3 4 5 6 7 8 9 12 16 20 24 28; do
			status=0
			rm -f log
			FAULT_CALL=$call FAULT_AT=$n FAULT_LOG=$PWD/log \
			    LD_PRELOAD=$lib \
			    "$PKGSTREAM" rehearse add -na "$PWD/admin" \
			    -R "$PWD/root" -d "$PWD/probe.pkg" all \
			    >add 2>&1 </dev/null || status=$?
			if grep '^escaped' add >&2; then
				clean_up
				fail "$call $n: a script found a way out"
			fi
			if [ $status -eq 0 ]; then
				contains add tried
			else
				refused=$((refused + 1))
			fi
			rm -rf root
			make_root
		done
	done
	[ $refused -ge 10 ] || { clean_up; fail "only $refused refused"; }
	clean_up
}

run_cases "$0"
