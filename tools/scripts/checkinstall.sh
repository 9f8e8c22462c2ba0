# checkinstall: all that an ordinary user can see, before pkgadd changes
# anything.  The argument is the response file.

as_root=no
unguessable
make_work "${TMPDIR:-/var/tmp}/patch.$u_name"
data=$INST_DATADIR/$PKG/install/patchfiles
# an update to another version has moved it aside
[ -f "$journal" ] ||
    journal=`dirname "$pkgdir"`/.save.$PKGINST/save/patch/journal

# An alternate root may be out of sight; then preinstall has to look alone.
[ -r "`dirname "$pkgdir"`/." ] || exit 0

# The patch goes where its base is.  Under an alternate root the response file
# may belong to another user than the one who runs this.
base_dir=`parameter "$PATCH_BASE" BASEDIR`
set_base "${base_dir:-${BASEDIR:-/}}"
if [ -n "$base_dir" -a "X$base_dir" != "X${BASEDIR-}" ]; then
	( printf 'BASEDIR=%s\n' "$base_dir" >>"$1" ) 2>/dev/null
	[ "X`sed -n 's/^BASEDIR=//p' "$1" | tail -1`" = "X$base_dir" ] ||
	    finding "basedir: $PATCH_BASE is in $base_dir: pkgadd -r a file" \
	    "with BASEDIR=$base_dir"
fi

check_all "$data"
[ -r "$data" ] && check_strange
[ $findings -eq 0 ] && check_quiet

if [ $findings -gt 0 ]; then
	complain "$name is refused for the reasons above; nothing was changed"
	exit 3
fi
exit 0
