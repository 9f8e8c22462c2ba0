# postremove: gives the base and older patches their lines in the package
# database back, and takes away what the patch made beside its files.

# owners: $work/owners, `path owner' of paths that the database still
# describes as this patch had them, or that a run that was killed may have left
# pending; the owner is the last one but us.  Links are not asked for: installf
# would enter a further name of a file as a file (svr4-packaging 6.13).
owners()
{
	journal_table >"$work/journal.table" || return 1
	O_BASE=$base $awk '
	FILENAME == data && /^#/ { next }
	FILENAME != data && NF == 1 {
		whole = 1
		next
	}
	!($1 in seen) {
		seen[$1] = 1
		print (substr($1, 1, 1) == "/" ? $1 : ENVIRON["O_BASE"] "/" $1)
	}
	END {
		if (whole)
			print "."
	}' data="$data" "$data" "$work/journal.table" >"$work/asked"
	complete "$work/asked" && sed '$d' "$work/asked" >"$work/paths" ||
	    return 1
	o_type='^edit'
	last_note give || return 1
	[ -z "$l_note" ] || o_type='^(edit|regular|volatile)'
	owned_by -i "$work/paths" || return 1
	[ -f "$journal" ] || cat /dev/null >"$journal" || return 1
	O_BASE=$base $awk '
	FILENAME != journal && NF == 1 {
		whole = 1
		next
	}
	FILENAME != journal {
		if ($2 ~ type && $3 != me) {
			if (!($1 in owner))
				path[++n] = $1
			owner[$1] = $3
		}
		next
	}
	# what the patch had deleted has no line at all
	$NF == "." && $2 == "disown" {
		at = substr($3, 1, 1) == "/" ? $3 : ENVIRON["O_BASE"] "/" $3
		if (!(($3, $4) in gone))
			print at, substr($4, 7)
		gone[$3, $4] = 1
	}
	END {
		for (i = 1; i <= n; i++)
			print path[i], owner[path[i]]
		if (whole)
			print "."
	}' journal="$journal" me="$PKGINST" type="$o_type" "$work/owned" \
	    "$journal" >"$work/owners"
	complete "$work/owners"
}

# class_of OWNER: a_class when the owner is a patch, whose files have type e and
# a class with a removal script; else empty.
class_of()
{
	parameter "$1" PATCH_CLASS
	a_class=$p_value
	[ -z "$a_class" ] || return
	for a_script in "$packages/$1"/install/r.*; do
		[ -f "$a_script" ] || continue
		# two of them do not tell which one it is
		[ -z "$a_class" ] || {
			a_class=
			return
		}
		plain "$a_script"
		a_ifs=$IFS
		IFS=.
		set $p_last
		IFS=$a_ifs
		a_class=${2-}
	done
}

# map_of OWNER: $work/lines, `path class type mode owner group' as the owner's
# own package map has them.  Solaris 10 and later keep the map; without it the
# product's files are taken for plain ones of class none.
map_of()
{
	class_of "$1"
	a_map=$packages/$1/save/pspool/$1/pkgmap
	parameter "$1" BASEDIR
	plain "$p_value"
	[ -f "$a_map" ] || a_map=/dev/null
	A_BASE=$p_plain $awk '
	FILENAME == map {
		if ($1 ~ /^[0-9]+$/)
			sub(/^[0-9]+ /, "")
		if ($1 !~ /^[fev]$/)
			next
		at = substr($3, 1, 1) == "/" ? $3 : ENVIRON["A_BASE"] "/" $3
		line[at] = $2 " " $1 " " $4 " " $5 " " $6
		next
	}
	$2 == owner {
		if ($1 in line)
			print $1, line[$1]
		else if (class != "")
			print $1, class, "e ? ? ?"
		else
			print $1, "none f ? ? ?"
	}
	NF == 1 { print "." }
	' map="$a_map" owner="$1" class="$a_class" "$a_map" "$work/owners" |
	    sed 's/\\/\\\\/g' >"$work/lines"
	complete "$work/lines"
}

# name_of FILE NUMBER: n_name in a file such as etc/passwd, ? if it has none.
name_of()
{
	n_name=?
	[ -r "$1" ] || return 0
	set x `$awk -F: '$3 == id && name == "" { name = $1 }
	END { print (name == "" ? "?" : name), "." }' id="$2" "$1"`
	[ "X${3-}" = X. ] || return 1
	n_name=$2
}

# give_line: one line of $work/lines.  installf takes size, sum and time from
# the file, and gives it the attributes of the line.
give_line()
{
	facts "$root$c_path" || return 1
	[ "$f_kind" = f ] || return 0
	printf '%s\n' "$f_mode $f_uid $f_gid $c_path" >>"$work/attributes"
	if [ "X$mode" = 'X?' ]; then
		name_of "$root/etc/passwd" "$f_uid" || return 1
		owner=$n_name
		name_of "$root/etc/group" "$f_gid" || return 1
		group=$n_name mode=$f_mode
	fi
	installf -c "$class" "$1" "$c_path" "$type" "$mode" "$owner" \
	    "$group" </dev/null || {
		complain "database: cannot correct the line of $c_path"
		return 1
	}
}

# give_lines OWNER: its lines in the database.  Attributes that an administrator
# had changed are those that the file keeps.
give_lines()
{
	note give "$1" || return 1
	map_of "$1" && sed 's/\\\\/\\/g' "$work/lines" >>"$work/given" ||
	    return 1
	: >"$work/attributes"
	exec 3<"$work/lines"
	g_failed=no
	while read c_path class type mode owner group <&3; do
		[ "X$c_path" = X. ] && break
		give_line "$1" || g_failed=yes
	done
	exec 3<&-
	# without it the lines stay pending
	installf -f "$1" </dev/null || {
		complain "database: cannot finish the lines of $1"
		g_failed=yes
	}
	$awk '{ print } END { print "." }' "$work/attributes" |
	    sed 's/\\/\\\\/g' >"$work/attributes.read"
	complete "$work/attributes.read" || return 1
	exec 3<"$work/attributes.read"
	while read mode uid gid c_path <&3; do
		[ "X$mode" = X. ] && break
		give_back "$root$c_path" "$mode" "$uid" "$gid" - || {
			complain "attributes: cannot give them back to $c_path"
			g_failed=yes
		}
	done
	exec 3<&-
	[ $g_failed = no ]
}

# given: does the database have the lines of $work/given, `path class type ...'?
given()
{
	owned_by -i "$work/paths" || return 1
	g_all=`$awk '
	FILENAME == given {
		if ($3 == "e")
			edited[$1] = 1
		else
			wanted[$1] = 1
		next
	}
	$2 ~ /^edit/ && $1 in wanted && !($1 in edited) { wrong++ }
	END { print wrong + 0, "wrong ." }
	' given="$work/given" "$work/given" "$work/owned"`
	[ "X$g_all" = 'X0 wrong .' ] && return 0
	complain "database: it does not take the lines back"
	return 1
}

# give_attributes: the same from the journal, for a run after one that was
# killed behind an installf.
give_attributes()
{
	journal_table | sed 's/\\/\\\\/g' >"$work/back"
	complete "$work/back" || return 1
	exec 3<"$work/back"
	while read path status kind slot mode uid gid links inode mtime \
	    size sum rest <&3; do
		[ "X$path" = X. ] && break
		[ $kind = file -a $status != applied ] || continue
		target "$path"
		is_content "$dst" "$size" "$sum" || continue
		give_back "$dst" "$mode" "$uid" "$gid" - || {
			complain "attributes: cannot give them back to $path"
			return 1
		}
	done
	exec 3<&-
}

# take_away: the saved originals, and directories that the patch made.
take_away()
{
	[ -f "$journal" ] || return 0
	set_originals || return 1
	$awk '$NF == "." && $2 == "made" { dir[++n] = $3 }
	END {
		for (i = n; i > 0; i--)
			print dir[i]
		print "."
	}' "$journal" | sed 's/\\/\\\\/g' >"$work/made"
	complete "$work/made" || return 1
	rm -rf "$originals" || return 1
	exec 3<"$work/made"
	while read c_path <&3; do
		[ "X$c_path" = X. ] && break
		[ -d "$root$c_path" -a ! -h "$root$c_path" ] &&
		    rmdir "$root$c_path" 2>/dev/null
	done
	exec 3<&-
	return 0
}

# failed: the files are right already; another pkgrm finishes.
failed()
{
	complain "$name: a utility fails; pkgrm again, after the reason is" \
	    "gone, finishes the removal"
	exit 1
}

data=$pkgdir/install/patchfiles
set_base "${CLIENT_BASEDIR:-/}"
[ -d "$PKGSAV" ] || mkdir "$PKGSAV" || exit 1
[ -d "$state" ] || mkdir "$state" || exit 1
make_work "$state/work"
if present "$PATCH_BASE"; then
	owners || failed
	set x `$awk 'NF == 1 { print }
	NF > 1 && !($2 in seen) {
		seen[$2] = 1
		print $2
	}' "$work/owners"`
	shift
	: >"$work/given"
	last=
	for package do
		last=$package
		[ "X$package" = X. ] || give_lines "$package" || failed
	done
	[ "X$last" = X. ] && given || failed
	give_attributes || failed
fi
take_away || failed
exit 0
