# Patches on top of each other.

# on_top: t_packages, those of newer patches that lie on files of this one.
on_top()
{
	echo "below $PKGINST ." >"$work/last"
	t_packages=
	t_last=
	for t_file in `grep -l "below $PKGINST \\.\$" \
	    "$packages"/*/save/patch/journal "$work/last" 2>/dev/null`; do
		t_last=$t_file
		[ "X$t_file" = "X$work/last" ] && continue
		plain "$t_file"
		plain "$p_parent"
		plain "$p_parent"
		plain "$p_parent"
		[ "X$p_last" = "X$PKGINST" ] ||
		    t_packages="$t_packages $p_last"
	done
	[ "X$t_last" = "X$work/last" ] || failed_tool grep
}

# note_below: once, the installed patches that share a path with this one.
note_below()
{
	patches_of_base || return 1
	for t_package in $b_packages; do
		t_journal=$packages/$t_package/save/patch/journal
		[ -f "$t_journal" ] || continue
		# below us already, or on top, or does a path occur in both?
		t_case=`$awk '
		FILENAME == data {
			if ($1 !~ /^#/)
				mine[$1] = 1
			next
		}
		$NF != "." { next }
		FILENAME == journal {
			if ($2 == "below" && $3 == it)
				known = 1
			next
		}
		$2 == "below" && $3 == me { known = 1 }
		$2 == "apply" && $3 in mine { shared = 1 }
		END { print (known || !shared) ? "no ." : "yes ." }
		' data="$data" journal="$journal" me="$PKGINST" \
		    it="$t_package" "$data" "$journal" "$t_journal"`
		case $t_case in
		'yes .')
			note below "$t_package" || return 1 ;;
		'no .')	;;
		*)	complain "utility: $awk fails"
			return 1 ;;
		esac
	done
	return 0
}
