#!/bin/sh
# Speed of reading: list and info of a stream of 1 GiB, and verify against the
# rate of `cat FILE >/dev/null' plus one pass of `sum', in the same run.
#
#	tests/bench/read.sh PKGSTREAM [MEBIBYTES]
#
# The status is 1 when list or info take more than 100 ms, or verify has less
# than 60 % of that rate.

PKGSTREAM=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") || exit 1
size=${2-1024}
dir=$(mktemp -d "${TMPDIR:-/tmp}/pkgstream-bench.XXXXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
cd "$dir" || exit 1

# the least of three runs, in milliseconds
least() {
	_least=
	for _i in 1 2 3; do
		_start=$(date +%s%N)
		"$@" >/dev/null 2>&1
		_time=$((($(date +%s%N) - _start) / 1000000))
		[ -n "$_least" ] && [ "$_least" -le "$_time" ] ||
		    _least=$_time
	done
	echo "$_least"
}

read_and_sum() {
	cat x.pkg
	sum -s x.pkg
}

mkdir root
echo 'i pkginfo' >prototype
i=0
while [ $i -lt 16 ]; do
	dd if=/dev/urandom of=root/f$i bs=1048576 count=$((size / 16)) \
	    2>/dev/null
	echo "f none f$i 0644 root bin" >>prototype
	i=$((i + 1))
done
cat >pkginfo <<'END'
PKG=ACMEbench
NAME=bench
ARCH=any
VERSION=1
CATEGORY=application
BASEDIR=/opt
CLASSES=none
PSTAMP=bench
END
"$PKGSTREAM" build -q -t 2000000000 -o x.pkg -f prototype -r root || exit 1
rm -rf root

list=$(least "$PKGSTREAM" list x.pkg)
info=$(least "$PKGSTREAM" info x.pkg)
base=$(least read_and_sum)
verify=$(least "$PKGSTREAM" verify x.pkg)
echo "list of a stream of $size MiB: $list ms"
echo "info: $info ms"
echo "cat and sum: $base ms; verify: $verify ms," \
    "$((base * 100 / (verify > 0 ? verify : 1))) % of the rate"
[ "$list" -le 100 ] && [ "$info" -le 100 ] &&
    [ $((base * 100)) -ge $((verify * 60)) ]
