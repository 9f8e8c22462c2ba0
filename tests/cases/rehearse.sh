# rehearse: what the golden scenarios do not show.
. "$(dirname "$0")/../lib.sh"

GOLDEN=$TOP/tests/golden
TMPDIR=/tmp
export TMPDIR

# a root to work on, with the accounts of Solaris
make_root() {
	chmod 755 .
	mkdir -p root/etc root/opt root/tmp root/var/tmp \
	    root/var/sadm/install/admin
	chmod 1777 root/tmp root/var/tmp
	printf '%s\n' root:x:0:0::/: bin:x:2:2::/: sys:x:3:3::/: adm:x:4:4::/: \
	    noaccess:x:60002:60002::/: >root/etc/passwd
	printf '%s\n' root::0: other::1: bin::2: sys::3: adm::4: \
	    >root/etc/group
	: >root/trace.log
	chmod 666 root/trace.log
	ROOT=$PWD/root
}

add() {
	"$PKGSTREAM" rehearse add -na "$GOLDEN/07-shared-e-over-f/admin" "$@"
}

BASE=$GOLDEN/07-shared-e-over-f/packages/BASEprod.pkg

case_never_on_the_host() {
	expect 2 "$PKGSTREAM" rehearse add -n -d "$BASE" all
	contains err "-R ROOT or --live ROOT"
	expect 2 "$PKGSTREAM" rehearse rm -n BASEprod
	expect 2 "$PKGSTREAM" rehearse chk
	expect 2 "$PKGSTREAM" rehearse add -R /a --live /b -d "$BASE" all
}

# whatever name the running system is given, it is refused with one line and
# before anything is written; `.' counts when it is /
case_names_of_the_host() {
	need_root
	ln -s / link
	make_root
	mkdir lent
	cp -R root/. lent
	rmdir lent/opt
	ln -s /opt lent/opt
	for name in / // /. /usr/.. /../ "$PWD/link" "$PWD/link/." "$PWD/lent"
	do
		for how in -R --live; do
			expect 2 add $how "$name" -d "$BASE" all
			contains err "never works on the host"
			expect 2 "$PKGSTREAM" rehearse rm -n $how "$name" BASEprod
			expect 2 "$PKGSTREAM" rehearse chk -f $how "$name"
			expect 2 "$PKGSTREAM" rehearse ask $how "$name" \
			    -r "$PWD/answers" -d "$BASE"
		done
		expect 2 "$PKGSTREAM" rehearse cycle --base "$name" "$BASE"
	done
	(cd / && "$PKGSTREAM" rehearse add -n -R . -d "$BASE" all) 2>err &&
	    fail "installed in /"
	contains err "never works on the host"
	[ ! -e /opt/prod ]
}

case_bad_roots() {
	need_root
	# without a root there is no database (recorded pkgchk)
	expect 99 "$PKGSTREAM" rehearse chk -R "$PWD/none"
	contains err "no root"
	: >file
	expect 1 add -R "$PWD/file" -d "$BASE" all
	contains err "not a directory"
	expect 4 add -R none/below -d "$BASE" all
	contains err "No such file"
}

case_unknown_admin_words_warn() {
	need_root
	make_root
	sed 's/^space=.*/space=perhaps/' \
	    "$GOLDEN/07-shared-e-over-f/admin" >admin
	echo "conflikt=nocheck" >>admin
	expect 0 "$PKGSTREAM" rehearse add -na "$PWD/admin" -R "$ROOT" \
	    -d "$BASE" all
	contains err "conflikt"
	contains err "perhaps"
}

case_missing_admin_file() {
	need_root
	make_root
	expect 99 "$PKGSTREAM" rehearse add -na nowhere -R "$ROOT" -d "$BASE" \
	    all
	contains err nowhere
	[ ! -e root/opt/prod ]
}

case_unreadable_response() {
	need_root
	make_root
	expect 1 add -r "$PWD/none" -R "$ROOT" -d "$BASE" all
	contains err "response file"
	contains err "Nothing was changed"
	[ ! -e root/var/sadm/pkg/BASEprod ]
}

# the database is read before anything is begun, and never written in place
case_damaged_database() {
	need_root
	make_root
	expect 0 add -R "$ROOT" -d "$BASE" all
	db=root/var/sadm/install/contents
	echo "/zzz f none 0644 root" >>$db
	cp $db before
	expect 1 add -R "$ROOT" -d "$BASE" all
	contains err "contents:"
	same $db before
	expect 1 "$PKGSTREAM" rehearse rm -na \
	    "$GOLDEN/07-shared-e-over-f/admin" -R "$ROOT" BASEprod
	same $db before
	[ -e root/opt/prod/bin/main ]
	[ ! -e "root/var/sadm/pkg/BASEprod/!R-Lock!" ]
	expect 99 "$PKGSTREAM" rehearse chk -R "$ROOT"
}

case_unknown_package() {
	need_root
	make_root
	expect 1 add -R "$ROOT" -d "$BASE" ACMEnone
	contains err "no package <ACMEnone>"
	expect 2 add -R "$ROOT" -d "$BASE"
	contains err "-n needs the packages"
}

# a script that leaves the root finds the host read-only
case_host_is_protected() {
	need_root
	[ "$(uname -s)" = Linux ] || skip "not Linux"
	make_root
	mkdir src
	out=/etc/pkgstream-rehearsal.$$
	printf 'echo x >%s\nexit 0\n' "$out" >src/postinstall
	printf 'PKG=ACMEout\nNAME=x\nARCH=all\nVERSION=1\nCATEGORY=system\n' \
	    >src/pkginfo
	printf 'i pkginfo\ni postinstall\nd none /opt/out 0755 root bin\n' \
	    >src/prototype
	"$PKGSTREAM" build -q -f src/prototype -r src -o out.pkg
	expect 0 add -R "$ROOT" -d out.pkg all
	! grep "not protected" err >/dev/null || skip "the host is not protected"
	if [ -e "$out" ]; then
		rm -f "$out"
		fail "the script has written to the host"
	fi
	[ -d root/opt/out ]
}

case_spool_directory() {
	need_root
	make_root
	"$PKGSTREAM" trans -d spool "$BASE" >out 2>err
	expect 0 add -R "$ROOT" -d "$PWD/spool" BASEprod
	expect 0 "$PKGSTREAM" rehearse chk -R "$ROOT" BASEprod
}

installf() {
	"$PKGSTREAM" rehearse installf -R "$ROOT" "$@"
}

# what would split a line of the contents database is refused, and nothing is
# written
case_installf_refuses() {
	need_root
	make_root
	expect 0 add -R "$ROOT" -d "$BASE" all
	cp root/var/sadm/install/contents before
	tab=$(printf '\t')
	line='/x
/y'
	expect 1 installf BASEprod '/opt/a b' f 0644 root bin
	contains err "the path \`/opt/a b' holds a blank"
	expect 1 installf BASEprod "$line" f 0644 root bin
	expect 1 installf BASEprod '/opt/link=a b' s
	expect 1 installf BASEprod '/opt/link=a=b' s
	expect 1 installf -c 'no ne' BASEprod /opt/a f 0644 root bin
	expect 1 installf -c "no${tab}ne" BASEprod /opt/a f 0644 root bin
	expect 1 installf BASEprod /opt/a f 0644 'ro ot' bin
	expect 1 installf BASEprod /opt/a f 0644 root "b${tab}in"
	expect 1 installf BASEprod /opt/a f 10000 root bin
	expect 1 "$PKGSTREAM" rehearse removef -R "$ROOT" BASEprod '/opt/a b'
	same before root/var/sadm/install/contents
	expect 0 "$PKGSTREAM" rehearse chk -R "$ROOT" BASEprod
}

# what lies there is taken over only if the database can describe it
case_installf_learns() {
	need_root
	need python3
	make_root
	expect 0 add -R "$ROOT" -d "$BASE" all
	python3 -c 'import socket, sys
socket.socket(socket.AF_UNIX).bind("root/opt/socket")'
	ln -s 'a b' root/opt/blank
	: >'root/opt/a b'
	: >root/opt/early
	touch -d '1960-01-01' root/opt/early
	expect 0 installf BASEprod /opt/socket
	expect 0 installf BASEprod /opt/blank
	expect 0 installf BASEprod /opt/early
	lacks root/var/sadm/install/contents '/opt/blank=a'
	expect 1 installf -f BASEprod
	contains err "/opt/socket is not as it was given"
	contains err "/opt/blank is not as it was given"
	contains err "/opt/early is not as it was given"
	[ -S root/opt/socket ] || fail "the socket is gone"
	lacks root/var/sadm/install/contents '/opt/blank=a'
	expect 0 "$PKGSTREAM" rehearse chk -R "$ROOT" -l -p /opt/prod/bin/main
	expect 0 "$PKGSTREAM" rehearse rm -n -R "$ROOT" \
	    -a "$GOLDEN/07-shared-e-over-f/admin" BASEprod
}

case_own_parts() {
	need_root
	make_root
	three=$GOLDEN/23-many-packages/packages/three.pkg
	expect 0 add -R "$ROOT" -d "$three" all
	contains err "--own-parts"
	[ ! -e root/opt/many/ACMEtwo ]
	rm -rf root
	make_root
	expect 0 add --own-parts -R "$ROOT" -d "$three" all
	lacks err "--own-parts"
	[ -e root/opt/many/ACMEtwo ]
	[ -e root/opt/many/ACMEthree ]
}

case_listing() {
	need_root
	make_root
	expect 0 add -R "$ROOT" -d "$BASE" all
	expect 0 "$PKGSTREAM" rehearse chk -l -p /opt/prod/bin/main -R "$ROOT"
	contains out "Pathname: $ROOT/opt/prod/bin/main"
	contains out "regular file"
	contains out "BASEprod"
	lacks out "README"
	# several words in one argument, several arguments, and a file of them
	expect 0 "$PKGSTREAM" rehearse chk -l \
	    -p "/opt/prod/bin/main,/opt/prod/README" -p /opt/prod -R "$ROOT"
	[ "$(grep -c '^Pathname:' out)" -eq 3 ]
	printf '/opt/prod/bin/main /opt/prod\n\n/opt/prod/README' >paths
	expect 0 "$PKGSTREAM" rehearse chk -l -i paths -R "$ROOT"
	[ "$(grep -c '^Pathname:' out)" -eq 3 ]
	expect 0 "$PKGSTREAM" rehearse chk -d "$BASE"
}

case_trace() {
	need_root
	make_root
	patch=$GOLDEN/07-shared-e-over-f/packages/PATCHone.pkg
	expect 0 add -R "$ROOT" -d "$BASE" all
	expect 0 add --trace trace -R "$ROOT" -d "$patch" all
	contains trace "== i.patch (PATCHone) ENDOFCLASS"
	contains trace "$ROOT/opt/prod/bin/main"
	contains trace "contents f /opt/prod/bin/main"
	contains trace "status 0"
	expect 0 "$PKGSTREAM" rehearse rm -na \
	    "$GOLDEN/07-shared-e-over-f/admin" --trace trace --json \
	    -R "$ROOT" PATCHone
	contains trace '"script": "r.patch"'
	contains trace '"status": 0'
}

case_shell() {
	need_root
	make_root
	expect 1 add --shell /nowhere/sh -R "$ROOT" -d "$BASE" all
	contains err "no such shell"
	expect 0 add --shell /bin/sh -R "$ROOT" -d "$BASE" all
	contains err "scripts are run by "
}

case_limits() {
	expect 0 "$PKGSTREAM" rehearse --limits
	contains out "zones:"
	contains out "pkgserv:"
	expect 2 "$PKGSTREAM" rehearse
}

# a service that a script starts runs, and is gone with the rehearsal
case_live_service() {
	need_root
	make_root
	need_live
	mkdir -p src
	# no other process of this host has this argument
	seconds=987$$
	cat >src/postinstall <<END
sh -c 'exec sleep $seconds' >/dev/null 2>&1 &
i=0
until ps -ef | grep '[s]leep $seconds' >/var/tmp/seen || [ \$i -gt 60 ]; do
	i=\`expr \$i + 1\`
	sleep 1
done
[ -z "\$PKG_INSTALL_ROOT" ] && [ ! -e /tests/lib.sh ] && exit 0
exit 1
END
	printf 'PKG=ACMEsvc\nNAME=x\nARCH=all\nVERSION=1\nCATEGORY=system\n' \
	    >src/pkginfo
	printf 'i pkginfo\ni postinstall\nd none /opt/svc 0755 root bin\n' \
	    >src/prototype
	"$PKGSTREAM" build -q -f src/prototype -r src -o svc.pkg
	expect 0 add --live "$ROOT" -d svc.pkg all
	contains root/var/tmp/seen "sleep $seconds"
	if ps -ef | grep "[s]leep $seconds"; then
		fail "the service is still there"
	fi
	[ ! -e root/.host ]
	[ ! -e root/bin ]
	[ ! -e root/proc ]
}

case_live_without_namespaces() {
	need_other
	make_root
	chown -R 65534 root
	# an ordinary user: with user namespaces it works, else it is said why
	if as_other "$PKGSTREAM" rehearse add -na \
	    "$GOLDEN/07-shared-e-over-f/admin" --live "$ROOT" -d "$BASE" all \
	    >out 2>err; then
		[ -e root/opt/prod/bin/main ]
		contains err "owners:"
	else
		contains err "no live rehearsal:"
	fi
}

case_ordinary_user() {
	need_other
	make_root
	chown -R 65534 root
	as_other "$PKGSTREAM" rehearse add -na \
	    "$GOLDEN/07-shared-e-over-f/admin" -R "$ROOT" -d "$BASE" all \
	    >out 2>err
	as_other "$PKGSTREAM" rehearse chk -R "$ROOT" >out 2>err
}

# checkinstall is not root, and calls pkginfo: the program may lie where only
# its owner comes
case_program_in_private_directory() {
	need_root
	make_root
	mkdir -m 700 private
	cp "$PKGSTREAM" private/
	printf '%s\n' 'i pkginfo' 'i checkinstall' >prototype
	printf '%s\n' PKG=ADDon NAME=x ARCH=sparc VERSION=1 \
	    CATEGORY=application PSTAMP=x >pkginfo
	echo 'pkginfo -q ${PKG_INSTALL_ROOT:+-R} \
	    ${PKG_INSTALL_ROOT:+"$PKG_INSTALL_ROOT"} BASEprod || exit 3' \
	    >checkinstall
	"$PKGSTREAM" build -q -f prototype -o addon.pkg
	PKGSTREAM=$PWD/private/pkgstream
	expect 4 add -R "$ROOT" -d "$PWD/addon.pkg" all
	expect 0 add -R "$ROOT" -d "$BASE" all
	expect 0 add -R "$ROOT" -d "$PWD/addon.pkg" all
}

# a need that is too great for a number is not taken for a small one
case_enormous_need_of_space() {
	need_root
	make_root
	mkdir src
	printf 'PKG=ACMEspc\nNAME=x\nARCH=all\nVERSION=1\nCATEGORY=system\n' \
	    >src/pkginfo
	printf '/opt 9223372036854775807 1\n/opt 9223372036854775807 1\n' \
	    >src/space
	printf 'i pkginfo\ni space\nd none /opt/spc 0755 root bin\n' \
	    >src/prototype
	"$PKGSTREAM" build -q -f src/prototype -r src -o spc.pkg
	sed 's/^space=.*/space=quit/' \
	    "$GOLDEN/07-shared-e-over-f/admin" >admin
	expect 4 "$PKGSTREAM" rehearse add -na "$PWD/admin" -R "$ROOT" \
	    -d spc.pkg all
	[ ! -e root/opt/spc ]
}

# a bind mount is the same directory under another name
case_bind_mounts_of_the_host() {
	need_root
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	make_root
	mkdir mnt
	cat >inside <<-TEXT
	mount --bind / mnt
	mount --bind /etc root/etc
	for name in mnt root; do
		"$PKGSTREAM" rehearse add -na "$GOLDEN/07-shared-e-over-f/admin" \
		    -R "$PWD/\$name" -d "$BASE" all >out 2>err </dev/null
		[ \$? -eq 2 ] || exit 1
		grep "never works on the host" err >/dev/null || exit 1
		[ \`wc -l <err\` -eq 1 ] || exit 1
	done
	TEXT
	unshare -m sh inside || fail "$(cat err)"
	[ ! -e /opt/prod ]
}

# an absolute symbolic link of an alternate root is one of the host's, which the
# real tools follow
case_links_out_of_the_root() {
	need_root
	for how in -R "--unprotected -R"; do
		for link in opt opt/prod opt/prod/bin var var/sadm/pkg; do
			rm -rf root elsewhere
			make_root
			mkdir -p elsewhere root/opt/prod/bin root/var/sadm/pkg
			rm -rf "root/$link"
			ln -s "$PWD/elsewhere" "root/$link"
			expect 1 add $how "$PWD/root" -d "$BASE" all
			contains err "leads out of the root"
			[ -z "$(ls -A elsewhere)" ]
		done
	done
	rm -rf root
	make_root
	expect 0 add -R "$PWD/root" -d "$BASE" all
	mv root/opt/prod elsewhere
	ln -s "$PWD/elsewhere/prod" root/opt/prod
	expect 1 "$PKGSTREAM" rehearse rm --unprotected \
	    -na "$GOLDEN/07-shared-e-over-f/admin" -R "$PWD/root" BASEprod
	contains err "leads out of the root"
	[ -f elsewhere/prod/README ]
}

# what scripts call works in a rehearsal only, not for whoever calls it
case_callbacks_never_on_the_host() {
	need_root
	for name in "" / //; do
		for verb in "installf ACMEx /opt/x d 0755 root bin" \
		    "removef ACMEx /opt/x" "pkgchk -f" "pkginfo" \
		    "pkgparam ACMEx"; do
			PKG_INSTALL_ROOT=$name
			export PKG_INSTALL_ROOT
			status=0
			"$PKGSTREAM" rehearse $verb >out 2>err </dev/null ||
			    status=$?
			[ $status -ne 0 ] || fail "$verb works on $name"
			contains err "running system"
		done
	done
	unset PKG_INSTALL_ROOT
}

run_cases "$0"
