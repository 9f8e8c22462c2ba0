#!/bin/sh
# Changes of links and attributes: applied, told to the package database, and
# rolled back to the byte.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

# links: what each link below opt leads to
links() {
	find root/opt -type l -printf '%p %l\n' | sort
}

sources() {
	make_base
	{
		echo 's none lib/liby.so=libx.so'
		echo 's none lib/libz.so=libx.so'
		echo 's none lib/old.so=libx.so'
		echo 's none lib/dir=../etc'
		echo 'v none etc/volatile 0644 root bin'
	} >>src/PRD/prototype
	echo volatile >src/PRD/root/etc/volatile
	dated src/PRD/root 200401021304.05
	build_classic PRD
	make_patch PRDp1 1 v2 110
	element '<file path="lib/liby.so" type="symlink" target="new.so"/>' \
	    '<file path="lib/fresh.so" type="symlink" action="add" target="libx.so"/>' \
	    '<file path="lib/old.so" type="symlink" action="delete"/>' \
	    '<file path="lib/dir" type="symlink" target="../bin"/>' \
	    '<file path="etc/keep" type="symlink" target="ro"/>' \
	    '<file path="etc/volatile" action="attributes" mode="0600" group="sys"/>'
	build_patch PRDp1
	make_root
	echo sys::3: >>root/etc/group
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	snapshot before
	links >>before
}

patched() {
	links >now
	contains now 'lib/liby.so new.so'
	contains now 'lib/fresh.so libx.so'
	contains now 'lib/dir ../bin'
	contains now 'etc/keep ro'
	lacks now old.so
	[ "$(stat -c '%a %g' root/opt/prod/etc/volatile)" = '600 3' ] ||
	    fail "attributes: $(ls -ln root/opt/prod/etc/volatile)"
	[ "$(cat root/opt/prod/etc/volatile)" = volatile ]
	grep -v '^#' root/var/sadm/install/contents >contents
	contains contents '/opt/prod/lib/liby.so=new.so s none PRD'
	contains contents '/opt/prod/lib/fresh.so=libx.so s none PRD'
	contains contents '/opt/prod/etc/keep=ro s none PRD'
	contains contents '/opt/prod/etc/volatile v none 0600 root sys'
	lacks contents /opt/prod/lib/old.so
	checked PRD PRDp1
}

rolled_back() {
	snapshot after
	links >>after
	same before after
	checked PRD
}

case_alt() {
	there_twice_and_back alt
}

case_live() {
	there_twice_and_back live
}

# an administrator has put something else there
case_refused() {
	sources
	ln -sf elsewhere root/opt/prod/lib/liby.so
	rm root/opt/prod/lib/old.so
	echo file >root/opt/prod/lib/old.so
	links >was
	add 4 alt PRDp1
	contains out 'changed: /opt/prod/lib/liby.so'
	contains out 'lib/old.so is no symbolic link'
	links >now
	same was now
}

# a link that was changed behind the patch keeps it from being removed
case_changed_since() {
	sources
	add 0 alt PRDp1
	ln -sf elsewhere root/opt/prod/lib/liby.so
	remove 1 alt PRDp1
	contains out 'lib/liby.so is not what this patch installed'
	ln -sf new.so root/opt/prod/lib/liby.so
	remove 0 alt PRDp1
	rolled_back
}

# the package's own part fails behind the change of the database
case_own_part_fails() {
	sources
	echo 'exit 1' >src/PRDp1/postinstall
	echo 'i postinstall' >>src/PRDp1/prototype
	build_patch PRDp1
	add 1 alt PRDp1
	remove 0 alt PRDp1
	rolled_back
}

# without the product's own package map, as Solaris 8 and 9 have it
case_no_map() {
	sources
	rm -rf root/var/sadm/pkg/*/save/pspool
	add 0 alt PRDp1
	remove 0 alt PRDp1
	rolled_back
}

# types of the product without its package map
types_without_map() {
	make_base
	mkdir -p src/PRD/root/many
	for number in 1 2 3 4 5 6 7 8 9 10 11 12; do
		path=many/a-name-that-takes-some-room-$number
		echo v1 >src/PRD/root/$path
		echo "v other $path 0644 root bin" >>src/PRD/prototype
	done
	sed -i 's/^f none bin.tool /v none bin\/tool /' src/PRD/prototype
	info PRD 1.0 other >src/PRD/pkginfo
	dated src/PRD/root 200401021304.05
	build_classic PRD
	make_patch PRDp1 1 v2 110
	for number in 1 2 3 4 5 6 7 8 9 10 11 12; do
		path=many/a-name-that-takes-some-room-$number
		mkdir -p src/PRDp1/root/many
		echo v2 >src/PRDp1/root/$path
		echo "e patch $path 0644 root bin" >>src/PRDp1/prototype
		element "<file path=\"$path\"/>"
	done
	build_patch PRDp1
	make_root
	add 0 alt PRD
	rm -rf root/var/sadm/pkg/*/save/pspool
	chmod 4755 root/opt/prod/bin/su
	snapshot before
	contains before '/opt/prod/bin/tool v none'
	contains before 'room-12 v other'
	add 0 $1 PRDp1
	[ -z "$(find root/var/tmp -name 'PRDp1.types*')" ] ||
	    fail "left: $(find root/var/tmp -name 'PRDp1.types*')"
	add 0 $1 PRDp1
	remove 0 $1 PRDp1
	snapshot after
	same before after
}

case_types_without_map() {
	types_without_map alt
}

case_types_without_map_live() {
	types_without_map live
}

# a deleted file that two packages own
case_two_owners() {
	make_base
	info PRDtwo 1 >src/two.pkginfo
	mkdir -p src/PRDtwo
	cp -r src/PRD/root src/PRDtwo/root
	mv src/two.pkginfo src/PRDtwo/pkginfo
	printf '%s\n' 'i pkginfo' 'f none etc/keep 0644 root bin' \
	    >src/PRDtwo/prototype
	build_classic PRDtwo
	make_patch PRDp1 1 v2 110
	element '<file path="etc/keep" action="delete"/>'
	build_patch PRDp1
	make_root
	add 0 alt PRD PRDtwo
	chmod 4755 root/opt/prod/bin/su
	snapshot before
	contains before 'PRD PRDtwo'
	add 0 alt PRDp1
	checked PRD PRDtwo PRDp1
	remove 0 alt PRDp1
	snapshot after
	same before after
	checked PRD PRDtwo
}

# a file of its own that was the same as a patched one is that again, also when
# the root was copied meanwhile
case_joined_again() {
	make_base
	cp src/PRD/root/bin/tool src/PRD/root/bin/twin
	touch -r src/PRD/root/bin/tool src/PRD/root/bin/twin
	echo 'f none bin/twin 0755 root bin' >>src/PRD/prototype
	build_classic PRD
	make_patch PRDp1 1 v2 110
	build_patch PRDp1
	make_root
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	ln -f root/opt/prod/bin/tool root/opt/prod/bin/twin
	snapshot before
	add 0 alt PRDp1
	contains root/opt/prod/bin/twin 'tool v1'
	cp -a root copy
	rm -rf root
	mv copy root
	remove 0 alt PRDp1
	snapshot after
	same before after
}

# names that look like options, and one of 255 bytes
case_names() {
	make_base
	long=ui/$(printf '%0252d' 0)
	for side in PRD PRDp1; do
		mkdir -p src/$side/root/ui
		for path in -rf ui/-n "$long"; do
			echo "$side" >"src/$side/root/$path"
		done
	done
	make_patch PRDp1 1 v2 110
	for path in -rf ui/-n "$long"; do
		echo "f none $path 0644 root bin" >>src/PRD/prototype
		echo "e patch $path 0644 root bin" >>src/PRDp1/prototype
		element "<file path=\"$path\"/>"
	done
	built_and_installed
	add 0 alt PRDp1
	contains root/opt/prod/-rf PRDp1
	contains "root/opt/prod/$long" PRDp1
	checked PRD PRDp1
	remove 0 alt PRDp1
	snapshot after
	same before after
}

# a file that changes while it is saved
case_changes_while_saved() {
	sources
	mkdir stand
	printf '%s\n' '#!/bin/sh' 'PATH=${PATH#*:}' 'cpio "$@"' 's=$?' \
	    "case \$1 in -oH) echo more >>'$PWD/root/opt/prod/lib/libx.so';; esac" \
	    'exit $s' >stand/cpio
	chmod 755 stand/cpio
	expect 1 "$PKGSTREAM" rehearse add -n -a "$PWD/admin" -R "$PWD/root" \
	    ${SH:+--shell $SH} --tools "$PWD/stand" -d "$PWD/pkgs" PRDp1
	cat err >>out
	contains out 'lib/libx.so changes while it is copied'
	contains root/opt/prod/lib/libx.so 'lib v1'
	contains root/opt/prod/bin/tool 'tool v1'
}

# refused LINE TEXT: that element is an error of build
refused() {
	make_patch PRDp1 1 v2 110
	element "$1"
	expect 3 "$PKGSTREAM" build -q --force -o PRDp1.pkg \
	    src/PRDp1/manifest.xml
	contains err "$2"
}

case_errors_of_build() {
	make_base
	all='mode="0755" owner="root" group="bin"'
	refused '<file path="a" type="symlink" target="-x"/>' \
	    'cannot begin with'
	refused '<file path="bin/tool2" type="symlink"/>' 'needs a target'
	refused '<file path="etc/keep" action="attributes"/>' \
	    'neither mode, owner nor group'
	refused '<file path="etc/keep" action="attributes" mode="9"/>' \
	    'not an octal number'
	refused '<file path="etc/keep" action="delete" mode="0644"/>' \
	    'go with action'
	refused '<file path="a" type="symlink" target="b" build="7"/>' \
	    'only a file has'
	refused '<file path="bin/tool3" action="attributes" type="symlink" mode="0644"/>' \
	    'no attributes of its own'
	refused '<file path="etc/a\\" action="delete"/>' \
	    'has a backslash at the end of its name'
	refused '<file path="etc/a,b" action="delete"/>' 'has a comma in its name'
	# hard links
	refused '<file path="a" type="hardlink" target="../b"/>' \
	    'no path of a package'
	refused '<file path="a" type="hardlink" target="./a"/>' 'leads to itself'
	refused '<file path="a" type="hardlink" target="b"/><file path="b" action="delete"/>' \
	    'leads to what is deleted'
	refused '<file path="a" type="hardlink" target="b"/><file path="b" type="symlink" target="c"/>' \
	    'a hard link leads to a file'
	# directories
	refused "<file path=\"x\" type=\"directory\" mode=\"0755\"/>" \
	    'a new directory needs mode, owner and group'
	refused "<file path=\"mib\" type=\"directory\" $all/>" \
	    'delivers what the scripts of the patch make'
	refused '<file path="bin" type="directory" action="delete"/>' \
	    'bin/tool: lies in a directory that is deleted: line'
	refused '<file path="bin" action="delete"/>' \
	    'lies below what is no directory'
	refused '<file path="bin" type="symlink" target="lib"/>' \
	    'lies below what becomes no directory'
	refused "<file path=\"n\" type=\"directory\" $all/><file path=\"n/a\" action=\"delete\"/>" \
	    'in which there is nothing yet'
	refused "<file path=\"n\" type=\"directory\" $all/><file path=\"n/a/b\" type=\"symlink\" target=\"c\"/>" \
	    'is one that is not listed'
	make_patch PRDp1 1 v2 110
	sed 's,^d none mib ,&/deep ,; s,mib /deep,mib/deep,' \
	    src/PRDp1/prototype >prototype
	mv prototype src/PRDp1/prototype
	element '<file path="mib" action="delete" type="directory"/>'
	expect 3 "$PKGSTREAM" build -q --force -o PRDp1.pkg \
	    src/PRDp1/manifest.xml
	contains err 'mib/deep: pkgadd would make it before the scripts'
}

run_cases "$0" ${1+"$@"}
