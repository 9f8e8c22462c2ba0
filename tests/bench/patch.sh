#!/bin/sh
# What a patch costs on the target: processes and seconds for installing and
# removing patches of 40, 400 and 2,000 small files, in an alternate root.
#
#	tests/bench/patch.sh PKGSTREAM [FILES...]
#
# SH and TOOLS: the shell and the utilities of the scripts.  With NATIVE set the
# pkgadd and pkgrm that are in PATH do it.
# Goal: 200 processes and one a file for each (design.md, promise 16).

PKGSTREAM=$(realpath "$1")
TOP=$(cd "$(dirname "$0")/../.." && pwd)
export PKGSTREAM TOP
shift
[ $# -gt 0 ] || set -- 40 400 2000
. "$TOP/tests/patch.sh"
command -v strace >/dev/null || { echo "no strace: processes not counted"; }
dir=$(mktemp -d)
chmod 755 "$dir"
trap 'rm -rf "$dir"' 0

cd "$dir" || exit 1

# sources FILES: a product and a patch of it, fifty files a directory
sources() {
	rm -rf src pkgs root
	mkdir -p src/PRD/root src/PRDp1/root
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "d%d/file%d\n", i / 50, i
	}' >list
	while read -r path; do
		mkdir -p "src/PRD/root/${path%/*}" "src/PRDp1/root/${path%/*}"
		echo "old $path" >"src/PRD/root/$path"
		echo "new $path" >"src/PRDp1/root/$path"
	done <list
	info PRD 1.0 >src/PRD/pkginfo
	{
		echo 'i pkginfo'
		sed 's,/.*,,' list | sort -u | sed 's/.*/d none & 0755 root bin/'
		sed 's/.*/f none & 0644 root bin/' list
	} >src/PRD/prototype
	info PRDp1 1.0.1 patch >src/PRDp1/pkginfo
	{
		echo 'i pkginfo'
		sed 's/.*/e patch & 0644 root bin/' list
	} >src/PRDp1/prototype
	{
		cat <<-'TEXT'
		<manifest xmlns="urn:pkgstream:manifest:1">
		<sources prototype="prototype" pkginfo="pkginfo"/>
		<payload name="root"/>
		<product name="Product" version="1.0"/>
		<build number="110" date="2005-05-11"/>
		<patch class="patch" level="1"><base package="PRD" version="1.0"/>
		</patch><files>
		TEXT
		sed 's/.*/<file path="&" build="110"\/>/' list
		echo '</files></manifest>'
	} >src/PRDp1/manifest.xml
	build_classic PRD
	build_patch PRDp1
	make_root
}

# tool BEFORE add|rm PACKAGE: BEFORE are words in front of the command
tool() {
	if [ -n "${NATIVE-}" ]; then
		case $2 in
		add)	$1 pkgadd -n -a "$dir/admin" -R "$dir/root" \
			    -d "$dir/$3.pkg" all ;;
		rm)	$1 pkgrm -n -a "$dir/admin" -R "$dir/root" "$3" ;;
		esac
	else
		case $2 in
		add)	$1 "$PKGSTREAM" rehearse add -n -a "$dir/admin" \
			    -R "$dir/root" $SHELL_OPTION -d "$dir/pkgs" "$3" ;;
		rm)	$1 "$PKGSTREAM" rehearse rm -n -a "$dir/admin" \
			    -R "$dir/root" $SHELL_OPTION "$3" ;;
		esac
	fi </dev/null >out 2>&1 || {
		cat out
		exit 1
	}
}

# measured WORD FILES TOOL...: once for the time and once for the processes
measured() {
	word=$1 files=$2
	shift 2
	rm -rf copy
	cp -a root copy
	from=$(date +%s.%N)
	tool '' "$@"
	to=$(date +%s.%N)
	processes=-
	if command -v strace >/dev/null; then
		rm -rf root
		mv copy root
		tool "strace -qq -f -o $dir/trace -e signal=none
		    -e trace=fork,vfork,clone,clone3" "$@"
		processes=$(grep -c ' = [0-9][0-9]*$' trace)
	fi
	echo "$files $word $processes $from $to" | awk '{
		printf "%6d files, %s: %6s processes, %6.2f s\n", $1, $2, $3,
		    $5 - $4
	}'
}


for files do
	sources "$files"
	tool '' add PRD
	measured install "$files" add PRDp1
	measured remove "$files" rm PRDp1
done
