# Saved originals.  They have numbers for names; the journal tells which is
# which, and keeps the attributes too: pkgadd copies $PKGSAV with a plain
# cp -r when a second installation is refused, so those of the copies are lost.

# set_originals: originals, the directory that the journal names.
set_originals()
{
	last_note backup || return 1
	case $l_note in
	''|-)	originals=$state/original ;;
	*)	originals=$root$l_note ;;
	esac
}

# make_ways PATH: makes the directories of a path as the target sees it; each
# is noted first, so that the removal takes it away if it is empty.
make_ways()
{
	w_at=
	w_ifs=$IFS
	IFS=/
	set -f
	set x $1
	set +f
	IFS=$w_ifs
	shift
	for w_step do
		[ -n "$w_step" ] || continue
		w_at=$w_at/$w_step
		[ -d "$root$w_at" ] && continue
		note made "$w_at" || return 1
		mkdir "$root$w_at" || return 1
	done
}

# choose_originals: where this patch keeps them, the same place for ever.
choose_originals()
{
	last_note backup || return 1
	if [ -z "$l_note" ]; then
		o_name=-
		if [ -n "$PATCH_BACKUP" ]; then
			make_ways "$PATCH_BACKUP" || return 1
			o_name=$PATCH_BACKUP/$PKGINST
			o_turn=0
			while [ -d "$root$o_name" ]; do
				compute $o_turn + 1 || return 1
				o_turn=$n_value
				o_name=$PATCH_BACKUP/$PKGINST.$o_turn
			done
		fi
		note backup "$o_name" || return 1
	fi
	set_originals || return 1
	[ -d "$originals" ] && return 0
	[ "X$originals" = "X$state/original" ] || {
		plain "$l_note"
		make_ways "$p_parent" || return 1
	}
	# others may not read originals whose directories kept them out
	( umask 077; mkdir "$originals" )
}

# next_slot: slot, a name that nothing has.
next_slot()
{
	[ -n "$slots" ] || slots=0
	compute "$slots" + 1 || return 1
	while [ -f "$originals/$n_value" ]; do
		compute "$n_value" + 1 || return 1
	done
	slots=$n_value slot=$n_value
}

# save_file NAME PATH [MEMBER]: copies the file, verifies the copy and leaves
# the line for the journal in $work/saves.
save_file()
{
	facts "$1"
	content "$1"
	# both have to tell the same size
	[ "$f_kind" = f -a -n "$c_sum" -a "X$c_size" = "X$f_size" ] || {
		complain "save: cannot read $1"
		return 1
	}
	next_slot || return 1
	v_sum=$c_sum v_size=$c_size
	copy "$1" "$originals/$slot" && touch -r "$1" "$originals/$slot" || {
		complain "save: cannot copy $1 to $originals"
		return 1
	}
	is_content "$originals/$slot" "$v_size" "$v_sum" &&
	    is_content "$1" "$v_size" "$v_sum" || {
		complain "save: $1 changes while it is copied"
		return 1
	}
	modified "$originals" "$slot" && build_in "$1" || return 1
	printf '%s\n' "save $2 slot=$slot mode=$f_mode uid=$f_uid\
 gid=$f_gid links=$f_links inode=$f_inode mtime=$t_mtime size=$v_size\
 cksum=$v_sum build=${b_build:--}${3+ of=$3}" >>"$work/saves"
}

# follows NAME: should another name of a replaced file get the new contents?
# Yes, unless the package database has it as a file in its own right.
follows()
{
	case $1 in
	*/."$PKGINST".[0-9]*/*)	return 1 ;;
	esac
	set x `H_ROOT=$root H_BASE=$base H_NAME=$1 $awk '
	BEGIN {
		client = substr(ENVIRON["H_NAME"], length(ENVIRON["H_ROOT"]) + 1)
		path = client
		if (ENVIRON["H_BASE"] != "")
			path = substr(client, length(ENVIRON["H_BASE"]) + 2)
	}
	$1 == path || $1 == client { found = 1 }
	END { print client, path, (found ? "yes" : "no"), "." }' "$data"`
	[ "X${5-}" = X. ] || {
		failed_tool "$awk"
		return 2
	}
	h_client=$2 h_path=$3
	[ $4 = yes ] && return 1
	owned_by -p "$h_client" || return 2
	# the first word of a line is the path, the second its type
	h_type=
	exec 5<"$work/owned"
	read h_first h_type h_more <&5
	exec 5<&-
	case $h_first.$h_type in
	..)	return 0 ;;
	esac
	case $h_type in
	hard|link*|symbolic)	return 0 ;;
	esac
	return 1
}

# save_members NAME PATH: the further names of a file.
save_members()
{
	names_of "$f_inode" || return 1
	exec 4<"$work/names"
	while read h_member <&4; do
		[ "X$h_member" = X. ] && break
		[ "X$h_member" = "X$1" ] && continue
		follows "$h_member" || {
			[ $? -eq 1 ] || return 1
			continue
		}
		save_file "$h_member" "$h_path" "$2" || return 1
	done
	exec 4<&-
}

# save_line: one line of the table.  An original that is still what stands
# there, or that the patch has replaced, is never saved again.
save_line()
{
	target "$path"
	facts "$dst" || return 1
	case $status.$kind in
	applied.file)
		is_content "$originals/$slot" "$osize" "$osum" && return 0
		is_content "$dst" "$osize" "$osum" || {
			complain "save: the original of $path is damaged"
			return 1
		} ;;
	applied.absent)
		return 0 ;;
	kept.file|undone.file)
		is_content "$dst" "$osize" "$osum" &&
		    is_content "$originals/$slot" "$osize" "$osum" &&
		    return 0 ;;
	kept.absent|undone.absent)
		[ "$f_kind" = - ] && return 0 ;;
	esac
	if [ "$f_kind" = - ]; then
		printf '%s\n' "absent $path" >>"$work/saves"
		return 0
	fi
	v_links=$f_links
	save_file "$dst" "$path" || return 1
	[ "$v_links" -gt 1 ] || return 0
	save_members "$dst" "$path"
}

# save_all: nothing has been changed yet when this ends.
save_all()
{
	slots=
	: >"$work/saves"
	exec 3<"$work/table"
	while read path action mode owner group size sum build status kind \
	    osize osum slot nsize nsum known <&3; do
		[ "X$path" = X. ] && break
		save_line || return 1
	done
	exec 3<&-
	[ -s "$work/saves" ] || return 0
	# copies first, then the lines that vouch for them
	sync
	notes "$work/saves" || return 1
	sync
}
