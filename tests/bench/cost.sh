#!/bin/sh
# What hostile sizes cost: curves of steps, time of the processor and memory
# over inputs of which each is twice as large as the one before.
#
#	tests/bench/cost.sh BUILD
#
# Steps are those of tests/cost, which counts them; the time and memory of verbs
# are those of the program.  The status is 1 when twice the input takes more
# than 2.25 times the steps, or, of three runs each, the time.

BUILD=$(cd "$1" && pwd) || exit 1
PKGSTREAM=$BUILD/pkgstream
LC_ALL=C
export LC_ALL
dir=$(mktemp -d "${TMPDIR:-/tmp}/pkgstream-cost.XXXXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
cd "$dir" || exit 1

# lines NAME N COST REST...: the same, with the ratio to the line before
ratios() {
	awk '{
		ratio = ($1 == name) ? $3 / cost : 0
		bad = (ratio > 2.25)
		printf "  %-14s %8d %14s", $1, $2, $3
		for (i = 4; i <= NF; i++)
			printf " %10s", $i
		printf "   %s%s\n", (ratio ? sprintf("%.2f", ratio) : ""),
		    (bad ? " MISSED" : "")
		missed += bad; name = $1; cost = $3
	} END { exit (missed > 0) }'
}

# n objects of as many owners, and the files that a payload has
sources() {
	rm -rf root prototype pkginfo x.pkg x.tar
	mkdir root
	printf '%s\n' PKG=BENCH NAME=bench ARCH=sparc VERSION=1 \
	    CATEGORY=application BASEDIR=/opt CLASSES=none PSTAMP=x >pkginfo
	awk -v n="$1" 'BEGIN {
		print "i pkginfo"
		for (i = 0; i < n; i++)
			printf "f none data/%07d=/dev/null 0644 o%d bin\n",
			    i * 7919 % n, i
	}' >prototype
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) print "root/" i }' |
	    xargs touch
	tar cf x.tar root
	"$PKGSTREAM" build -q -f prototype -o x.pkg 2>/dev/null
}

run() {
	case $1 in
	build) set -- build -q --force -f prototype -o y.pkg ;;
	extract) rm -rf y; mkdir y; set -- extract -C y x.pkg ;;
	spool) rm -rf y; mkdir y; set -- trans -d y x.pkg ;;
	init-tree) set -- init --force -o y root ;;
	init-tar) set -- init --force -o y x.tar ;;
	diff) set -- diff x.pkg x.pkg ;;
	*) set -- "$1" x.pkg ;;
	esac
	"$BUILD/tests/bench/measure" "$PKGSTREAM" "$@" 3>>measured \
	    >/dev/null 2>&1
}

# NAME N CPU MIB of the best of three runs
verbs() {
	for verb in build verify info list diff spool extract init-tree \
	    init-tar; do
		: >measured
		run $verb && run $verb && run $verb || {
			echo "cost: $verb failed" >&2
			exit 1
		}
		sort -n -k 2,2 measured | awk -v verb=$verb -v n="$1" \
		    'NR == 1 { printf "%s %d %s %.1f\n", verb, n, $2,
			$3 / 1024 }'
	done
}

missed=0
if [ -x "$BUILD/tests/cost" ]; then
	echo "steps, and seconds of the processor:"
	"$BUILD/tests/cost" | while read -r name n; do
		for k in 1 2 4 8; do
			"$BUILD/tests/cost" "$name" $((k * n))
		done
	done | ratios || missed=1
fi
echo "seconds of the processor, and MiB:"
for n in 20000 40000 80000 160000; do
	sources $n
	verbs $n || exit 1
done | sort -s -k 1,1 | ratios || missed=1
exit $missed
