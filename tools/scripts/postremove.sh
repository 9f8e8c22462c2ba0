# postremove: gives the base and older patches their lines in the package
# database back, and takes away what the patch made beside its files.

# owners: $work/owners, `path owner' of paths that the database still
# describes as this patch had them, or that a run that was killed may have left
# pending; the owner is the last one but us.  Links are not asked for: installf
# would enter a further name of a file as a file (svr4-packaging 6.13).
owners()
{
	{
		$awk '!/^#/ { print $1 }' "$data"
		journal_table | $awk '{ print $1 }'
	} | sort -u | O_BASE=$base $awk '{
		print (substr($1, 1, 1) == "/" ? $1 : ENVIRON["O_BASE"] "/" $1)
	}' >"$work/paths"
	o_type='^edit'
	[ -z "`last_note give`" ] || o_type='^(edit|regular|volatile)'
	tool pkgchk -l -i "$work/paths" | owners_in | $awk '
	$2 ~ type && $3 != me { owner[$1] = $3 }
	END {
		for (path in owner)
			print path, owner[path]
	}' me="$PKGINST" type="$o_type" | sort >"$work/owners"
	[ -f "$journal" ] || return
	# what the patch had deleted has no line at all
	O_BASE=$base $awk '$NF == "." && $2 == "disown" {
		print (substr($3, 1, 1) == "/" ? $3 : ENVIRON["O_BASE"] "/" $3),
		    substr($4, 7)
	}' "$journal" | sort -u >>"$work/owners"
}

# class_of OWNER: a_class when the owner is a patch, whose files have type e and
# a class with a removal script; else empty.
class_of()
{
	a_class=`parameter "$1" PATCH_CLASS`
	[ -z "$a_class" ] || return
	for a_script in "`dirname "$pkgdir"`/$1"/install/r.*; do
		[ -f "$a_script" ] || continue
		# two of them do not tell which one it is
		[ -z "$a_class" ] || {
			a_class=
			return
		}
		a_class=`basename "$a_script" | sed 's/^r\.//'`
	done
}

# map_of OWNER: $work/lines, `path class type mode owner group' as the owner's
# own package map has them.  Solaris 10 and later keep the map; without it the
# product's files are taken for plain ones of class none.
map_of()
{
	class_of "$1"
	a_map=`dirname "$pkgdir"`/$1/save/pspool/$1/pkgmap
	a_base=`parameter "$1" BASEDIR`
	[ -f "$a_map" ] || a_map=/dev/null
	A_BASE=`printf '%s\n' "$a_base" | sed 's,//*$,,'` $awk '
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
	}' map="$a_map" owner="$1" class="$a_class" "$a_map" "$work/owners" |
	    sed 's/\\/\\\\/g' >"$work/lines"
}

# name_of FILE NUMBER: n_name in a file such as etc/passwd, ? if it has none.
name_of()
{
	n_name=`$awk -F: '$3 == id { print $1; exit }' id="$2" "$1" \
	    2>/dev/null`
	n_name=${n_name:-?}
}

# give_line: one line of $work/lines.  installf takes size, sum and time from
# the file, and gives it the attributes of the line.
give_line()
{
	facts "$root$c_path"
	[ "$f_kind" = f ] || return 0
	printf '%s\n' "$f_mode $f_uid $f_gid $c_path" >>"$work/attributes"
	if [ "X$mode" = 'X?' ]; then
		name_of "$root/etc/passwd" "$f_uid"
		owner=$n_name
		name_of "$root/etc/group" "$f_gid"
		group=$n_name mode=$f_mode
	fi
	installf -c "$class" "$1" "$c_path" "$type" "$mode" "$owner" \
	    "$group" </dev/null ||
	    complain "database: cannot correct the line of $c_path"
}

# give_lines OWNER: its lines in the database.  Attributes that an administrator
# had changed are those that the file keeps.
give_lines()
{
	note give "$1" || return 1
	map_of "$1"
	: >"$work/attributes"
	exec 3<"$work/lines"
	while read c_path class type mode owner group <&3; do
		give_line "$1"
	done
	exec 3<&-
	# without it the lines stay pending
	installf -f "$1" </dev/null ||
	    complain "database: cannot finish the lines of $1"
	sed 's/\\/\\\\/g' "$work/attributes" >"$work/attributes.read"
	exec 3<"$work/attributes.read"
	while read mode uid gid c_path <&3; do
		give_back "$root$c_path" "$mode" "$uid" "$gid" - ||
		    complain "attributes: cannot give them back to $c_path"
	done
	exec 3<&-
}

# give_attributes: the same from the journal, for a run after one that was
# killed behind an installf.
give_attributes()
{
	journal_table | sed 's/\\/\\\\/g' >"$work/back"
	exec 3<"$work/back"
	while read path status kind slot mode uid gid links inode mtime \
	    size sum rest <&3; do
		[ $kind = file -a $status != applied ] || continue
		target "$path"
		is_content "$dst" "$size" "$sum" || continue
		give_back "$dst" "$mode" "$uid" "$gid" - ||
		    complain "attributes: cannot give them back to $path"
	done
	exec 3<&-
}

# take_away: the saved originals, and directories that the patch made.
take_away()
{
	[ -f "$journal" ] || return 0
	set_originals
	rm -rf "$originals"
	$awk '$NF == "." && $2 == "made" { dir[++n] = $3 }
	END { for (i = n; i > 0; i--) print dir[i] }' "$journal" |
	    sed 's/\\/\\\\/g' >"$work/made"
	exec 3<"$work/made"
	while read c_path <&3; do
		[ -d "$root$c_path" -a ! -h "$root$c_path" ] &&
		    rmdir "$root$c_path" 2>/dev/null
	done
	exec 3<&-
}

data=$pkgdir/install/patchfiles
set_base "${CLIENT_BASEDIR:-/}"
[ -d "$PKGSAV" ] || mkdir "$PKGSAV" || exit 1
[ -d "$state" ] || mkdir "$state" || exit 1
make_work "$state/work"
if present "$PATCH_BASE"; then
	owners
	for package in `$awk '{ print $2 }' "$work/owners" | sort -u`; do
		give_lines "$package" || exit 1
	done
	give_attributes
fi
take_away
exit 0
