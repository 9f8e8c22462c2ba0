# The golden scenarios, each as one test of its own.
. "$(dirname "$0")/../lib.sh"

if [ "$(id -u)" -ne 0 ]; then
	echo "ok - golden: scenarios # SKIP not root"
	exit 0
fi
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=1
exec 3>&1
# scenarios with live steps are for hosts that can have live roots
try=$(mktemp -d "${TMPDIR:-/tmp}/pkgstream-test.XXXXXXXX") || exit 1
live=yes
"$PKGSTREAM" rehearse root "$try/r" >/dev/null &&
    "$PKGSTREAM" rehearse chk --live "$try/r" >/dev/null 2>&1 || live=
rm -rf "$try"
for dir in "$TOP"/tests/golden/[0-9]*; do
	case ${dir##*/} in
	${TEST_FILTER-*})
		if [ -z "$live" ] && grep ' live-' "$dir/steps" >/dev/null; then
			echo "ok - golden: ${dir##*/} # SKIP no live roots" >&3
		else
			echo "$dir"
		fi ;;
	esac
done | xargs -n 1 -P "$jobs" sh -c '
	[ -n "$2" ] || exit 0
	out=$("$0" "$1" "$2" 2>&1)
	printf "%s\n" "$out"' "$BUILD/tests/golden" "$PKGSTREAM"
