#!/bin/sh
# Packages built from recorded sources against what pkgmk and pkgtrans made of
# them: the pkgmap to the byte, but for the time of pkginfo, which pkgmk takes
# from the clock, and the members of the archive.
#
# tests/golden/build/NAME/	input of pkgmk, and as recorded:
#	expected.pkginfo	expected.pkgmap
#	expected.members	as lsstream prints them, sorted, but for
#				pkginfo and pkgmap
# tests/golden/build/times	CCYYMMDDhhmm.SS PATH: what a checkout lost
# tests/golden/build/recorded.proto	what pkgproto printed for the trees, see
#				proto.sh

. "${TOP:-.}/tests/lib.sh"

GOLDEN=$TOP/tests/golden/build
LSSTREAM=$(dirname "$PKGSTREAM")/tests/tools/lsstream

# The sources below ., with their times and modes.
copy_sources() {
	cp -R "$GOLDEN" src
	find src -type f -exec chmod 0644 {} +
	while read -r time path; do
		touch -t "$time" "src/$path"
	done <src/times
}

without_time() {
	sed 's/^\(1 i pkginfo .*\) [0-9]*$/\1/' "$1"
}

# check_package NAME: builds src/NAME; prints what differs
check_package() {
	_src=src/$1
	_out=out/$1
	mkdir -p "$_out"
	_pkg=$(sed -n 's/^PKG=//p' "$_src/expected.pkginfo")
	"$PKGSTREAM" build -q --force-class -f "$_src/prototype" -r "$_src/root" \
	    -o "$_out/pkg" "$_pkg" 2>&1 || return 1
	"$LSSTREAM" "$_out/pkg" >"$_out/list" || return 1
	"$LSSTREAM" "$_out/pkg" 1 pkginfo >"$_out/pkginfo"
	"$LSSTREAM" "$_out/pkg" 1 pkgmap >"$_out/pkgmap"
	"$LSSTREAM" "$_out/pkg" 0 "$_pkg/pkginfo" >"$_out/pkginfo.0"
	"$LSSTREAM" "$_out/pkg" 0 "$_pkg/pkgmap" >"$_out/pkgmap.0"
	sed '1,/^archive 1 /d' "$_out/list" |
	    grep -v -e ' pkginfo$' -e ' pkgmap$' | sort >"$_out/members"
	without_time "$_src/expected.pkgmap" >"$_out/expected"
	without_time "$_out/pkgmap" >"$_out/found"
	diff "$_out/expected" "$_out/found" &&
	    diff "$_src/expected.pkginfo" "$_out/pkginfo" &&
	    diff "$_src/expected.members" "$_out/members" &&
	    cmp "$_out/pkginfo" "$_out/pkginfo.0" &&
	    cmp "$_out/pkgmap" "$_out/pkgmap.0"
}

case_as_recorded() {
	copy_sources
	bad=0
	n=0
	for dir in src/*/; do
		name=$(basename "$dir")
		n=$((n + 1))
		check_package "$name" >diff 2>&1 || {
			echo "$name:"
			head -n 20 diff
			bad=$((bad + 1))
		}
	done
	[ $bad -eq 0 ] || fail "$bad of $n packages differ"
	[ "$n" -ge 76 ] || fail "only $n packages were found"
}

# With -p pkgmk has the same lines in another order, so the same pkgmap; and
# the dry run shows what a run would write.
case_dry_run() {
	copy_sources
	name=01-plain-objects-ACMEtool
	expect 0 "$PKGSTREAM" build -q --force-class -n -f src/$name/prototype \
	    -r src/$name/root -p golden
	without_time out >found
	without_time src/$name/expected.pkgmap >expected
	same expected found
}

run_cases "$0"
