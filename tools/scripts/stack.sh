# Patches on top of each other.

# on_top: the packages of newer patches that lie on files of this one.
on_top()
{
	grep -l "below $PKGINST \\.\$" \
	    "`dirname "$pkgdir"`"/*/save/patch/journal 2>/dev/null |
	    sed 's,/save/patch/journal$,,
s,.*/,,' | grep -v "^$PKGINST\$"
}

# note_below: once, the installed patches that share a path with this one.
note_below()
{
	$awk '!/^#/ { print $1 }' "$data" | sort >"$work/mine"
	for t_package in `patches_of_base`; do
		t_journal=`dirname "$pkgdir"`/$t_package/save/patch/journal
		[ -f "$t_journal" ] || continue
		grep " below $t_package \\.\$" "$journal" >/dev/null &&
		    continue
		grep " below $PKGINST \\.\$" "$t_journal" >/dev/null &&
		    continue
		$awk '$2 == "apply" { print $3 }' "$t_journal" |
		    sort -u >"$work/theirs"
		[ -n "`comm -12 "$work/mine" "$work/theirs" | sed 1q`" ] ||
		    continue
		note below "$t_package" || return 1
	done
	return 0
}
