# postinstall: verifies; the package's own part follows.

data=$pkgdir/install/patchfiles
set_base "${CLIENT_BASEDIR:-/}"
make_work "$state/work"
set_originals || exit 1
no_start=no gone=no

# verify: all files are those of the patch.
verify()
{
	file_table "$data" && survey "$work/table" || return 1
	v_said=`$awk "$a_lib"'
	BEGIN { wrong = ENVIRON["P_WORK"] "/wrong" }
	FILENAME == about {
		now[$1] = $2 " " $7 " " $9
		next
	}
	NF == 1 { next }
	{
		n++
		c = now[rel($1)]
		if ($2 == "delete" ? c !~ /^n / : c != "f " $6 " " $7) {
			print twice($1) >wrong
			bad = 1
		}
	}
	END {
		print "." >wrong
		print n + 0, (bad ? "bad" : "good"), "."
	}' about="$work/facts" "$work/facts" "$work/table"`
	set x $v_said
	[ "X${4-}" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	files=$2
	[ $3 = good ] && return 0
	exec 4<"$work/wrong"
	while read v_path <&4; do
		[ "X$v_path" = X. ] ||
		    complain "verify: $v_path is not as it should be"
	done
	exec 4<&-
	return 1
}

# put_back: after a failure; ends the script.
put_back()
{
	complain "$name: $1; the old files are put back"
	plan_restore && stage_all && prepare_times && exchange && restored
	clean_stages
	give_times "$state/times"
	note failed
	exit 1
}

# disown: files that the patch deletes leave the package database, or pkgchk
# would miss them.  The journal keeps whose they were.
disown()
{
	d_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/asked.paths" }
	NF > 1 && $2 == "delete" {
		print substr(rel($1), 2) >out
		n++
	}
	END { print n + 0, "." }' "$work/table"`
	case $d_said in
	'0 .')	return 0 ;;
	*[0-9]\ .)	;;
	*)	failed_tool "$awk"
		return 1 ;;
	esac
	owned_by -i "$work/asked.paths" || return 1
	d_said=`$awk "$a_lib"'
	BEGIN {
		lines = ENVIRON["P_WORK"] "/lines"
		list = ENVIRON["P_WORK"] "/removed"
		printf "" >lines
	}
	NF > 1 {
		print "disown", pathof("." $1), "owner=" $3 >lines
		if (!($3 in seen)) {
			seen[$3] = 1
			owner[++n] = $3
		}
		path[++m] = $1
		whose[m] = $3
	}
	END {
		for (i = 1; i <= n; i++) {
			group(list, "0 . removef " owner[i])
			for (j = 1; j <= m; j++)
				if (whose[j] == owner[i])
					put(list, path[j])
			group(list, "0 . removef -f")
			put(list, owner[i])
		}
		finish(list)
		print "whole ."
	}' "$work/owned"`
	[ "X$d_said" = 'Xwhole .' ] || {
		failed_tool "$awk"
		return 1
	}
	notes "$work/lines" && run_list "$work/removed" >/dev/null
}

ready || exit 1
verify || put_back "the files are not as they should be"
disown || put_back "the package database does not let deleted files go"
