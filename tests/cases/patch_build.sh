#!/bin/sh
# What `build' adds to a patch package: parameters, patchfiles, scripts.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# edit SCRIPT: changes the manifest
edit() {
	sed "$1" src/PRDp1/manifest.xml >edited
	mv edited src/PRDp1/manifest.xml
}

refused() {
	expect 3 "$PKGSTREAM" build -n src/PRDp1/manifest.xml
	contains err "$1"
}

case_parameters() {
	make_patch PRDp1 3 v2 110
	edit '/<base/a\
<requires package="A" version="1.1"/><requires package="B"/>\
<accepts package="C"/><refuses package="D" version="2"/>\
<refuses package="E"/>
s,</patch>,<quiet minutes="30 0" margin="4" action="wait"/></patch>,'
	build_patch PRDp1
	cat >want <<-TEXT
	PATCH_PRODUCT=Product
	PATCH_LEVEL=3
	PATCH_BUILD=110
	PATCH_DATE=2005-05-11
	PATCH_CLASS=patch
	PATCH_BASE=PRD
	PATCH_BASE_VERSION=1.0
	PATCH_REQUIRES=A:1.1 B
	PATCH_ACCEPTS=C
	PATCH_REFUSES=D:2 E
	PATCH_FIXES=
	PATCH_SERVICE=S99prd
	PATCH_SERVICE_NAME=Service
	PATCH_PROCESSES=bin/daemon
	PATCH_TIMEOUT=4
	PATCH_QUIET=0 30
	PATCH_MARGIN=4
	PATCH_QUIET_ACTION=wait
	PATCH_MARK=1.0-
	PATCH_NEWER=refuse
	PATCH_CHANGED=refuse
	PATCH_BACKUP=
	TEXT
	grep ^PATCH pkgs/PRDp1/pkginfo >got
	same want got
	# what is given on the command line counts more
	"$PKGSTREAM" build -q -o other.pkg -D PATCH_NEWER=replace \
	    src/PRDp1/manifest.xml
	"$PKGSTREAM" cat other.pkg pkginfo >info
	contains info PATCH_NEWER=replace
}

# lines of patchfiles that begin with it are comments
case_hash_path() {
	make_patch PRDp1 3 v2 110
	edit '/<files>/a\
<file path="#x" action="delete"><before size="1"/></file>'
	refused "#x: a path of a patch cannot begin with"
}

case_fixes() {
	make_patch PRDp1 3 v2 110
	edit 's,^<manifest,& languages="en ja",
s,</manifest>,<fixes>\
<fix number="15"><text xml:lang="en">One.</text>\
<text xml:lang="ja">一</text></fix>\
<fix number="15" ref="10771"><text xml:lang="en">Two.</text>\
<text xml:lang="ja">二</text></fix></fixes></manifest>,'
	build_patch PRDp1
	contains pkgs/PRDp1/pkginfo 'PATCH_FIXES=15 15:10771'
	printf '%s\n' '' 15. One. 一 '' '15. (10771)' Two. 二 >want
	sed 1d pkgs/PRDp1/install/fixes >got
	same want got
	contains pkgs/PRDp1/install/fixes ', build 110 of 2005-05-11'
}

case_patchfiles() {
	make_patch PRDp1 1 v2 110
	edit 's,<file path="etc/ro" />,<file path="etc/ro">\
<before size="3" cksum="77" build="9"/><before size="4" cksum="78"/></file>,
s,</files>,<file path="etc/keep" action="delete"/></files>,'
	sed 's/lib.libx.so .*/lib\/libx.so ? ? ?/' src/PRDp1/prototype >edited
	mv edited src/PRDp1/prototype
	build_patch PRDp1
	files=pkgs/PRDp1/install/patchfiles
	set -- $(cksum <src/PRDp1/root/etc/ro)
	contains $files "etc/ro replace 0440 root bin $2 $1 - 77:3:9 78:4:-"
	set -- $(cksum <src/PRDp1/root/lib/libx.so)
	contains $files "lib/libx.so replace ? ? ? $2 $1 -"
	set -- $(cksum <src/PRDp1/root/bin/su)
	contains $files "bin/su replace 4755 root bin $2 $1 110"
	contains $files 'etc/keep delete - - - - - -'
	set -- $(cksum <"src/PRDp1/root/$ODD")
	contains $files "$ODD replace 0644 root bin $2 $1 -"
	[ "$(wc -l <$files)" -eq 10 ]
}

case_scripts() {
	make_patch PRDp1 1 v2 110
	printf 'echo own postinstall\nexit 0' >src/PRDp1/postinstall
	echo 'i postinstall' >>src/PRDp1/prototype
	build_patch PRDp1
	cd pkgs/PRDp1/install
	ls >../got
	printf '%s\n' checkinstall i.patch patchfiles postinstall postremove \
	    preinstall preremove r.patch | LC_ALL=C sort >../want
	same ../want ../got
	contains postinstall 'echo own postinstall'
	contains postinstall ') </dev/null'
	contains preremove 'own_status=0'
	for shell in sh dash ksh93 bash; do
		command -v $shell >/dev/null || continue
		for script in *[!s]; do
			$shell -n $script
		done
	done
}

# another class, another name of the class scripts
case_class() {
	make_patch PRDp1 1 v2 110
	edit 's/class="patch"/class="fix"/'
	sed 's/^e patch/e fix/' src/PRDp1/prototype >edited
	mv edited src/PRDp1/prototype
	info PRDp1 1.0.1 fix >src/PRDp1/pkginfo
	build_patch PRDp1
	[ -f pkgs/PRDp1/install/i.fix ]
	[ -f pkgs/PRDp1/install/r.fix ]
	contains pkgs/PRDp1/pkginfo PATCH_CLASS=fix
}

case_refused() {
	for name in checkinstall preinstall postremove i.patch r.patch \
	    request patchfiles; do
		make_patch PRDp1 1 v2 110
		echo exit 0 >src/PRDp1/$name
		echo "i $name" >>src/PRDp1/prototype
		refused "$name: a patch"
	done
	make_patch PRDp1 1 v2 110
	edit '/<base/a\
<requires package="A" version="1 1"/>'
	refused 'A: a version with a blank cannot be looked for'
}

# a file of the product is not taken for a script of the patch
case_file_named_like_a_script() {
	make_patch PRDp1 1 v2 110
	echo text >src/PRDp1/root/postinstall
	echo "e patch postinstall 0644 root bin" >>src/PRDp1/prototype
	edit '/<files/a\
<file path="postinstall" action="add" build="110"/>'
	refused "postinstall: a file of a patch"
}

# the scripts have no function twice, nor a function with a variable's name,
# which the Bourne shell takes for the same thing
case_names_of_functions() {
	cd "$TOP/tools/scripts"
	sed -n 's/^\([a-z_0-9]*\)()$/\1/p' common.sh facts.sh service.sh \
	    check.sh save.sh swap.sh restore.sh stack.sh >"$OLDPWD/names"
	cd "$OLDPWD"
	sort names | uniq -d >twice
	[ ! -s twice ] || fail "twice: $(cat twice)"
	sed 's/#.*//' "$TOP"/tools/scripts/*.sh |
	    grep -oE '(^|[^A-Za-z_$-])[a-z_]+=' | sed 's/[^a-z_]//g' |
	    sort -u >variables
	sort -u names | comm -12 - variables >both
	[ ! -s both ] || fail "function and variable: $(cat both)"
}

run_cases "$0" ${1+"$@"}
