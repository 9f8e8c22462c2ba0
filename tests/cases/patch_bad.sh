#!/bin/sh
# What a target may be like at its worst: no room, nothing to write to, files
# that change meanwhile, strange and long names, many files, no utilities.  Each
# is refused with nothing lost, or right.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

# mounted TEXT: that, where mounts go when it ends
mounted() {
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	printf '%s\n' 'set -e' '. "$TOP/tests/lib.sh"' '. "$TOP/tests/patch.sh"' \
	    "$1" >try.sh
	TOP=$TOP PKGSTREAM=$PKGSTREAM unshare -m sh try.sh || exit $?
}

# with_tools: the stand-ins of tools are what the scripts get, before those of
# TOOLS
with_tools() {
	[ -z "${NATIVE-}" ] || skip "the tools have a PATH of their own"
	SHELL_OPTION="${SH:+--shell $SH} --tools $PWD/tools"
}

# without UTILITY...: a shell that does not find these
without() {
	[ -z "${NATIVE-}" ] || skip "the tools have a shell of their own"
	printf '%s\n' '#!/bin/sh' "exec /bin/sh -c '
	type() {
		case \" $* \" in *\" \$1 \"*) echo \$1 not found; return 1;; esac
		command -v \"\$1\"
	}
	. \"\$1\"' sh \"\$@\"" >shell
	chmod 755 shell
	SHELL_OPTION="--shell $PWD/shell"
}

# utilities that are missing are named, all of them
case_no_utility() {
	begin
	without cksum cpio find installf touch
	add 4 alt PRDp1
	for utility in cksum cpio find installf touch; do
		contains out "utility: $utility is missing"
	done
	snapshot after
	same before after
}

# no nawk, and an awk that knows no functions, as that of Solaris
case_old_awk() {
	begin
	without nawk
	mkdir tools
	printf '%s\n' '#!/bin/sh' 'case "$*" in *function*)' \
	    'echo "awk: syntax error near line 1" >&2; exit 2 ;; esac' \
	    'PATH=${PATH#*:}' 'exec awk "$@"' >tools/awk
	chmod 755 tools/awk
	SHELL_OPTION="$SHELL_OPTION --tools $PWD/tools"
	add 4 alt PRDp1
	contains out 'utility: there is no nawk'
	snapshot after
	same before after
}

# small DIR SIZE: a file system of that size, and a df that tells of more
SMALL='small() {
	mount -t tmpfs -o size=$2 none "root/$1" ||
	    { echo "no tmpfs" >&2; exit 77; }
}'

lying_df() {
	mkdir tools
	printf '%s\n' '#!/bin/sh' 'PATH=${PATH#*:}' \
	    'df "$@" | sed "s/^\([^ ]* *[0-9]* *[0-9]* *\)[0-9]*/\19999999/"' \
	    >tools/df
	chmod 755 tools/df
}

# large PACKAGE: its library has 300 KiB
large() {
	awk -v name="$1" 'BEGIN { for (i = 0; i < 300 * 64; i++)
	    print substr(name "...............", 1, 15) }' \
	    >"src/$1/root/lib/libx.so"
}

# room_ends DIR SIZE TEXT: the disk fills while a patch is installed, whose
# originals go to export
room_ends() {
	make_base
	large PRD
	build_classic PRD
	make_patch PRDp1 1 v2 110
	large PRDp1
	build_patch PRDp1
	make_root
	lying_df
	with_tools
	echo PATCH_BACKUP=/export/b >response
	mounted "$SMALL
	small $1 $2
	SHELL_OPTION='$SHELL_OPTION'
	RESPONSE=$PWD/response
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	snapshot before
	add 1 alt PRDp1
	contains out '$3'
	contains out 'nothing was changed'
	remove 0 alt PRDp1
	snapshot after
	same before after
	checked PRD
	mount -o remount,size=4m root/$1
	add 0 alt PRDp1
	checked PRD PRDp1
	$4
	remove 0 alt PRDp1
	snapshot after
	same before after"
}

case_no_room_to_save() {
	room_ends export 100k 'save: cannot copy the files' ''
}

case_no_room_to_stage() {
	room_ends opt 500k 'stage: cannot copy new files' '
	dd if=/dev/zero of=root/opt/full bs=1k 2>/dev/null || :
	remove 1 alt PRDp1
	contains out "nothing was changed"
	rm root/opt/full'
}

# a directory that cannot be written to
case_read_only() {
	begin
	mounted '
	set_aside() {
		mount --bind root/opt/prod/lib root/opt/prod/lib
		mount -o remount,bind,ro root/opt/prod/lib
	}
	mount --bind root root
	set_aside || skip "no bind mounts"
	add 1 alt PRDp1
	# where it is found out depends on what df takes for a file system
	contains out "stage: cannot "
	contains out "nothing was changed"
	umount root/opt/prod/lib
	remove 0 alt PRDp1
	snapshot after
	same before after
	add 0 alt PRDp1
	snapshot patched
	set_aside
	remove 1 alt PRDp1
	contains out "nothing was changed"
	umount root/opt/prod/lib
	remove 0 alt PRDp1
	snapshot after
	same before after
	checked PRD'
}

# named PATH...: files of the product that the patch replaces
named() {
	make_base
	make_patch PRDp1 1 v2 110
	for path do
		mkdir -p "$(dirname "src/PRD/root/$path")" \
		    "$(dirname "src/PRDp1/root/$path")"
		printf '%s\n' "v1 $path" >"src/PRD/root/$path"
		printf '%s\n' "v2 $path" >"src/PRDp1/root/$path"
		printf '%s\n' "f none $path 0644 root bin" \
		    >>src/PRD/prototype
		printf '%s\n' "e patch $path 0644 root bin" \
		    >>src/PRDp1/prototype
		manifest_file "$path" 110
	done >more
	{
		sed '/<\/files>/d' src/PRDp1/manifest.xml
		cat more
		echo '</files></manifest>'
	} | sed '$!{/^<\/manifest>$/d;}' >manifest
	mv manifest src/PRDp1/manifest.xml
	built_and_installed
}

# there_and_back PATH...: all have the new contents, and then the old ones
there_and_back() {
	add 0 $1 PRDp1
	mode=$1
	shift
	for path do
		[ "$(cat "root/opt/prod/$path")" = "v2 $path" ] ||
		    fail "$path: $(cat "root/opt/prod/$path")"
	done
	checked PRD PRDp1
	add 0 $mode PRDp1
	remove 0 $mode PRDp1
	snapshot after
	same before after
	checked PRD
}

case_names() {
	set -- 'etc/a\nb' 'etc/\\two' etc/-n etc/- -C/--help \
	    etc/... etc/.hidden 'etc/*' 'etc/?' 'etc/[a-z]' 'etc/~' 'etc/#no' \
	    etc/%s%d 'etc/!' "etc/it's" 'etc/a:b' 'etc/a;b' 'etc/a&b' \
	    'etc/{}' 'etc/$HOME' 'etc/`id`' \
	    "$(printf 'etc/non\302\240breaking')" "$(printf 'etc/\303\274')"
	named "$@"
	there_and_back alt "$@"
}

# a path of 255 characters, of short and of long parts
case_long_path() {
	short=$(awk 'BEGIN { for (i = 0; i < 126; i++) printf "d/"; print "fil" }')
	long=$(awk 'BEGIN { for (i = 0; i < 251; i++) printf "l"; print "" }')
	[ ${#short} -eq 255 ]
	named "$short" "etc/$long"
	there_and_back live "$short" "etc/$long"
}

# more files in one directory than fit into a command
case_many() {
	set -- $(awk 'BEGIN { for (i = 0; i < 130; i++) print "etc/some-file-of-the-product-" i }')
	named "$@"
	there_and_back alt "$@"
}

# a file that changes behind the copy, while the new ones are staged
case_changes_while_staged() {
	begin
	with_tools
	mkdir tools
	printf '%s\n' '#!/bin/sh' 'PATH=${PATH#*:}' 'cpio "$@"' 's=$?' \
	    "case \$1 in -pdlm) echo more >>'$PWD/root/opt/prod/lib/libx.so';; esac" \
	    'exit $s' >tools/cpio
	chmod 755 tools/cpio
	add 1 alt PRDp1
	contains out 'lib/libx.so is not what it should become'
	contains root/opt/prod/lib/libx.so 'lib v1'
	contains root/opt/prod/lib/libx.so more
	contains root/opt/prod/bin/tool 'tool v1'
	[ -z "$(find root/opt -name '.PRDp1*')" ] || fail "the stage is left"
}

run_cases "$0" ${1+"$@"}
