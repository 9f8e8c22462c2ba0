#!/bin/sh
# Hard links, directories, and what becomes something of another kind: applied,
# told to the package database, and rolled back to the byte.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"
. "$(dirname "$0")/../patch_types.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

# shape: what each path below opt is, with attributes, targets and all names of
# files that have several
shape() {
	( cd root/opt && find . -type d -printf 'd %p %m %U %G\n' \
	    -o -type l -printf 'l %p %l\n' |
	    grep -v '^d \./prod/state '
	find . -type f -links +1 -printf '%i %p\n' | sort | awk '
	{ names[$1] = names[$1] " " $2 }
	END { for (i in names) print "joined" names[i] }'
	find . -type d ! -path './prod/state*' -printf 'time %p %TY%Tm%Td%TT\n' |
	    sed 's/\.[0-9]*$//' ) | sort
}

full_snapshot() {
	snapshot "$1"
	shape >>"$1"
}

sources() {
	make_types
	make_root
	printf '%s\n' sys::3: >>root/etc/group
	echo bin:x:2:2::/: >>root/etc/passwd
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	# an administrator's own
	echo own >root/opt/prod/mine/own
	find root/opt -depth -type d -exec touch -t 200402030405.06 {} +
	full_snapshot before
}

patched() {
	shape >now
	for line in 'joined ./prod/lib/hard.so ./prod/lib/libx.so' \
	    'joined ./prod/lib/alias ./prod/lib/two' \
	    'joined ./prod/bin/su ./prod/bin/su2' \
	    'joined ./prod/etc/keep ./prod/lib/keep ./prod/www/index' \
	    'd ./prod/www 2750 0 3' 'd ./prod/new 750 0 3' \
	    'd ./prod/new/empty 711 2 2' 'd ./prod/conf 755 0 2' \
	    'd ./prod/conf/deep 700 0 3' 'd ./prod/data 755 0 2' \
	    'l ./prod/doc ui' 'l ./prod/etc/soft keep' 'd ./prod/mine 755 0 2'; do
		contains now "$line"
	done
	for gone in spool gonelink etc/second lib/one etc/current; do
		lacks now "$gone"
	done
	contains root/opt/prod/etc/current 'patch etc/current'
	contains root/opt/prod/data/libx.so 'patch data/libx.so'
	contains root/opt/prod/lib/libx.so 'lib v2'
	contains root/opt/prod/etc/apart 'base etc/apart'
	contains root/opt/prod/etc/apart2 'patch etc/apart2'
	[ "$(cat root/opt/prod/mine/own)" = own ]
	grep -v '^#' root/var/sadm/install/contents >contents
	for line in 'lib/alias=two l none PRD' 'bin/su2=su l none PRD' \
	    'www/index=../etc/keep l none PRD' 'lib/keep=../etc/keep l none PRD' \
	    'www d none 2750 root sys PRD' 'new d none 0750 root sys PRD' \
	    'conf d none 0755 root bin PRD' 'doc=ui s none PRD' \
	    'conf/a e patch 0644 root bin' 'mine d none 0755 root bin PRD'; do
		contains contents "/opt/prod/$line"
	done
	for gone in spool gonelink etc/second etc/first mine/c doc/; do
		lacks contents "/opt/prod/$gone"
	done
	checked PRD PRDp1
}

rolled_back() {
	full_snapshot after
	same before after
	checked PRD
}

case_alt() {
	there_twice_and_back alt
	# what others tell of it
	expect 0 "$PKGSTREAM" info PRDp1.pkg
	contains out '2 hard links replaced, 2 hard links added'
	contains out '1 directory given another mode or owner'
	expect 0 "$PKGSTREAM" verify PRDp1.pkg
	sed '/^www attributes /s/.*/S99prd delete - - - - - -/
	/^bin\/su2 /d' pkgs/PRDp1/install/patchfiles >patchfiles
	cp patchfiles pkgs/PRDp1/install/patchfiles
	expect 1 "$PKGSTREAM" verify pkgs
	contains out 'S99prd: it has two lines (patch-table)'
}

case_live() {
	there_twice_and_back live
}

# Without the product's own package map, as Solaris 8 and 9 have it, and with a root
# that was copied, so that no inode is what it was.
case_no_map_and_copied() {
	# see patch_kinds: types_without_map
	mode=${NATIVE+live}
	: "${mode:=alt}"
	sources
	rm -rf root/var/sadm/pkg/*/save/pspool
	add 0 $mode PRDp1
	cp -a root copy
	rm -rf root
	mv copy root
	patched
	remove 0 $mode PRDp1
	rolled_back
}

# fails_once COMMAND PATTERN: that command in the exchange, the first time that its
# arguments are like that
fails_once() {
	mkdir -p stand
	{
		echo '#!/bin/sh'
		echo 'PATH=${PATH#*:}'
		echo "case \"\$*\" in $2) [ -f $PWD/root/tmp/once ] ||
		    case \$PWD in */.PRDp1.*/new|*/root)
			: >$PWD/root/tmp/once
			exit 1
		    esac
		esac"
		echo "exec $1 \"\$@\""
	} >"stand/$1"
	chmod 755 "stand/$1"
}

# utilities that fail in the middle of the exchange: all is as it was; then the
# package's own part, behind the change of the database
case_undone() {
	sources
	# pkgadd makes mib by itself
	shape | sed '/mib/d; /time .\/prod /d' >was
	fails_once mv '*lib/alias*'
	fails_once chmod '2750\ ./opt*'
	for tool in mv chmod; do
		expect 1 "$PKGSTREAM" rehearse add -n -a "$PWD/admin" \
		    -R "$PWD/root" ${SH:+--shell $SH} --tools "$PWD/stand" \
		    -d "$PWD/pkgs" PRDp1
		cat err >>out
		contains out 'undo: the files and the service are put back'
		rm "stand/$tool" root/tmp/once
		shape | sed '/mib/d; /time .\/prod /d' >now
		same was now
	done
	echo 'exit 1' >src/PRDp1/postinstall
	echo 'i postinstall' >>src/PRDp1/prototype
	build_patch PRDp1
	add 1 alt PRDp1
	remove 0 alt PRDp1
	rolled_back
}

# what an administrator has put there
case_refused() {
	sources
	full_snapshot before
	# another kind than the product's, and something in a directory that has to go
	rm root/opt/prod/conf
	ln -s etc root/opt/prod/conf
	rm root/opt/prod/etc/current
	mkdir root/opt/prod/etc/current
	echo own >root/opt/prod/doc/own
	shape >was
	add 4 alt PRDp1
	contains out 'link: /opt/prod/conf is a symbolic link'
	contains out 'root/opt/prod/etc/current is a directory'
	rmdir root/opt/prod/etc/current
	ln -s keep root/opt/prod/etc/current
	rm root/opt/prod/conf
	echo 'base conf' >root/opt/prod/conf
	touch -t 200401021304.05 root/opt/prod/conf
	chown 0:2 root/opt/prod/conf
	add 1 alt PRDp1
	contains out 'doc/own lies in a directory that becomes something else'
	rm root/opt/prod/doc/own
	add 0 alt PRDp1
	patched
	# what is in the way of going back stays, and keeps the patch there
	echo own >root/opt/prod/conf/own
	echo own >root/opt/prod/new/own
	remove 1 alt PRDp1
	contains out 'conf/own lies in a directory that becomes something else'
	rm root/opt/prod/conf/own
	remove 0 alt PRDp1
	[ "$(cat root/opt/prod/new/own)" = own ]
	rm -r root/opt/prod/new
	snapshot after
	sed '/^\(d\|l\|joined\|time\) /d' before >before.files
	same before.files after
	checked PRD
}

# A second patch on top, with other names of the same files.
case_stacked() {
	sources
	make_patch PRDp2 2 v3 120
	sed "s|<base |<accepts package=\"PRDp1\"/><base |
	/<\/files>/i\\
	<file path=\"conf/more\" type=\"hardlink\" action=\"add\" target=\"a\"/>\\
	<file path=\"new\" type=\"directory\" action=\"attributes\" mode=\"0700\"/>\\
	<file path=\"doc\" type=\"directory\" mode=\"0711\" owner=\"root\" group=\"sys\"/>\\
	<file path=\"bin/su2\" action=\"delete\" type=\"hardlink\"/>\\
	<file path=\"lib/alias\" type=\"symlink\" target=\"one\"/>" \
	    src/PRDp2/manifest.xml >manifest
	mv manifest src/PRDp2/manifest.xml
	build_patch PRDp2
	add 0 alt PRDp1
	full_snapshot first
	add 0 alt PRDp2
	shape >now
	contains now 'joined ./prod/conf/a ./prod/conf/more'
	contains now 'd ./prod/doc 711 0 3'
	contains now 'd ./prod/new 700 0 3'
	contains now 'l ./prod/lib/alias one'
	lacks now su2
	checked PRD PRDp1 PRDp2
	remove 1 alt PRDp1
	contains out 'later: PRDp2 lies on top'
	remove 0 alt PRDp2
	full_snapshot after
	# what the refused removal has marked
	sed 's/ -PRDp1$/ PRDp1/' after >unmarked
	same first unmarked
	checked PRD
	remove 0 alt PRDp1
	rolled_back
}

# mv gets no two names of one file at once: the one of GNU would make the second
# a link again, with a temporary name, in place of a rename, and a power cut in
# between would leave that name
case_names_move_alone() {
	sources
	mkdir stand
	cat >stand/mv <<-END
	#!/bin/sh
	PATH=\${PATH#*:}
	export PATH
	for a; do
		for b; do
			[ "\$a" = "\$b" ] || [ -d "\$a" ] || [ -h "\$a" ] ||
			    [ ! "\$a" -ef "\$b" ] || echo "\$a \$b" >>'$PWD/root/var/tmp/twice'
		done
	done
	exec mv "\$@"
	END
	chmod 755 stand/mv
	for tool in "add -d $PWD/pkgs" rm; do
		expect 0 "$PKGSTREAM" rehearse $tool -n -a "$PWD/admin" \
		    -R "$PWD/root" ${SH:+--shell $SH} --tools "$PWD/stand" PRDp1
	done
	full_snapshot after
	same before after
	[ ! -s root/var/tmp/twice ] || fail "$(cat root/var/tmp/twice)"
}

# killed when the lines that change kind are noted and have not left the database
case_killed_before_removef() {
	sources
	mkdir stand
	printf '%s\n' '#!/bin/sh' 'kill -9 $PPID' >stand/removef
	chmod 755 stand/removef
	expect 1 "$PKGSTREAM" rehearse add -n -a "$PWD/admin" -R "$PWD/root" \
	    ${SH:+--shell $SH} --tools "$PWD/stand" -d "$PWD/pkgs" PRDp1
	contains root/var/sadm/install/contents '/opt/prod/etc/soft=apart l none'
	add 0 alt PRDp1
	patched
	remove 0 alt PRDp1
	full_snapshot after
	same before after
}

run_cases "$0" ${1+"$@"}
