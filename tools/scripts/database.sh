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
# the map; without it there is what checkinstall found, and the rest are plain
# files of class none.
map_of()
{
	class_of "$1"
	a_map=$packages/$1/save/pspool/$1/pkgmap
	parameter "$1" BASEDIR
	plain "$p_value"
	[ -f "$a_map" ] || a_map=/dev/null
	a_said=`A_BASE=$p_plain $awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/lines" }
	# what checkinstall found
	FILENAME == journal {
		if ($NF == "." && $2 == "type" && NF == 7) {
			at = substr(rel($3), 2)
			its_class[at] = substr($5, 7)
			was[at] = its_class[at] " " substr($4, 6) " ? ? ? " \
			    ($6 == "target=-" ? "?" : substr($6, 8))
		}
		next
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
			print $1, ($1 in its_class ? its_class[$1] : \
			    class != "" ? class : "none"), $3, $4, $5, $6, \
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
	}' journal="$journal" map="$a_map" owner="$1" class="$a_class" \
	    "$journal" "$a_map" "$work/owners"`
	whole "$a_said"
}
