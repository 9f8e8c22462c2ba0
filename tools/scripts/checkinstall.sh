# checkinstall: all that an ordinary user can see, before pkgadd changes
# anything.  The argument is the response file.

# keep_types: lines of the database that are no plain files of class none, for
# preinstall.  When that runs pkgadd has entered the patch's type and class there,
# and packages keep a map of their own since Solaris 10 only.  The response file
# is no way: with -R it can belong to another user than the one who runs this
# (svr4-packaging 6.2).
keep_types()
{
	# A daemon may hold what is late (pkgadm(1M), since Solaris 10 update 8).
	# Where that fails there is none, or packages have their own maps.
	[ ! -x /usr/bin/pkgadm ] || pkgadm sync -R "${root:-/}" >/dev/null 2>&1
	k_contents=$root/var/sadm/install/contents
	[ -r "$k_contents" -a -d "$root/var/tmp" ] || return
	# of a run that pkgadd ended behind us
	rm -rf "$root/var/tmp/$PKGINST.types".* 2>/dev/null
	k_some=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/types" }
	FILENAME == table {
		if (NF > 1)
			mine[substr(rel($1), 2)] = 1
		next
	}
	{
		target = "-"
		if ($2 == "l" || $2 == "s") {
			target = substr($1, index($1, "=") + 1)
			$1 = substr($1, 1, index($1, "=") - 1)
		}
	}
	$1 in mine && $2 ~ /^[fevldx]$/ && $3 != class && \
	    ($2 != "f" || $3 != "none") {
		print $1, $2, $3, ($2 == "l" ? target : "-") >out
		n++
	}
	END {
		if (sealed(out))
			print n + 0, "."
	}' table="$work/table" class="$PATCH_CLASS" \
	    "$work/table" "$k_contents"`
	counted "$k_some" && [ "$n_count" -ne 0 ] && unguessable || return
	k_dir=$root/var/tmp/$PKGINST.types.$u_name
	( umask 077; mkdir "$k_dir" && cp "$work/types" "$k_dir/types" ) ||
	    finding "types: cannot write to $root/var/tmp"
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
[ -r "$data" -a $findings = no ] && keep_types
[ $findings = no ] && check_quiet

if [ $findings = yes ]; then
	complain "$name is refused for the reasons above; nothing was changed"
	exit 3
fi
exit 0
