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
	case `tool pkgchk -l -p "$c_path" | sed -n 's/^Type: *//p'` in
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
	need_new=`expr $need_new + $osize / 1024 + 1`
	is_content "$originals/$slot" "$osize" "$osum" && return
	target "$path"
	is_content "$dst" "$osize" "$osum" && return
	finding "original: the saved $path is damaged or gone"
}

check_removal()
{
	for k_package in `on_top`; do
		finding "later: $k_package lies on top; remove it first"
	done
	for k_package in `patches_of_base`; do
		for k_item in `parameter "$k_package" PATCH_REQUIRES`; do
			case $k_item in
			"$PKG"|"$PKG":*) finding \
			    "later: $k_package requires this patch" ;;
			esac
		done
	done
	journal_lines
	need_old=0 need_new=0
	exec 3<"$work/back"
	while read in_list path status kind slot mode uid gid links inode \
	    mtime osize osum nsize nsum of <&3; do
		check_line
		check_original
	done
	exec 3<&-
	backup=$state
	check_room
	check_service
	[ $findings -eq 0 ] && check_quiet
}

if [ -f "$journal" ]; then
	make_work "$state/work"
	set_base "${CLIENT_BASEDIR:-/}"
	set_originals
	if present "$PATCH_BASE"; then
		installed "$PATCH_BASE" ||
		    finding "base: $PATCH_BASE is only partially installed"
		check_removal
	else
		say "base: $PATCH_BASE is gone; no file of it is brought back"
	fi
	if [ $findings -gt 0 ]; then
		complain "$name stays for the reasons above;" \
		    "no file was changed"
		exit 1
	fi
fi
