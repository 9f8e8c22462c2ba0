# The golden scenarios, each as one test of its own.
. "$(dirname "$0")/../lib.sh"

if [ "$(id -u)" -ne 0 ]; then
	echo "ok - golden: scenarios # SKIP not root"
	exit 0
fi
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=1
for dir in "$TOP"/tests/golden/[0-9]*; do
	case ${dir##*/} in
	${TEST_FILTER-*}) echo "$dir" ;;
	esac
done | xargs -n 1 -P "$jobs" sh -c '
	[ -n "$2" ] || exit 0
	out=$("$0" "$1" "$2" 2>&1)
	printf "%s\n" "$out"' "$BUILD/tests/golden" "$PKGSTREAM"
