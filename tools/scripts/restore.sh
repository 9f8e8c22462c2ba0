# The way back: plans the old files into $work/todo.

# group_member: group, a file that already is what $path shall be a further
# name of: staged in this run, or left in place under the old inode.
group_member()
{
	group=
	[ "$links" -gt 1 ] || return 0
	set x `$awk '$1 == inode && name == "" { name = $2 }
	END { print (name == "" ? "-" : name), "." }' inode="$inode" \
	    "$work/groups"`
	[ "X${3-}" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	[ "X$2" = X- ] || {
		group=$2
		return 0
	}
	names_of "$inode" || return 1
	exec 4<"$work/names"
	while read g_peer <&4; do
		[ "X$g_peer" = X. ] && break
		is_content "$g_peer" "$osize" "$osum" || continue
		group=$g_peer
		break
	done
	exec 4<&-
	return 0
}

# stage_old: the saved original of the current line.
stage_old()
{
	group_member || return 1
	if [ -n "$group" ]; then
		stage_link "$path" "$group" || return 1
		return 0
	fi
	stage_beside "$path" && next_number || return 1
	copy "$originals/$slot" "$stage/$number" &&
	    is_content "$stage/$number" "$osize" "$osum" || {
		complain "restore: the original of $path is damaged or gone"
		return 1
	}
	give_back "$stage/$number" "$mode" "$uid" "$gid" "$mtime" || {
		complain "restore: cannot set owner or mode for $path"
		return 1
	}
	printf '%s\n' "$inode $stage/$number" >>"$work/groups"
	plan put "$path"
}

# is_ours: does $dst have what this patch put there?
is_ours()
{
	if [ "$nsize" = - ]; then
		facts "$dst"
		[ "$f_kind" = - ]
	else
		is_content "$dst" "$nsize" "$nsum"
	fi
}

# plan_line: one line of the journal's table; in_list tells whether pkgrm
# handed the path to us.
plan_line()
{
	[ $status = applied ] || return 0
	target "$path"
	client "$path"
	# without any owner it is ours, as after conflict=nochange at pkgadd
	g_owned=no
	if [ "$in_list" = no -a "$of" = - -a "$nsize" != - ]; then
		owned_by -p "$c_path" || return 1
		read g_first g_type g_rest <"$work/owned"
		case $g_first.$g_type in
		..)	;;
		*.edit*)
			complain "restore: $path is missing in the list of" \
			    "pkgrm"
			return 1 ;;
		*)	g_owned=yes ;;
		esac
	fi
	if [ $g_owned = yes ]; then
		say "$path is its package's own again; its saved original" \
		    "is dropped"
		return 0
	fi
	if [ $gone = yes ]; then
		if [ "$nsize" != - ] && is_ours; then
			stage_drop "$path" || return 1
			return 0
		fi
		facts "$dst"
		[ "$f_kind" = - ] || say "$path is left as it is"
		return 0
	fi
	facts "$dst" || return 1
	case $kind.$f_kind in
	absent.-)
		return 0 ;;
	absent.f)
		is_ours || {
			complain "restore: $path has changed since"
			return 1
		}
		stage_drop "$path" ;;
	file.-)
		stage_old ;;
	file.f)
		if is_ours; then
			stage_old
		else
			is_content "$dst" "$osize" "$osum" || {
				complain "restore: $path has changed since"
				return 1
			}
			# done by a run that was killed; its other names follow
			printf '%s\n' "$inode $dst" >>"$work/groups"
		fi ;;
	*)
		complain "restore: $dst is not a plain file any more"
		return 1 ;;
	esac
}

# journal_lines LIST: the journal's table into $work/back, each line with yes
# or no in front: is the path in the list of full names?  Without a list all
# are.
journal_lines()
{
	journal_table >"$work/journal.table" || return 1
	J_BASE=$root$base J_ROOT=$root $awk '
	FILENAME == list {
		gsub(/\/\/*/, "/", $1)
		listed[$1] = 1
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	{
		at = substr($1, 1, 1) == "/" ? ENVIRON["J_ROOT"] $1 : \
		    ENVIRON["J_BASE"] "/" $1
		gsub(/\/\/*/, "/", at)
		print ((list == "" || at in listed) ? "yes" : "no"), $0
	}
	END {
		if (whole)
			print "."
	}' list="$1" ${1+"$1"} "$work/journal.table" |
	    sed 's/\\/\\\\/g' >"$work/back"
	complete "$work/back" || {
		failed_tool "$awk"
		return 1
	}
}

# plan_restore [LIST]: nothing is changed by it.
plan_restore()
{
	number=0 z_last=
	: >"$work/todo"
	: >"$work/undo"
	: >"$work/groups"
	journal_lines ${1+"$1"} || return 1
	exec 3<"$work/back"
	while read in_list path status kind slot mode uid gid links inode \
	    mtime osize osum nsize nsum of <&3; do
		[ "X$in_list" = X. ] && break
		plan_line || {
			exec 3<&-
			return 1
		}
	done
	exec 3<&-
}

# restored: what the journal says afterwards.
restored()
{
	$awk 'NF > 1 { print "undo", $1 }' "$work/journal.table" \
	    >"$work/undone" && notes "$work/undone" &&
	    note service settled && sync
}
