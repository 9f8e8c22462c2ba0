# i.CLASS: saves, stages, verifies, stops, swaps, starts.  The list on standard
# input has `source destination' lines.

[ -d "$state" ] || mkdir "$state" || exit 1
make_work "$state/work"
{
	cat
	echo .
} | sed 's/\\/\\\\/g' >"$work/list"
complete "$work/list" || {
	failed_tool sed
	exit 1
}
data=$pkgdir/install/patchfiles
set_base "${CLIENT_BASEDIR:-/}"
number=0 z_last= no_start=no

# failed: before anything was changed.
failed()
{
	clean_stages
	note failed
	complain "$name: nothing was changed"
	exit 1
}

# with_sources: $work/sources, the table with the source in front of a line.
with_sources()
{
	I_BASE=$root$base I_ROOT=$root $awk '
	FILENAME == list {
		gsub(/\/\/*/, "/", $2)
		source[$2] = $1
		next
	}
	NF == 1 {
		print ".", "."
		next
	}
	{
		at = substr($1, 1, 1) == "/" ? ENVIRON["I_ROOT"] $1 : \
		    ENVIRON["I_BASE"] "/" $1
		gsub(/\/\/*/, "/", at)
		print ((at in source) ? source[at] : "-"), $0
	}' list="$work/list" "$work/list" "$work/table" >"$work/sources"
}

# stage_line: one line of the table.
stage_line()
{
	[ "$status" != new ] || {
		complain "journal: it does not tell of $path"
		return 1
	}
	target "$path"
	if [ $action = delete ]; then
		[ -f "$dst" ] && { stage_drop "$path" || return 1; }
	elif is_content "$dst" "$size" "$sum"; then
		:
	elif [ "$source" = - ]; then
		complain "stage: pkgadd did not hand over $path"
		return 1
	else
		stage_new "$path" "$source" "$mode" "$owner" "$group" \
		    "$size" "$sum" || return 1
	fi
	printf '%s\n' "apply $path size=$size cksum=$sum build=$build" \
	    >>"$work/apply"
	[ "$status" = applied ] ||
	    printf '%s\n' "undo $path" >>"$work/undo"
}

# stage_member: a further name of a file, which becomes a name of the new one.
stage_member()
{
	target "$of"
	g_from=$dst
	target "$path"
	is_content "$dst" "$size" "$sum" && return 0
	set x `P_OF=$of $awk '$4 == ENVIRON["P_OF"] { staged = $3 "/" $1 }
	END { print (staged == "" ? "-" : staged), "." }' "$work/todo"`
	[ "X${3-}" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	[ "X$2" = X- ] || g_from=$2
	stage_link "$path" "$g_from" || return 1
	printf '%s\n' "apply $path size=$size cksum=$sum build=$build" \
	    >>"$work/apply"
	[ "$status" = applied ] ||
	    printf '%s\n' "undo $path" >>"$work/undo"
}

stage_all()
{
	: >"$work/todo"
	: >"$work/apply"
	: >"$work/undo"
	file_table "$data" && with_sources || return 1
	exec 3<"$work/sources"
	while read source path action mode owner group size sum build status \
	    kind osize osum slot nsize nsum known <&3; do
		[ "X$path" = X. ] && break
		stage_line || return 1
	done
	exec 3<&-
	[ "X$path" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	# field 15 of the table: the path that a further name follows
	# where that one is taken away, the further name stays what it is
	$awk 'FILENAME != table {
		if ($2 != "delete")
			of[$1] = $6 " " $7 " " $8
		next
	}
	$15 != "-" && $15 in of { print $1, $15, $2, of[$15] }
	END { print "." }' \
	    table="$work/journal.table" "$data" "$work/journal.table" |
	    sed 's/\\/\\\\/g' >"$work/members"
	complete "$work/members" || {
		failed_tool "$awk"
		return 1
	}
	exec 3<"$work/members"
	while read path of status size sum build <&3; do
		[ "X$path" = X. ] && break
		stage_member || return 1
	done
	exec 3<&-
}

# all_noted: does the journal tell of all that is about to be replaced?
all_noted()
{
	file_table "$data" || return 1
	exec 3<"$work/table"
	while read path action mode owner group size sum build status rest <&3
	do
		[ "X$path" = X. ] && break
		[ $status = applied ] || {
			complain "journal: it does not tell of $path"
			return 1
		}
	done
	exec 3<&-
}

clean_stages || failed
file_table "$data" || {
	complain "package: $data cannot be read"
	exit 1
}
choose_originals || failed
save_all || failed
stage_all || failed
notes "$work/apply" && all_noted || failed
exchange && clean_stages && note service settled && note end files || exit 1
sync
exit 0
