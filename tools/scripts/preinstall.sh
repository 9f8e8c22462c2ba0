# preinstall: the checks again, as root; then the journal begins.

as_root=yes
[ -d "$PKGSAV" ] || mkdir "$PKGSAV" || exit 1
adopt_state || exit 1
[ -d "$state" ] || mkdir "$state" || exit 1
make_work "$state/work"
data=$pkgdir/install/patchfiles

set_base "${CLIENT_BASEDIR:-/}"
parameter "$PATCH_BASE" BASEDIR
plain "$p_value"
base_dir=$p_plain
[ "X$base_dir" = "X$base" ] ||
    finding "basedir: $PATCH_BASE is in ${base_dir:-/}, not in ${base:-/}"

check_all "$data"
if [ $findings = yes ]; then
	complain "$name is refused for the reasons above; no file was changed"
	exit 1
fi

begin_journal install "$PKGINST" "level=$PATCH_LEVEL" "build=$PATCH_BUILD" \
    "date=$PATCH_DATE" "base=$PATCH_BASE" "basedir=${base:-/}" || exit 1
note_below && save_times || exit 1
exit 0
