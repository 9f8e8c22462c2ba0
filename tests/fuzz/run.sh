#!/bin/sh
# Lets each fuzz target search for some seconds, from the corpus on.
#
#	tests/fuzz/run.sh BUILD SECONDS TARGET...
#
# New inputs go to BUILD/corpus/TARGET, inputs that break something to
# BUILD/TARGET-*; the status is 1 if there are any.

corpus=$(cd "$(dirname "$0")/corpus" && pwd) || exit 1
build=$(cd "$1" && pwd) || exit 1
seconds=$2
shift 2
# extraction writes a lot of small files
if [ -z "$TMPDIR" ] && [ -w /dev/shm ]; then
	TMPDIR=/dev/shm
	export TMPDIR
fi
status=0
for target do
	mkdir -p "$build/corpus/$target"
	echo "== $target: $seconds seconds"
	# each allocation below 64 MiB, each input below 10 seconds; but
	# libarchive allocates what the header of a 7zip claims, which a class
	# archive can be (what is really used has a limit too)
	limit=64
	case $target in
	archive | source | extract) limit=4096 ;;
	esac
	# what is read is the same
	inputs=$target
	[ "$target" != extract ] || inputs=source
	"$build/fuzz_$target" -max_total_time="$seconds" -timeout=10 \
	    -malloc_limit_mb=$limit -rss_limit_mb=1024 -print_final_stats=1 \
	    -artifact_prefix="$build/$target-" "$build/corpus/$target" \
	    "$corpus/$inputs" 2>"$build/$target.log" || status=1
	grep -E 'ERROR|SUMMARY|executed_units|new_units' "$build/$target.log"
done
exit $status
