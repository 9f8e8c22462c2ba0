# preremove: refuses before anything is touched.

adopt_state || exit 1

# check_back: can each file be given back, and is what we need for it there?
check_back()
{
	journal_lines && survey "$work/journal.table" && ask_owners &&
	    archives || return
	$awk "$a_lib"'
	FILENAME == bads {
		is_bad[$1] = 1
		next
	}
	FILENAME == about {
		fact[$1] = $0
		next
	}
	FILENAME == owned {
		if (NF > 1)
			type[$1] = $2
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	$3 != "applied" { next }
	{
		name = rel($2)
		split(fact[name], f, " ")
		c = f[7] " " f[9]
		was = $4 == "file" && (f[2] == "f" || f[2] == "l") && \
		    c == $11 " " $12
		if ($4 == "file") {
			need += kilo($11)
			if ($5 in is_bad && !was)
				print "original", twice($2)
		}
		if (f[2] == "n" || was || \
		    $13 != "-" && c == $13 " " $14)
			next
		# the base was installed again
		if ($15 == "-" && $16 != "script" && type[substr(name, 2)] !~ /^edit/ && \
		    $13 != "-")
			next
		print "changed", twice($2)
	}
	END {
		if (whole) {
			print "need", need + 0
			print "."
		}
	}' bads="$work/bad" about="$work/facts" owned="$work/owned" \
	    "$work/bad" "$work/facts" "$work/owned" "$work/back" \
	    >"$work/judged"
	complete "$work/judged" || {
		failed_tool "$awk"
		return
	}
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
