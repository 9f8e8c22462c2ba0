# preremove: refuses before anything is touched.

adopt_state || exit 1

# check_back: can each file be given back, and is what we need for it there?
check_back()
{
	journal_lines && survey "$work/journal.table" && ask_owners &&
	    archives || return
	$awk "$a_lib$a_back"'
	{
		if ($4 == "file" && $12 != "/") {
			need += kilo($11)
			if ($5 in is_bad && !was)
				print "original", twice($2)
		}
		# a directory that was something else has to be empty for that
		if (ours && f[2] == "d" && $4 == "file" && $12 != "/")
			print twice(name) >emptied
		else if ($4 == "absent")
			print twice(name) >leaving
		if (f[2] == "n" || was || ours)
			next
		# the base was installed again
		if (object && type[substr(name, 2)] !~ /^edit/)
			next
		print "changed", twice($2)
	}
	END {
		print "." >emptied
		print "." >leaving
		if (whole) {
			print "need", need + 0
			print "."
		}
	}' bads="$work/bad" about="$work/facts" owned="$work/owned" \
	    emptied="$work/emptied" leaving="$work/leaving" "$work/bad" "$work/facts" "$work/owned" "$work/back" \
	    >"$work/judged"
	complete "$work/judged" || return
	exec 3<"$work/judged"
	while read k_kind k_path <&3; do
		case $k_kind in
		original)
			finding "original: the saved $k_path is damaged or gone" ;;
		changed)
			finding "changed: $k_path is not what this patch" \
			    "installed" ;;
		need)	need_new=$k_path ;;
		esac
	done
	exec 3<&-
	will_be_empty
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
	need_old=0 need_new=0
	check_back
	backup=$state
	check_room
	check_service
	[ $findings = no ] && check_quiet
}

if [ -f "$journal" ]; then
	make_work "$state/work"
	set_base "${CLIENT_BASEDIR:-/}"
	set_originals && enter || exit 1
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
