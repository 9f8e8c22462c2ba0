#!/bin/sh
# Cycles of more than one step: several sources, updates, patches on patches,
# and what the root is expected to be.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

ALL_NEED_ROOT=yes

CYCLE="$PKGSTREAM rehearse cycle"

# package NAME VERSION FILE=TEXT...: a package of files below /opt/ACME; lines
# of the file more, if there is one, are added to its prototype
package() {
	_name=$1
	_version=$2
	shift 2
	rm -rf src/root
	mkdir -p src/root/opt/ACME
	{
		echo 'i pkginfo'
		echo 'd none /opt/ACME 0755 root bin'
		for _file do
			echo "${_file#*=}" >"src/root/opt/ACME/${_file%%=*}"
			echo "f none /opt/ACME/${_file%%=*} 0644 root bin"
		done
		[ ! -f more ] || cat more
	} >src/prototype
	cat >src/pkginfo <<-EOF2
		PKG=$_name
		NAME=a package for tests
		ARCH=sparc,i386
		VERSION=$_version
		CATEGORY=application
		CLASSES=none
	EOF2
	"$PKGSTREAM" build -q --force -f src/prototype -r src/root \
	    -t 1100000000 -o "$_name-$_version.pkg"
}

# each source is installed and removed by itself, the last one first
case_several() {
	package ACMEa 1.0 a=a
	package ACMEb 1.0 b=b
	package ACMEc 1.0 c=c
	"$PKGSTREAM" trans -q -o both.pkg ACMEb-1.0.pkg ACMEc-1.0.pkg
	expect 0 $CYCLE --root-only ACMEa-1.0.pkg both.pkg ACMEc
	contains out 'ACMEa, ACMEc, alternate root:'
	[ "$(sed -n 's/^  \(.* ACME.\)  *[0-9].*/\1/p' out)" = "install ACMEa
install ACMEc
remove ACMEc
remove ACMEa" ] || fail 'other steps'
	contains out 'exit 0, 4 objects'
	expect 0 $CYCLE --root-only both.pkg ACMEa-1.0.pkg
	contains out 'install ACMEb ACMEc'
	contains out 'remove ACMEb ACMEc'
	expect 3 $CYCLE --root-only ACMEa-1.0.pkg ACMEnone
	contains err 'ACMEnone: is neither a package of ACMEa-1.0.pkg nor a file'
	expect 3 $CYCLE --root-only ACMEb-1.0.pkg ACMEa-1.0.pkg both.pkg
	contains err 'both.pkg: has packages of ACMEb-1.0.pkg, but is no update'
	expect 3 $CYCLE --root-only --faults ACMEa-1.0.pkg both.pkg
	contains err '--faults tries one source'
}

# a directory that an earlier package brings is not taken as given
case_shared_directory() {
	package ACMEa 1.0 a=a
	rm -rf src
	mkdir -p src/root/opt/ACME
	echo b >src/root/opt/ACME/b
	printf '%s\n' 'i pkginfo' 'f none /opt/ACME/b 0644 root bin' \
	    >src/prototype
	printf '%s\n' PKG=ACMEb NAME=b ARCH=sparc VERSION=1.0 \
	    CATEGORY=application CLASSES=none >src/pkginfo
	"$PKGSTREAM" build -q -f src/prototype -r src/root -o ACMEb.pkg
	"$PKGSTREAM" trans -q -o both.pkg ACMEa-1.0.pkg ACMEb.pkg
	for sources in 'ACMEa-1.0.pkg ACMEb.pkg' both.pkg; do
		expect 0 $CYCLE --root-only $sources
		lacks out 'package brings it'
	done
	# in the wrong order the one that brings it finds it there, and leaves it
	expect 1 $CYCLE --root-only ACMEb.pkg ACMEa-1.0.pkg
	contains out 'package brings it: /opt/ACME'
	contains out '/opt/ACME: group bin, was root'
}

# dependencies that are not met when a source is installed are told
case_depend() {
	package ACMEa 1.0 a=a
	echo 'i depend' >more
	printf 'P ACMEa the other one\n\t(sparc) 1.0\n' >src/depend
	package ACMEb 1.0 b=b
	expect 0 $CYCLE --root-only ACMEb-1.0.pkg
	contains out 'dependencies that are not met, which the admin file ign'
	contains out '|     ACMEa (the other one) is needed and not installed'
	expect 0 $CYCLE --root-only ACMEb-1.0.pkg ACMEa-1.0.pkg
	contains out '|     ACMEa (the other one) is needed and not installed'
	expect 0 $CYCLE --root-only ACMEa-1.0.pkg ACMEb-1.0.pkg
	lacks out 'is needed'
	expect 0 $CYCLE --root-only --json ACMEb-1.0.pkg
	contains out 'ACMEa (the other one) is needed and not installed'
}

# another version over the one that is there; the removal takes both away
case_update() {
	package ACMEa 1.0 a=one old=old
	package ACMEa 2.0 a=two new=new
	expect 0 $CYCLE --root-only --upgrade-from ACMEa-1.0.pkg ACMEa-2.0.pkg
	contains out 'install ACMEa'
	contains out 'update ACMEa'
	contains out 'prepare the new version at once'
	contains out 'as pkgadd leaves it: /opt/ACME/old'
	lacks out '/opt/ACME/new'
	[ "$(grep -c 'remove ACMEa' out)" -eq 1 ]
	contains out 'no difference'
	expect 0 $CYCLE --root-only --json ACMEa-1.0.pkg ACMEa-2.0.pkg
	contains out '"stage": "update"'
	contains out '"packages": "ACMEa"'
	contains out '"/opt/ACME/old"'
	package ACMEb 1.0 b=b
	expect 3 $CYCLE --upgrade-from ACMEb-1.0.pkg ACMEa-2.0.pkg
	contains err 'ACMEb-1.0.pkg: has no package of ACMEa-2.0.pkg'
}

# a script that does otherwise when there is an old version gives another root
case_update_differs() {
	cat >src.sh <<-'END'
		f=$PKG_INSTALL_ROOT/opt/ACME/state
		if [ "$UPDATE" = yes ]; then echo updated >$f; else echo new >$f; fi
		installf $PKGINST /opt/ACME/state f 0644 root bin || exit 1
		installf -f $PKGINST
	END
	mkdir src
	mv src.sh src/postinstall
	echo 'i postinstall' >more
	package ACMEa 1.0 a=one
	package ACMEa 2.0 a=two
	expect 1 $CYCLE --root-only ACMEa-1.0.pkg ACMEa-2.0.pkg
	contains out '/opt/ACME/state: the contents are not those that are exp'
	contains out '1 difference'
}

# a package that gives its file away although another has replaced it since
case_unrefused() {
	package ACMEa 1.0 a=one
	package ACMEb 1.0 a=two
	expect 1 $CYCLE --root-only ACMEa-1.0.pkg ACMEb-1.0.pkg
	contains out 'refuse ACMEa'
	contains out '/opt/ACME/a: ACMEa was removed although ACMEb, which came'
	lacks out 'remove ACME'
}

# a refusal that has changed something all the same
case_refusal_changes() {
	mkdir src
	cat >src/preremove <<-'END'
		[ ! -f $PKG_INSTALL_ROOT/opt/ACME/on-top ] || {
			echo changed >$PKG_INSTALL_ROOT/opt/ACME/a
			exit 1
		}
		exit 0
	END
	echo 'i preremove' >more
	package ACMEa 1.0 a=one
	rm more
	package ACMEb 1.0 a=two on-top=yes
	expect 1 $CYCLE ACMEa-1.0.pkg ACMEb-1.0.pkg
	[ "$(grep -c '^  refuse ACMEa .* refused (exit 1)$' out)" -ge 1 ]
	contains out '/opt/ACME/a: contents differ (8 bytes, was 4), by a removal'
}

# patches on each other: the ones below refuse, and all that is left is nothing
case_stacked() {
	begin
	make_patch PRDp2 2 v3 120
	build_patch PRDp2
	make_patch PRDp3 3 v4 130
	build_patch PRDp3
	expect 0 $CYCLE --root-only --with PRD.pkg PRDp1.pkg PRDp2.pkg PRDp3.pkg
	[ "$(sed -n 's/^  \(.* PRDp.\)  *[0-9].* s  \(.* .\)).*/\1 \2/p' out)" = \
"refuse PRDp1 refused (exit 1
refuse PRDp2 refused (exit 1" ] || fail 'other steps'
	lacks out 'remove it first'
	contains out 'no difference'
}

# what is expected cannot be installed: that is told, and not all it would have
case_expect_failing() {
	package ACMEa 1.0 a=one
	mkdir -p src
	echo 'exit 1' >src/preinstall
	echo 'i preinstall' >more
	package ACMEb 1.0 b=two
	expect 1 $CYCLE --root-only --expect ACMEb-1.0.pkg ACMEa-1.0.pkg
	contains out 'prepare what is expected'
	contains out 'preinstall did not succeed (1)'
	lacks out 'is missing, but is expected'
}

# what the base and a patch have to give, as archives of several kinds
case_expect_archive() {
	package ACMEa 1.0 a=one b=two
	mkdir -p new/opt/ACME
	echo one >new/opt/ACME/a
	echo other >new/opt/ACME/b
	ln new/opt/ACME/b new/opt/ACME/hard
	ln -s a new/opt/ACME/s
	(cd new && tar cf - opt) >top.tar
	(cd new && tar cf - ./opt) | gzip >dots.tar.gz
	for archive in top.tar dots.tar.gz; do
		expect 1 $CYCLE --root-only --expect $archive ACMEa-1.0.pkg
		contains out '3 differences'
		contains out '/opt/ACME/b: the contents are not those'
		contains out '/opt/ACME/hard: is missing, but is expected'
		contains out '/opt/ACME/s: is missing, but is expected'
	done
	echo 's none /opt/ACME/s=a' >more
	echo 'l none /opt/ACME/hard=b' >>more
	package ACMEa 2.0 a=one b=other
	for archive in top.tar dots.tar.gz new; do
		expect 0 $CYCLE --root-only --expect $archive ACMEa-2.0.pkg
	done
	echo nonsense >nonsense.tar
	expect 3 $CYCLE --root-only --expect nonsense.tar ACMEa-2.0.pkg
}

# of packages, modes and owners are expected, too
case_expect_attributes() {
	package ACMEa 1.0 a=one
	echo '!default 0600 root sys' >more
	package ACMEb 1.0
	rm -rf src/root
	mkdir -p src/root/opt/ACME
	echo one >src/root/opt/ACME/a
	sed 's,^d.*,&\
f none /opt/ACME/a 0600 root sys,' src/prototype >edited
	mv edited src/prototype
	"$PKGSTREAM" build -q --force -f src/prototype -r src/root \
	    -t 1100000000 -o ACMEb-1.0.pkg
	expect 1 $CYCLE --root-only --expect ACMEb-1.0.pkg ACMEa-1.0.pkg
	contains out '/opt/ACME/a: the mode is not the one that is expected'
	contains out '/opt/ACME/a: owner or group are not those'
}

run_cases "$0" "$@"
