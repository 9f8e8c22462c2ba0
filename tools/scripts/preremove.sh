# preremove: refuses before anything is touched.

adopt_state || exit 1

# check_line: can this file be given back?
check_line()
{
	[ $status = applied ] || return
	target "$path"
	facts "$dst"
	if [ "$nsize" = - ]; then
		[ "$f_kind" = - ] && return
	else
		case $f_kind in
		-)	return ;;
		f)	is_content "$dst" "$nsize" "$nsum" && return ;;
		esac
	fi
	[ $kind = file ] && is_content "$dst" "$osize" "$osum" && return
	client "$path"
	owned_by -p "$c_path" || return
	exec 4<"$work/owned"
	read d_path d_type d_owner <&4
	exec 4<&-
	case $d_type in
	edit*)	;;
	*)	# the base was installed again
		[ "$of" = - ] && return ;;
	esac
	finding "changed: $path is not what this patch installed"
}

# check_original: is what we need for it there?
check_original()
{
	[ $status.$kind = applied.file ] || return
	compute $need_new + $osize / 1024 + 1
	need_new=$n_value
	is_content "$originals/$slot" "$osize" "$osum" && return
	target "$path"
	is_content "$dst" "$osize" "$osum" && return
	finding "original: the saved $path is damaged or gone"
}

check_removal()
{
	on_top
	for k_package in $t_packages; do
		finding "later: $k_package lies on top; remove it first"
	done
	patches_of_base
	for k_package in $b_packages; do
		parameter "$k_package" PATCH_REQUIRES
		for k_item in $p_value; do
			case $k_item in
			"$PKG"|"$PKG":*) finding \
			    "later: $k_package requires this patch" ;;
			esac
		done
	done
	journal_lines || return
	need_old=0 need_new=0
	exec 3<"$work/back"
	while read in_list path status kind slot mode uid gid links inode \
	    mtime osize osum nsize nsum of <&3; do
		[ "X$in_list" = X. ] && break
		check_line
		check_original
	done
	exec 3<&-
	backup=$state
	check_room
	check_service
	[ $findings = no ] && check_quiet
}

if [ -f "$journal" ]; then
	make_work "$state/work"
	set_base "${CLIENT_BASEDIR:-/}"
	set_originals || exit 1
	if present "$PATCH_BASE"; then
		installed "$PATCH_BASE" ||
		    finding "base: $PATCH_BASE is only partially installed"
		check_removal
	else
		say "base: $PATCH_BASE is gone; no file of it is brought back"
	fi
	if [ $findings = yes ]; then
		complain "$name stays for the reasons above;" \
		    "no file was changed"
		exit 1
	fi
fi
