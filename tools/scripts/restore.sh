# The way back: plans the old files.

z_copy=-pdlm

# journal_lines LIST: the journal's table into $work/back, each line with yes
# or no in front: is the path in the list of full names?  Without a list all
# are.
journal_lines()
{
	journal_table || return 1
	g_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/back" }
	FILENAME == list {
		gsub(/\/\/*/, "/", $1)
		listed[$1] = 1
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	{
		at = full(rel($1))
		gsub(/\/\/*/, "/", at)
		print ((list == "" || at in listed) ? "yes" : "no"), $0 >out
	}
	END {
		if (whole && sealed(out))
			print "whole ."
	}' list="${1-}" ${1+"$1"} "$work/journal.table"`
	whole "$g_said"
}

# What awk programs about $work/back begin with.  Its lines are
#	in_list path status kind slot mode uid gid links inode size sum newsize
#	newsum of by
# and the tables about it come first.  Of each path that the patch has changed
# there are then its name, facts f and contents c, and whether it is an object
# of the package (pkgadd and pkgrm know it), still ours, or as it was before.
a_back='
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
		object = $13 != "-" && $15 == "-" && $16 == "-"
		ours = $13 == "-" ? f[2] == "n" : c == $13 " " $14
		was = f[2] ~ /^[fld]$/ && c == $11 " " $12
	}
'

# ask_owners: $work/owned, of the paths in doubt
ask_owners()
{
	g_said=`$awk "$a_lib$a_back"'
	BEGIN {
		out = ENVIRON["P_WORK"] "/asked.paths"
		printf "" >out
	}
	object && ($1 == "no" || !ours && f[2] != "n") {
		print substr(name, 2) >out
		n++
	}
	END {
		if (whole)
			print n + 0, "."
	}' about="$work/facts" "$work/facts" "$work/back"`
	counted "$g_said" || return 1
	if [ "$n_count" -eq 0 ]; then
		echo . >"$work/owned"
	else
		owned_by -i "$work/asked.paths"
	fi
}

# plan_restore [LIST]: nothing is changed by it; LIST has what pkgrm left to us.
plan_restore()
{
	journal_lines ${1+"$1"} && survey "$work/journal.table" &&
	    ask_owners && archives || return 1
	g_said=`$awk "$a_lib$a_back"'
	function tell(kind, text) {
		print kind, twice(text) >messages
		if (kind == "error")
			bad = 1
	}
	function drop() {
		print (f[2] == "d" ? "rmdir" : "drop"), name, $2, \
		    "- - ? ? ?" >plan
	}
	function bring_directory() {
		if (f[2] == "f" || f[2] == "l")
			drop()
		print (f[2] == "d" ? "set" : "mkdir"), name, $2, $11, $12, \
		    $6, $7, $8 >plan
	}
	function bring() {
		if ($5 in is_bad) {
			tell("error", $2 " cannot be restored: its original " \
			    "is damaged or gone")
			return
		}
		if (f[2] == "d")
			print "clear", name, $2, "- - ? ? ?" >plan
		if ($12 ~ /^@/)
			print "put", name, $2, $11, $12, "? ? ?" >plan
		else
			print "put", name, $2, $11, $12, $6, $7, $8 >plan
		print name, ($12 ~ /^@/ ? 1 : $9), $10, $11, $12, \
		    ($15 == "-" ? "-" : rel($15)) >wanted
		slot[$5] = 1
	}
	BEGIN {
		w = ENVIRON["P_WORK"] "/"
		plan = w "plan"
		messages = w "messages"
		wanted = w "wanted"
		extract = w "extract"
		inplace = w "inplace"
		printf "" >plan
		printf "" >wanted
		printf "" >extract
		printf "" >inplace
		print "begin" >messages
	}
	{
		if ($1 == "no" && object && substr(name, 2) in type) {
			if (type[substr(name, 2)] ~ /^edit/)
				tell("error", $2 \
				    " is missing in the list of pkgrm")
			else
				tell("say", $2 " is its own again; its saved")
			next
		}
		if (gone == "yes") {
			if ($16 == "-" && $13 != "-" && ours)
				drop()
			else if (f[2] != "n")
				tell("left", $2 " is left as it is")
			next
		}
		if (f[2] == "o" || f[2] == "d" && !ours && !was)
			tell("error", $2 " is not a plain file any more")
		else if ($4 == "absent") {
			if (f[2] == "n")
				next
			if (ours)
				drop()
			else
				tell("error", $2 " has changed since")
		} else if ($12 == "/" && (f[2] == "n" || ours || was))
			bring_directory()
		else if (f[2] == "n" || ours)
			bring()
		else if (was)
			# done by a run that was killed; its other names follow
			print $10, name >inplace
		else
			tell("error", $2 " has changed since")
	}
	END {
		print "." >plan
		print "." >wanted
		print "." >messages
		for (s in slot)
			print s >extract
		if (whole)
			print (bad ? "bad ." : "good .")
	}' gone="$gone" bads="$work/bad" about="$work/facts" \
	    owned="$work/owned" "$work/bad" "$work/facts" "$work/owned" \
	    "$work/back"`
	case $g_said in
	'good .'|'bad .')	;;
	*)	failed_tool "$awk"
		return 1 ;;
	esac
	exec 4<"$work/messages"
	while read g_kind g_path g_text <&4; do
		case $g_kind in
		error)	complain "restore: $g_path $g_text" ;;
		say)	say "$g_path is its package's own again; its saved" \
			    "original is dropped" ;;
		left)	say "$g_path $g_text" ;;
		esac
	done
	exec 4<&-
	: >"$work/undo"
	[ "X$g_said" = 'Xgood .' ] && find_peers && known_peers &&
	    choose_sources
}

# known_peers: those of which the journal tells, for a root that was copied, so
# that no inode is what it was
known_peers()
{
	$awk '
	$NF == "." && $2 == "peer" { print $3, substr($4, 4) }
	END { print "." }' "$journal" >"$work/peers.table"
	complete "$work/peers.table" || return 1
	survey_more "$work/peers.table"
}

# find_peers: $work/peers, facts of files that stayed where they were and had
# been the same file as one that comes back
find_peers()
{
	echo . >"$work/peers"
	g_said=`$awk "$a_lib"'
	BEGIN { list = ENVIRON["P_WORK"] "/find.list" }
	NF == 1 {
		whole = 1
		next
	}
	$2 > 1 && !($3 in seen) {
		seen[$3] = 1
		if (n % 60 == 0) {
			group(list, "0 . find")
			put(list, "." ENVIRON["P_BASE"] "/")
			put(list, ENVIRON["P_WORK"] "/last")
			put(list, "-xdev")
			put(list, "-name")
			put(list, "last")
			put(list, "-print")
			groups++
		}
		n++
		put(list, "-o")
		put(list, "-type")
		put(list, "f")
		put(list, "-inum")
		put(list, $3)
		put(list, "-print")
	}
	END {
		finish(list)
		if (whole)
			print groups + 0, "."
	}' "$work/wanted"`
	counted "$g_said" || return 1
	[ "$n_count" -ne 0 ] || return 0
	set x $g_said
	g_groups=$2
	: >"$work/last"
	run_list "$work/find.list" | $awk "$a_lib"'
	$0 == ENVIRON["P_WORK"] "/last" {
		ends++
		next
	}
	$0 !~ /[ \t]/ {
		gsub(/\/\/*/, "/")
		print twice($0)
	}
	END {
		if (ends == groups)
			print "."
	}' groups="$g_groups" >"$work/names"
	complete "$work/names" find || return 1
	facts_of 0 . "$work/names" "$work/peers"
}

# choose_sources: $work/sources and $work/linkings for the plan
choose_sources()
{
	g_said=`$awk "$a_lib"'
	BEGIN {
		sources = ENVIRON["P_WORK"] "/sources.from"
		linkings = ENVIRON["P_WORK"] "/linkings"
		printf "" >sources
		printf "" >linkings
	}
	FILENAME == about {
		now[$1] = $7 " " $9
		next
	}
	FILENAME == told {
		if (NF > 1 && rel($1) in now)
			other[rel($2)] = rel($1)
		next
	}
	FILENAME == peers {
		if (NF > 1)
			peer[$8, $7 " " $9] = $1
		next
	}
	FILENAME == inplace {
		peer[$1, now[$2]] = $2
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	{
		k = $4 " " $5
		if ($2 > 1 && ($3, k) in peer && peer[$3, k] != $1)
			print $1, 0, ".", peer[$3, k] >linkings
		else if (($6 == "-" ? $1 : $6) in other && \
		    now[other[$6 == "-" ? $1 : $6]] == k)
			print $1, 0, ".", other[$6 == "-" ? $1 : $6] >linkings
		else
			print $1, ($2 > 1 ? "hard" : "") >sources
	}
	END {
		if (whole)
			print "whole ."
	}' about="$work/facts" told="$work/peers.table" peers="$work/peers" \
	    inplace="$work/inplace" "$work/facts" "$work/peers.table" \
	    "$work/peers" "$work/inplace" "$work/wanted"`
	whole "$g_said"
}

# extract DIRECTORY NUMBER... .: those archives into it; the dot ends the list
extract()
{
	g_to=$1
	shift
	for g_slot do
		[ "X$g_slot" = X. ] && return 0
		( cd "$g_to" && cpio -idmuH crc <"$originals/$g_slot.cpio" \
		    >"$work/said" 2>&1 ) || {
			cat "$work/said" >&2
			complain "restore: cannot read $originals/$g_slot.cpio"
			return 1
		}
	done
	failed_tool "$awk"
	return 1
}

# prepare_sources: extracts what the plan needs, older archives first
prepare_sources()
{
	set x $z_stages
	eval "g_from=\$place_$2/from"
	extract "$g_from" `$awk '
	BEGIN {
		out = ENVIRON["P_WORK"] "/sources"
		printf "" >out
	}
	FILENAME == wanted {
		slot[$1] = 1
		next
	}
	{ print $1, from, ".", $2 >out }
	END {
		for (i = 1; i <= 10000; i++)
			if (i in slot)
				printf "%d ", i
		print "."
	}' wanted="$work/extract" from="$g_from" "$work/extract" \
	    "$work/sources.from"`
}

# prepare_times: the times of directories into $state/times, for the end, each
# archive into a directory of its own, or one would change the times of another.
# A damaged archive of times is no reason to keep the patch.
prepare_times()
{
	rm -rf "$state/times" "$state/times.list"
	mkdir "$state/times" || return 1
	g_said=`$awk "$a_lib"'
	BEGIN {
		out = ENVIRON["P_WORK"] "/times.read"
		printf "" >out
	}
	FILENAME == bads {
		is_bad[$1] = 1
		next
	}
	$NF == "." && $2 == "times" && !(substr($4, 6) in is_bad) {
		slot = substr($4, 6)
		print twice($3 == "/" ? "." : "." $3), twice($3), slot >out
		if (!(slot in seen))
			printf "%s ", slot
		seen[slot] = 1
	}
	END {
		print "." >out
		print "."
	}' bads="$work/bad" "$work/bad" "$journal"`
	for g_time in $g_said; do
		[ "X$g_time" = X. ] && break
		mkdir "$state/times/$g_time" || return 1
		extract "$state/times/$g_time" "$g_time" . || return 1
	done
	[ "X${g_time-}" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	mv "$work/times.read" "$state/times.list"
}

# restored: what the journal says afterwards.
restored()
{
	$awk 'NF > 1 { print "undo", $1 }' "$work/journal.table" \
	    >"$work/undone" && notes "$work/undone" &&
	    note service settled && sync
}
