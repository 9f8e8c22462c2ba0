#!/bin/sh
# Speed and memory of `build`, compared in the same run with GNU cpio, which
# copies the same files into one archive and computes nothing (the floor).
#
#	tests/bench/bench.sh BUILD [RUNS]
#
# Needs about 2.3 GiB below $TMPDIR while it runs.  Says OK or MISSED against
# the limits: 1,000 files of 1 MiB in at most the time of cpio, 20,000 files
# of 4 KiB in at most 1.5 times that, both in less than 64 MiB of memory; and
# 500,000 entries in less than 250 MiB.

set -e
BUILD=$(cd "$1" && pwd)
RUNS=${2:-5}
LC_ALL=C
export LC_ALL
dir=$(mktemp -d "${TMPDIR:-/tmp}/pkgstream-bench.XXXXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
cd "$dir"
missed=0

# sources DIR THOUSANDS KIB: 1,000 files in each directory of DIR/root/data, of
# bytes that nothing makes smaller; prototype, pkginfo and a list for cpio
sources() {
	pkginfo "$1"
	printf '%s\n' "i pkginfo" "d none data 0755 root bin" >"$1/prototype"
	i=0
	while [ $i -lt "$2" ]; do
		sub=data/$(printf %02d $i)
		mkdir -p "$1/root/$sub"
		dd if=/dev/urandom bs="$3"k count=1000 2>/dev/null |
		    split -a 3 -b "$3"k - "$1/root/$sub/f"
		echo "d none $sub 0755 root bin" >>"$1/prototype"
		i=$((i + 1))
	done
	(cd "$1/root" && find data -type f | sort) >"$1/list"
	[ "$(wc -l <"$1/list")" -eq "${2}000" ]
	sed 's/.*/f none & 0644 root bin/' "$1/list" >>"$1/prototype"
}

pkginfo() {
	mkdir -p "$1"
	printf '%s\n' PKG=BENCH NAME=bench ARCH=sparc VERSION=1 \
	    CATEGORY=application BASEDIR=/opt CLASSES=none PSTAMP=bench \
	    >"$1/pkginfo"
}

# Both write to a new file each time, so none has pages to reuse.
run_build() {
	rm -f out.pkg
	"$BUILD/tests/bench/measure" "$BUILD/pkgstream" build -q \
	    -f "$1/prototype" -r "$1/root" -o out.pkg 3>>"$1/build"
	rm -f out.pkg
}

run_cpio() {
	rm -f out.cpio
	(cd "$1/root" && "$BUILD/tests/bench/measure" cpio -o -H newc \
	    -C 1048576 --quiet <../list >"$dir/out.cpio" 3>>"$dir/$1/cpio")
	rm -f out.cpio
}

# median FILE COLUMN
median() {
	sort -n -k "$2,$2" "$1" | awk -v c="$2" '{ v[NR] = $c }
	    END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

largest() {
	sort -n -k "$2,$2" "$1" | awk -v c="$2" '{ v = $c } END { print v }'
}

# limit TITLE VALUE LIMIT UNIT
limit() {
	if awk "BEGIN { exit $2 > $3 }"; then
		verdict=OK
	else
		verdict=MISSED
		missed=1
	fi
	printf '  %-34s %8s %s (at most %s): %s\n' "$1" "$2" "$4" "$3" \
	    $verdict
}

mib() {
	awk "BEGIN { printf \"%.1f\", $1 / 1024 }"
}

# compare DIR TITLE RATIO
compare() {
	echo "$2"
	run_build "$1"
	run_cpio "$1"
	: >"$1/build"
	: >"$1/cpio"
	i=0
	while [ $i -lt "$RUNS" ]; do
		run_build "$1"
		run_cpio "$1"
		i=$((i + 1))
	done
	if grep -v ' 0$' "$1/build" "$1/cpio"; then
		echo "  a run failed"
		exit 1
	fi
	b=$(median "$1/build" 1)
	c=$(median "$1/cpio" 1)
	printf '  median of %d runs: build %.3f s, cpio %.3f s\n' "$RUNS" \
	    "$b" "$c"
	# of use when the machine has other work: that spoils the wall time
	printf '  time of the processors: build %.3f s, cpio %.3f s\n' \
	    "$(median "$1/build" 2)" "$(median "$1/cpio" 2)"
	limit "time, as a ratio to cpio" \
	    "$(awk "BEGIN { printf \"%.3f\", $b / $c }")" "$3" "  "
	limit "peak memory of build" \
	    "$(mib "$(largest "$1/build" 3)")" 64 MiB
}

command -v cpio >/dev/null || {
	echo "bench: GNU cpio is missing" >&2
	exit 1
}
sources large 1 1024
compare large "1,000 files of 1 MiB" 1.0
rm -rf large
sources small 20 4
compare small "20,000 files of 4 KiB" 1.5
rm -rf small

# entries alone, without files to read
echo "500,000 entries"
pkginfo many
mkdir many/root
printf '%s\n' "i pkginfo" "d none data 0755 root bin" >many/prototype
awk 'BEGIN { for (i = 0; i < 500000; i++)
	printf "f none data/file-%06d=/dev/null 0644 root bin\n", i }' \
    >>many/prototype
run_build many
limit "peak memory of build" "$(mib "$(largest many/build 3)")" 250 MiB
grep -v ' 0$' many/build && exit 1
exit $missed
