#!/bin/sh
# A removal that is killed in postremove and runs again gives the package
# database back as it was: types, classes, links, files the patch had deleted.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# sources: lib/libx.so is volatile in the product, etc/ro editable, and the
# patch deletes etc/keep
sources() {
	make_base
	sed 's,f none lib/libx.so,v none lib/libx.so,
s,f none etc/ro,e none etc/ro,' src/PRD/prototype >edited
	mv edited src/PRD/prototype
	build_classic PRD
	make_patch PRDp1 1 v2 110
	make_root
}

deletes() {
	sed '/<\/files>/i\
<file path="etc/keep" action="delete"/>' "src/$1/manifest.xml" >manifest
	mv manifest "src/$1/manifest.xml"
}

# cut PKG SED: the removal of the package is killed where this puts a line
cut() {
	_script=root/var/sadm/pkg/$1/install/postremove
	cp "$_script" whole
	sed "$2" whole >"$_script"
	cmp -s whole "$_script" && fail "no place for $2"
	pkgrm_in "$MODE" "$1" >out 2>&1 </dev/null &&
	    fail "not killed: $2"
	cp whole "$_script"
}

# places PKG WITH: each of them, from the state in which PKG is installed; WITH
# is the list of what pkgchk shall find in order
places() {
	cp -rp root installed
	while IFS= read -r place; do
		rm -rf root
		cp -rp installed root
		cut "$1" "$place"
		remove 0 "$MODE" "$1"
		snapshot after
		sed 's/ -PRDp1/ PRDp1/' after >unmarked
		same before unmarked
		checked $2
	done <<-'TEXT'
	/^	map_of "\$1"/s/^/	kill -9 $$;/
	/^		installf -c/s/^/		kill -9 $$;/
	/^	installf -f "\$1"/s/^/	kill -9 $$;/
	/^	run_list "$work.sets" || {/s/^/	kill -9 $$;/
	/^take_away ||/s/^/kill -9 $$;/
	/^	rm -rf "\$originals"/s/$/; kill -9 $$/
	/^exit 0$/s/^/kill -9 $$;/
	TEXT
}

on_product() {
	MODE=$1
	sources
	deletes PRDp1
	build_patch PRDp1
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	snapshot before
	contains before '/opt/prod/bin/toollink=tool l none PRD'
	contains before '/opt/prod/lib/libx.so v none '
	add 0 "$MODE" PRDp1
	places PRDp1 PRD
}

case_live() {
	on_product live
}

case_alt() {
	on_product alt
}

# the lines of an older patch, two of whose files the newer one deletes or
# replaces again
case_stacked() {
	MODE=alt
	sources
	build_patch PRDp1
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	add 0 alt PRDp1
	snapshot before
	make_patch PRDp2 2 v3 120
	sed '/path="lib.libx.so"/d' src/PRDp2/manifest.xml >manifest
	mv manifest src/PRDp2/manifest.xml
	sed '/lib.libx.so/d' src/PRDp2/prototype >edited
	mv edited src/PRDp2/prototype
	rm src/PRDp2/root/lib/libx.so
	sed '/<\/files>/i\
<file path="lib/libx.so" action="delete"/>' src/PRDp2/manifest.xml >manifest
	mv manifest src/PRDp2/manifest.xml
	build_patch PRDp2
	add 0 alt PRDp2
	places PRDp2 'PRD PRDp1'
}

run_cases "$0" ${1+"$@"}
