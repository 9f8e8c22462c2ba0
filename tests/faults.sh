#!/bin/sh
# faults.sh BUILD [NAME...]: every power cut of imss51sp1p3 and of a patch with
# every kind of change (kinds), at installation and removal, with -R and live.
# As root; hours.  What was tried is noted in BUILD/faults, so that it can be
# interrupted and called again.  NAMES are those of the runs: imss-root,
# kinds-root, imss-live, kinds-live; default: all.  FAULTS has more options of
# cycle, such as `--every 10' or `--budget 30m'.
#
# Ends with a line for each run: N of N.

TOP=$(cd "$(dirname "$0")/.." && pwd) || exit 1
BUILD=$(cd "${1:?the directory that make built in}" && pwd) || exit 1
PKGSTREAM=$BUILD/pkgstream
export TOP PKGSTREAM
shift
[ $# -gt 0 ] || set -- imss-root kinds-root imss-live kinds-live
[ "$(id -u)" -eq 0 ] || {
	echo "faults: only root can give files away" >&2
	exit 4
}
dir=$BUILD/faults
mkdir -p "$dir" && chmod 755 "$dir" || exit 4

# make_kinds: the product PRD and its patch PRDp1, once; they are not the same
# bytes another time
make_kinds() {
	[ ! -f "$dir/kinds/PRDp1.pkg" ] || return 0
	rm -rf "$dir/kinds"
	mkdir -p "$dir/kinds"
	( cd "$dir/kinds" && set -e && . "$TOP/tests/lib.sh" &&
	    . "$TOP/tests/patch.sh" && . "$TOP/tests/patch_types.sh" &&
	    make_types >make.log 2>&1 ) || {
		cat "$dir/kinds/make.log" >&2
		rm -rf "$dir/kinds"
		return 1
	}
}

# record NAME PKG: the file of a run of this program with this package; what was
# noted of others is of no use any more
record() {
	_file=$dir/$1-$(cat "$PKGSTREAM" "$2" | cksum | sed 's/ .*//').record
	for _old in "$dir/$1"-*.record; do
		[ "$_old" = "$_file" ] || rm -f "$_old"
	done
	echo "$_file"
}

# cuts NAME PKG OPTION...: one run
cuts() {
	_name=$1
	_pkg=$2
	shift 2
	_status=0
	"$PKGSTREAM" rehearse cycle --faults \
	    --resume "$(record "$_name" "$_pkg")" ${FAULTS-} "$@" "$_pkg" \
	    >"$dir/$_name.out" || _status=$?
	[ $_status -ne 0 ] || return 0
	cat "$dir/$_name.out" >&2
	return $_status
}

imss() {
	_standin=$BUILD/standin
	echo PATCH_QUIET= >"$dir/response"
	_name=$1
	shift
	cuts "$_name" "$BUILD/imss51sp1p3.pkg" "$@" -a "$TOP/admin" -r "$dir/response" \
	    --start '/opt/trend/imss/script/S99IMSS start' \
	    --ignore '/opt/trend/imss/log/*' --with "$_standin/TMIMSS.pkg" \
	    --with "$_standin/TMIMSSsp1.pkg" --with "$_standin/TMIMSSp1.pkg" \
	    --with "$_standin/TMIMSSp2.pkg"
}

kinds() {
	_name=$1
	shift
	make_kinds && cuts "$_name" "$dir/kinds/PRDp1.pkg" "$@" \
	    --with "$dir/kinds/PRD.pkg"
}

# summary NAME: what the report of a run says, in a line
summary() {
	awk -v name="$1" '
	/^  power cuts / {
		for (i = 1; i <= NF; i++)
			if ($i ~ /^points?$/)
				n[++k] = $(i - 1)
			else if ($i == "at" && $(i + 1) ~ /^removal/)
				n[2] = $(i - 1)
		points = $0
		sub(/^.* s  /, "", points)
	}
	/ tried, .* recovered, / {
		for (i = 1; i <= NF; i++)
			if ($i == "recovered,")
				recovered += $(i - 1)
	}
	END {
		if (points == "")
			print name ": no power cuts"
		else
			printf "%s: %d of %d power cuts recovered (%s)\n", name,
			    recovered, 2 * n[1] + n[2], points
	}' "$dir/$1.out"
}

worst=0
for name do
	case $name in
	imss-root|kinds-root) mode=--root-only ;;
	imss-live|kinds-live) mode=--live-only ;;
	*)	echo "faults: there is no $name" >&2
		exit 2 ;;
	esac
	echo "$name:" >&2
	status=0
	"${name%-*}" "$name" $mode || status=$?
	[ $status -le $worst ] || worst=$status
done
for name do
	summary "$name"
done
exit $worst
