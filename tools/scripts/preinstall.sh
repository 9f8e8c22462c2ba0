# preinstall: the checks again, as root; then the journal begins.

# take_types: what checkinstall has left in a directory of its account, into the
# journal.  Nothing but a letter and a class is believed, of paths of the patch.
take_types()
{
	set x "$root/var/tmp/$PKGINST.types".*
	[ -d "$2" ] || return 0
	facts "$work" || return 1
	h_own=$f_uid h_passwd=/dev/null
	[ -r "$root/etc/passwd" ] && h_passwd=$root/etc/passwd
	h_users=`$awk -F: '
	$1 == "install" || $1 == "noaccess" || $1 == "nobody" {
		users = users " " $3
	}
	END { print users, "." }' "$h_passwd"`
	case $h_users in
	*' .')	h_users=" $h_own$h_users" ;;
	*)	failed_tool "$awk"
		return 1 ;;
	esac
	for h_dir in "$root/var/tmp/$PKGINST.types".*; do
		[ -d "$h_dir" -a ! -h "$h_dir" ] || continue
		# in it, since its owner can give the name to something else
		cd "$h_dir"
		[ -f types -a ! -h types ] || continue
		facts . || return 1
		case $h_users in
		*" $f_uid "*)	;;
		*)	continue ;;
		esac
		h_said=`$awk "$a_lib"'
		BEGIN {
			out = ENVIRON["P_WORK"] "/lines"
			printf "" >out
		}
		FILENAME == table {
			mine[substr(rel($1), 2)] = $1
			next
		}
		NF == 1 { whole = $1 == "." }
		NF == 4 && $1 in mine && $2 ~ /^[fevldx]$/ && \
		    $3 ~ /^[A-Za-z0-9_.]+$/ && length($3) < 65 {
			print "type", mine[$1], "type=" $2, "class=" $3, \
			    "target=" $4 >out
		}
		END {
			if (whole && sealed(out))
				print "whole ."
		}' table="$work/table" "$work/table" types`
		whole "$h_said" && notes "$work/lines" || return 1
		rm -f types
		cd "$root/"
		rmdir "$h_dir"
	done
	cd "$root/"
	return 0
}

as_root=yes
[ -d "$PKGSAV" ] || mkdir "$PKGSAV" || exit 1
adopt_state || exit 1
[ -d "$state" ] || mkdir "$state" || exit 1
make_work "$state/work"
data=$pkgdir/install/patchfiles

set_base "${CLIENT_BASEDIR:-/}"
parameter "$PATCH_BASE" BASEDIR
plain "$p_value"
base_dir=$p_plain
[ "X$base_dir" = "X$base" ] ||
    finding "basedir: $PATCH_BASE is in ${base_dir:-/}, not in ${base:-/}"

check_all "$data"
if [ $findings = yes ]; then
	complain "$name is refused for the reasons above; no file was changed"
	exit 1
fi

begin_journal install "$PKGINST" "level=$PATCH_LEVEL" "build=$PATCH_BUILD" \
    "date=$PATCH_DATE" "base=$PATCH_BASE" "basedir=${base:-/}" || exit 1
note_below && take_types && save_times || exit 1
exit 0
