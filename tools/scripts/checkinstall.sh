# checkinstall: all that an ordinary user can see, before pkgadd changes
# anything.  The argument is the response file.

as_root=no
check_utilities
unguessable || exit 3
make_work "${TMPDIR:-/var/tmp}/patch.$u_name"
data=$INST_DATADIR/$PKG/install/patchfiles
# an update to another version has moved it aside
[ -f "$journal" ] ||
    journal=$packages/.save.$PKGINST/save/patch/journal

# An alternate root may be out of sight; then preinstall has to look alone.
[ -r "$packages/." ] || exit 0

# The patch goes where its base is.  Under an alternate root the response file
# may belong to another user than the one who runs this.
parameter "$PATCH_BASE" BASEDIR
base_dir=$p_value
set_base "${base_dir:-${BASEDIR:-/}}"
if [ -n "$base_dir" -a "X$base_dir" != "X${BASEDIR-}" ]; then
	( printf 'BASEDIR=%s\n' "$base_dir" >>"$1" ) 2>/dev/null
	[ "X`sed -n 's/^BASEDIR=//p' "$1" | tail -1`" = "X$base_dir" ] ||
	    finding "basedir: $PATCH_BASE is in $base_dir: pkgadd -r a file" \
	    "with BASEDIR=$base_dir"
fi

check_all "$data"
[ -r "$data" ] && check_strange
[ $findings = no ] && check_quiet

if [ $findings = yes ]; then
	complain "$name is refused for the reasons above; nothing was changed"
	exit 3
fi
exit 0
