#!/bin/sh
# the commands for users and groups that scripts call: they edit the root's own
# files
. "$(dirname "$0")/../lib.sh"

TMPDIR=/tmp
export TMPDIR

make_root() {
	"$PKGSTREAM" rehearse root r >/dev/null
	PKG_INSTALL_ROOT=$PWD/r
	export PKG_INSTALL_ROOT
}

account() {
	"$PKGSTREAM" rehearse account -- "$@"
}

case_groups() {
	make_root
	expect 0 account groupadd acme
	contains r/etc/group "acme::100:"
	expect 0 account groupadd -g 250 other2
	contains r/etc/group "other2::250:"
	expect 4 account groupadd -g 250 third
	expect 0 account groupadd -g 250 -o third
	expect 9 account groupadd acme
	contains err "already in use"
	expect 3 account groupadd -g 12x fourth
	expect 3 account groupadd 'a:b'
	expect 2 account groupadd
	expect 2 account groupadd -Z x
	expect 0 account groupmod -g 300 -n best acme
	contains r/etc/group "best::300:"
	lacks r/etc/group "acme:"
	expect 6 account groupmod -g 1 nobodyhere
	expect 0 account groupdel best
	lacks r/etc/group "best:"
	expect 6 account groupdel best
	expect 2 account nosuchcommand x
}

case_users() {
	make_root
	account groupadd -g 500 acme
	expect 0 account useradd -u 501 -g acme -G sys,adm -d /opt/acme \
	    -c 'The acme service' -s /bin/ksh acme
	contains r/etc/passwd "acme:x:501:500:The acme service:/opt/acme:/bin/ksh"
	contains r/etc/shadow "acme:*LK*:::::::"
	contains r/etc/group "sys::3:root,bin,adm,acme"
	contains r/etc/group "adm::4:root,daemon,acme"
	[ ! -e r/opt/acme ]
	expect 9 account useradd acme
	expect 4 account useradd -u 501 second
	expect 0 account useradd -o -u 501 -m second
	contains r/etc/passwd "second:x:501:1::/home/second:/bin/sh"
	[ -d r/home/second ]
	expect 6 account useradd -g nosuch third
	expect 6 account useradd -G sys,nosuch third
	expect 3 account useradd -c 'a:b' third
	expect 3 account useradd -d relative third
	lacks r/etc/passwd third
	expect 0 account usermod -l best -c new -s /bin/sh acme
	contains r/etc/passwd "best:x:501:500:new:/opt/acme:/bin/sh"
	contains r/etc/shadow "best:*LK*"
	contains r/etc/group "sys::3:root,bin,adm,best"
	expect 0 account usermod -G adm best
	contains r/etc/group "sys::3:root,bin,adm"
	lacks r/etc/group "adm,best"
	expect 6 account usermod -c x acme
	expect 0 account userdel -r second
	[ ! -e r/home/second ]
	expect 0 account userdel best
	lacks r/etc/passwd best
	lacks r/etc/group best
	lacks r/etc/shadow best
	# what is there otherwise stays as it was
	"$PKGSTREAM" rehearse root fresh >/dev/null
	same fresh/etc/passwd r/etc/passwd
	same fresh/etc/shadow r/etc/shadow
	expect 0 account roleadd -K 'auths=solaris.smf' acmerole
	contains r/etc/user_attr "acmerole::::type=role;auths=solaris.smf"
	contains r/etc/passwd "/bin/pfsh"
	expect 0 account roledel acmerole
	same fresh/etc/user_attr r/etc/user_attr
	expect 0 account passmgmt -a -u 777 -g 1 -h /x -c text old
	contains r/etc/passwd "old:x:777:1:text:/x:/bin/sh"
	expect 0 account passmgmt -m -h /y old
	contains r/etc/passwd "old:x:777:1:text:/y:/bin/sh"
	expect 0 account passmgmt -d old
	same fresh/etc/passwd r/etc/passwd
	[ "$(ls -l r/etc/shadow | cut -c 1-10)" = -r-------- ]
}

# the directories of the system are nobody's home
case_home_of_the_system() {
	make_root
	expect 0 account useradd -d / slash
	expect 12 account userdel -r slash
	expect 0 account useradd -d /etc slash
	expect 12 account userdel -r slash
	[ -f r/etc/passwd ]
}

# in a script, -R or live, the root's files change and the host's do not
case_in_scripts() {
	need_root
	mkdir -p src
	cat >src/preinstall <<-'END'
		groupadd -g 4711 pkgacme || exit 1
		useradd -u 4711 -g pkgacme -d /opt/pkgacme pkgacme || exit 1
		roleadd pkgrole || exit 1
		exit 0
	END
	cat >src/postremove <<-'END'
		userdel pkgacme && roledel pkgrole && groupdel pkgacme || exit 1
		exit 0
	END
	printf '%s\n' PKG=ACMEacc NAME=x ARCH=all VERSION=1 CATEGORY=system \
	    >src/pkginfo
	: >src/x
	printf '%s\n' 'i pkginfo' 'i preinstall' 'i postremove' \
	    'd none /opt/pkgacme 0755 pkgacme pkgacme' \
	    'f none /opt/pkgacme/x=x 0644 pkgacme pkgacme' >src/prototype
	"$PKGSTREAM" build -q -f src/prototype -r src -o acc.pkg
	cp /etc/passwd before
	"$PKGSTREAM" rehearse cycle --ignore '/etc/*' acc.pkg >out 2>err ||
	    fail "$(cat out err)"
	contains out "no difference"
	same /etc/passwd before
	for how in -R --live; do
		rm -rf r
		"$PKGSTREAM" rehearse root r >out
		"$PKGSTREAM" rehearse add -na unattended $how r -d acc.pkg all \
		    >out 2>err || {
			grep "no live rehearsal" err >/dev/null && continue
			fail "$(cat err)"
		}
		contains r/etc/passwd "pkgacme:x:4711:4711::/opt/pkgacme:/bin/sh"
		contains r/etc/user_attr "pkgrole::::type=role"
		[ "$(ls -ln r/opt/pkgacme/x | awk '{ print $3, $4 }')" = "4711 4711" ]
		lacks err "not there:"
		same /etc/passwd before
	done
}

# never on the host
case_not_without_a_root() {
	unset PKG_INSTALL_ROOT
	for name in "" / //; do
		PKG_INSTALL_ROOT=$name
		export PKG_INSTALL_ROOT
		status=0
		account groupadd acmenever >out 2>err || status=$?
		[ $status -ne 0 ] || fail "worked on the host"
	done
	! grep acmenever /etc/group
}

run_cases "$0"
