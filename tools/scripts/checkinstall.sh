# checkinstall: all that an ordinary user can see, before pkgadd changes
# anything.  The argument is the response file.

# save_types FILE: what is no plain file of class none, into the response file:
# a few words for a removal where packages keep no map.  From here on the database
# has the type and class of the patch.
save_types()
{
	k_contents=$root/var/sadm/install/contents
	[ -r "$k_contents" ] || return
	k_some=`$awk "$a_lib"'
	FILENAME == table {
		if (NF > 1)
			mine[substr(rel($1), 2)] = 1
		next
	}
	{
		target = ""
		if ($2 == "l" || $2 == "s") {
			target = substr($1, index($1, "=") + 1)
			$1 = substr($1, 1, index($1, "=") - 1)
		}
	}
	$1 in mine && $2 ~ /^[fevldx]$/ && $3 != class && \
	    ($2 != "f" || $3 != "none") && \
	    n + length($1 target) < 200 && target !~ /:/ {
		printf "%s:%s:%s%s ", $1, $2, $3, \
		    ($2 == "l" ? ":" target : "")
		n += length($1 target) + length($3) + 5
	}
	END { print "." }' table="$work/table" class="$PATCH_CLASS" \
	    "$work/table" "$k_contents"`
	case $k_some in
	.)	;;
	*' .')	( printf 'PATCH_TYPES=%s\n' "$k_some" >>"$1" ) 2>/dev/null ;;
	*)	failed_tool "$awk" ;;
	esac
}

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
[ -r "$data" -a $findings = no ] && save_types "$1"
[ $findings = no ] && check_quiet

if [ $findings = yes ]; then
	complain "$name is refused for the reasons above; nothing was changed"
	exit 3
fi
exit 0
