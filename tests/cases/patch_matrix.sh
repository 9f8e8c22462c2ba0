#!/bin/sh
# Shared paths, stacking, twice, update, interrupted and reinstalled base, with
# the real scripts, live and under an alternate root.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

stacked() {
	begin
	make_patch PRDp2 2 v3 120
	build_patch PRDp2
	add 0 $1 PRDp1
	snapshot below
	add 0 $1 PRDp2
	checked PRD PRDp1 PRDp2
	# the older one first: refused, nothing touched
	remove 1 $1 PRDp1
	contains out 'later: PRDp2 lies on top; remove it first'
	contains root/opt/prod/bin/tool 'tool v3'
	remove 0 $1 PRDp2
	snapshot after
	sed 's/ -PRDp1/ PRDp1/' after >unmarked
	same below unmarked
	checked PRD PRDp1
	remove 0 $1 PRDp1
	snapshot after
	same before after
	checked PRD
}

case_stacked_live() {
	stacked live
}

case_stacked_alt() {
	stacked alt
}

# with a P line in the newer patch the refusal leaves no trace
case_stacked_depend() {
	begin
	make_patch PRDp2 2 v3 120
	echo 'P PRDp1 the patch below' >src/PRDp2/depend
	echo 'i depend' >>src/PRDp2/prototype
	build_patch PRDp2
	add 0 alt PRDp1
	add 0 alt PRDp2
	snapshot both
	sed 's/^rdepend=.*/rdepend=quit/' admin >strict
	mv strict admin
	remove 4 alt PRDp1
	snapshot after
	same both after
}

# both have the same file, so contents do not tell that one is on top
case_stacked_same_contents() {
	begin
	make_patch PRDp2 2 v2 110
	build_patch PRDp2
	add 0 alt PRDp1
	echo 'tool v3 1.0-111' >src/PRDp2/root/bin/tool
	build_patch PRDp2
	add 0 alt PRDp2
	remove 1 alt PRDp1
	contains out 'later: PRDp2 lies on top; remove it first'
	remove 0 alt PRDp2
	checked PRD PRDp1
	remove 0 alt PRDp1
	snapshot after
	same before after
}

twice() {
	begin
	add 0 $1 PRDp1
	add 0 $1 PRDp1
	add 0 $1 PRDp1
	checked PRD PRDp1
	remove 0 $1 PRDp1
	snapshot after
	same before after
}

case_twice_live() {
	twice live
}

case_twice_alt() {
	twice alt
}

base_gone() {
	begin
	add 0 $1 PRDp1
	remove 0 $1 PRD
	remove 0 $1 PRDp1
	contains out 'base: PRD is gone; no file of it is brought back'
	[ -z "$(find root/opt -type f)" ] ||
	    fail "$(find root/opt -type f)"
	expect 1 grep '^/' root/var/sadm/install/contents
}

case_base_gone_live() {
	base_gone live
}

case_base_gone_alt() {
	base_gone alt
}

base_again() {
	begin
	add 0 $1 PRDp1
	add 0 $1 PRD
	chmod 4755 root/opt/prod/bin/su
	remove 0 $1 PRDp1
	contains out "bin/tool is its package's own again"
	snapshot after
	same before after
	checked PRD
	# patched, base again, patched again
	add 0 $1 PRDp1
	add 0 $1 PRD
	chmod 4755 root/opt/prod/bin/su
	add 0 $1 PRDp1
	checked PRD PRDp1
	remove 0 $1 PRDp1
	snapshot after
	same before after
}

case_base_again_live() {
	base_again live
}

case_base_again_alt() {
	base_again alt
}

# pkgadd enters nothing for a file that nobody owns then, so pkgrm never hands
# it over
case_conflict_nochange() {
	begin
	mkdir root/opt/prod/mib
	echo mine >root/opt/prod/mib/new
	snapshot before
	sed 's/^conflict=.*/conflict=nochange/' admin >nochange
	mv nochange admin
	add 0 alt PRDp1
	contains root/opt/prod/mib/new 'new v2'
	remove 0 alt PRDp1
	contains root/opt/prod/mib/new mine
}

# attributes that an administrator has changed come back as they were
case_attributes() {
	begin
	sed 's/bin.tool .*/bin\/tool ? ? ?/' src/PRDp1/prototype >edited
	mv edited src/PRDp1/prototype
	build_patch PRDp1
	chmod 4711 root/opt/prod/bin/tool
	chmod 600 root/opt/prod/lib/libx.so
	chgrp 0 root/opt/prod/bin/su
	chmod 4755 root/opt/prod/bin/su
	touch -t 200303030303.03 root/opt/prod/etc/ro
	( cd root/opt/prod && "$ATTRIBUTES" bin/* lib/* etc/* \
	    ) >before
	add 0 alt PRDp1
	remove 0 alt PRDp1
	( cd root/opt/prod && "$ATTRIBUTES" bin/* lib/* etc/* \
	    ) >after
	same before after
}

# names that other shells would take apart, and what pkgchk says of them
case_names() {
	begin
	add 0 alt PRDp1
	contains "root/opt/prod/$ODD" 'odd v2'
	expect 0 "$PKGSTREAM" rehearse chk -R "$PWD/root" -p "/opt/prod/$ODD"
	remove 0 alt PRDp1
	contains "root/opt/prod/$ODD" 'odd v1'
}

# a name of a replaced file that the product has as a file of its own keeps
# the old contents, and is a name of the same file again afterwards
case_links() {
	begin
	ln -f root/opt/prod/bin/tool root/opt/prod/bin/another
	ln root/opt/prod/etc/ro root/export/outside
	add 1 live PRDp1
	contains out 'link: etc/ro has names outside of /opt/prod'
	remove 0 live PRDp1
	rm root/export/outside
	add 0 live PRDp1
	[ root/opt/prod/bin/tool -ef root/opt/prod/bin/another ]
	remove 0 live PRDp1
	[ root/opt/prod/bin/tool -ef root/opt/prod/bin/another ]
	[ root/opt/prod/bin/tool -ef root/opt/prod/bin/toollink ]
	contains root/opt/prod/bin/another 'tool v1'
}

# files that a patch takes away
case_delete() {
	make_base
	make_patch PRDp1 1 v2 110
	sed '/<\/files>/i\
<file path="etc/keep" action="delete"/>' src/PRDp1/manifest.xml >manifest
	mv manifest src/PRDp1/manifest.xml
	build_patch PRDp1
	make_root
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	snapshot before
	add 0 live PRDp1
	[ ! -f root/opt/prod/etc/keep ]
	checked PRD PRDp1
	add 0 live PRDp1
	remove 0 live PRDp1
	snapshot after
	same before after
	checked PRD
}

# the product elsewhere: the patch finds it by itself
case_base_elsewhere() {
	make_base
	make_patch PRDp1 1 v2 110
	build_patch PRDp1
	make_root
	sed 's,^basedir=.*,basedir=/export/here,' admin >elsewhere
	mv admin usual
	mv elsewhere admin
	add 0 alt PRD
	mv usual admin
	add 0 alt PRDp1
	contains root/export/here/bin/tool 'tool v2'
	checked PRD PRDp1
	remove 0 live PRDp1
	contains root/export/here/bin/tool 'tool v1'
	checked PRD
}

# the room for originals is counted
case_no_room() {
	begin
	need_root
	mkdir root/export/small
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	cat >try.sh <<-'TEXT'
	mount -t tmpfs -o size=1m none root/export/small ||
	    { echo "no tmpfs" >&2; exit 77; }
	. "$TOP/tests/lib.sh"
	. "$TOP/tests/patch.sh"
	echo PATCH_BACKUP=/export/small/b >response
	RESPONSE=$PWD/response add 4 alt PRDp1
	contains out 'space:'
	TEXT
	unshare -m sh try.sh
	snapshot after
	sed '/small/d' after >without
	same before without
}

run_cases "$0" ${1+"$@"}
