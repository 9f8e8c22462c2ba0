# postinstall: verifies; the package's own part follows.

data=$pkgdir/install/patchfiles
set_base "${CLIENT_BASEDIR:-/}"
make_work "$state/work"
set_originals || exit 1
no_start=no gone=no

# verify: all files are those of the patch.
verify()
{
	file_table "$data" || return 1
	files=
	exec 3<"$work/table"
	while read path action mode owner group size sum rest <&3; do
		[ "X$path" = X. ] && break
		files=x$files
		target "$path"
		if [ $action = delete ]; then
			[ ! -f "$dst" ]
		else
			is_content "$dst" "$size" "$sum"
		fi || {
			complain "verify: $path is not as it should be"
			return 1
		}
	done
	exec 3<&-
	set x `echo "$files" | wc -c`
	compute "${2-}" - 1 || return 1
	files=$n_value
}

# put_back: after a failure; ends the script.
put_back()
{
	complain "$name: $1; the old files are put back"
	plan_restore && exchange && restored
	clean_stages
	note failed
	exit 1
}

# disown: files that the patch deletes leave the package database, or pkgchk
# would miss them.  The journal keeps whose they were.
disown()
{
	$awk '$2 == "delete" { print $1 }
	END { print "." }' "$data" | sed 's/\\/\\\\/g' >"$work/deleted"
	complete "$work/deleted" || {
		failed_tool "$awk"
		return 1
	}
	exec 3<"$work/deleted"
	while read path <&3; do
		[ "X$path" = X. ] && break
		client "$path"
		owned_by -p "$c_path" || return 1
		exec 4<"$work/owned"
		while read d_path d_type owner <&4; do
			[ "X$d_path" = X. ] && break
			note disown "$path" "owner=$owner" || return 1
			removef "$owner" "$c_path" </dev/null >/dev/null &&
			    removef -f "$owner" </dev/null || return 1
		done
		exec 4<&-
	done
	exec 3<&-
}

verify || put_back "the files are not as they should be"
disown || put_back "the package database does not let deleted files go"
