# Lines of the package database that belong to others.

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

# map_of OWNER: $work/lines, `path class type mode owner group target' as the owner's
# own package map has them, or $work/owners itself.  Solaris 10 and later keep
# the map; without it there is what checkinstall found, and the rest of the
# product's files are taken for plain ones of class none.
map_of()
{
	class_of "$1"
	a_map=$packages/$1/save/pspool/$1/pkgmap
	parameter "$1" BASEDIR
	plain "$p_value"
	[ -f "$a_map" ] || a_map=/dev/null
	a_said=`A_BASE=$p_plain A_TYPES=${PATCH_TYPES-} $awk "$a_lib"'
	BEGIN {
		out = ENVIRON["P_WORK"] "/lines"
		# what checkinstall found
		n = split(ENVIRON["A_TYPES"], word, " ")
		for (i = 1; i <= n; i++)
			if (split(word[i], part, ":") >= 3)
				was[part[1]] = part[3] " " part[2] " ? ? ? " \
				    (part[4] == "" ? "?" : part[4])
	}
	FILENAME == map {
		if ($1 ~ /^[0-9]+$/)
			sub(/^[0-9]+ /, "")
		if ($1 !~ /^[fevsldx]$/)
			next
		target = "?"
		if ($1 == "s" || $1 == "l") {
			target = substr($3, index($3, "=") + 1)
			$3 = substr($3, 1, index($3, "=") - 1)
			$4 = $5 = $6 = "?"
		}
		at = substr($3, 1, 1) == "/" ? $3 : ENVIRON["A_BASE"] "/" $3
		line[at] = $2 " " $1 " " $4 " " $5 " " $6 " " target
		its_class[at] = $2
		next
	}
	$2 == owner {
		if (NF > 5 && $3 != "-")
			print $1, ($1 in line ? its_class[$1] : class != "" ? \
			    class : "none"), $3, $4, $5, $6, \
			    (NF > 6 ? $7 : "?") >out
		else if ($1 in line)
			print $1, line[$1] >out
		else if ($1 in was)
			print $1, was[$1] >out
		else if (class != "")
			print $1, class, "e ? ? ? ?" >out
		else
			print $1, "none f ? ? ? ?" >out
	}
	NF == 1 { whole = 1 }
	END {
		if (whole && sealed(out))
			print "whole ."
	}' map="$a_map" owner="$1" class="$a_class" "$a_map" "$work/owners"`
	whole "$a_said"
}
