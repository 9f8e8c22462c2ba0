# What every script of a patch package begins with: settings, messages, the
# journal and the table of files.  docs/patch-scripts.md has the contract.
LC_ALL=C
export LC_ALL
umask 022

trap 'exit 3' 1 2 3 15

# A utility that fails must never look like one that found nothing.  So each
# table, and each answer that a script reads, ends with a word or line `.' that
# the reader asks for; what an exit status could say is a word instead.

say()
{
	printf '%s\n' "$*"
}

complain()
{
	printf '%s\n' "$*" >&2
}

# finding TEXT: one reason to refuse; some tools show only 75 characters of it.
finding()
{
	complain "$*"
	findings=yes
}

# failed_tool NAME: what to say about a utility whose answer cannot be used
failed_tool()
{
	case $1 in
	awk)	finding "utility: there is no nawk, and awk fails: the old one?" ;;
	*)	finding "utility: $1 fails or does not tell everything" ;;
	esac
}

# plain PATH: p_plain is the path with single slashes and none at the end,
# empty for /; p_parent is the directory it is in, p_last its last part.
plain()
{
	p_plain= p_parent= p_last=
	p_ifs=$IFS
	IFS=/
	set -f
	set x $1
	set +f
	IFS=$p_ifs
	shift
	for p_step do
		[ -n "$p_step" ] || continue
		p_parent=$p_plain
		p_plain=$p_plain/$p_step
		p_last=$p_step
	done
}

# compute EXPRESSION: n_value as expr(1) has it
compute()
{
	n_value=`expr "$@"`
	case $n_value in
	''|-|*[!0-9-]*)
		failed_tool expr
		n_value=0
		return 1 ;;
	esac
	return 0
}

findings=no
# The alternate root, empty for the running system.
plain "${PKG_INSTALL_ROOT-}"
root=$p_plain
plain "$PKGSAV"
pkgdir=$p_parent
plain "$pkgdir"
packages=$p_parent
state=$PKGSAV/patch
journal=$state/journal
# /usr/bin/awk is the old one where there is a nawk.
awk=awk
type nawk >/dev/null 2>&1 && awk=nawk
name="${PATCH_PRODUCT:-$PATCH_BASE} patch"
[ -z "$PATCH_LEVEL" ] || name="$name $PATCH_LEVEL"

# make_work DIRECTORY: a private place for tables, gone when the script ends.
make_work()
{
	work=$1
	( umask 077; mkdir "$work" ) 2>/dev/null || {
		# left by a run that was killed; ours alone inside $state
		case $work in
		"$state"/*)	rm -rf "$work" ;;
		esac
		( umask 077; mkdir "$work" ) || {
			complain "cannot make the directory $work"
			exit 1
		}
	}
	trap 'rm -rf "$work"' 0
}

# note WORDS: one line of the journal.  A line without the final dot was torn
# by a crash and counts as not written.
note()
{
	stamp && printf '%s %s .\n' "$n_time" "$*" >>"$journal" || {
		complain "cannot write the journal $journal"
		return 1
	}
}

# stamp: n_time, now
stamp()
{
	n_time=`date -u '+%Y-%m-%dT%H:%M:%SZ'`
	case $n_time in
	[0-9]*-[0-9]*-[0-9]*T[0-9]*:[0-9]*:[0-9]*Z)	return 0 ;;
	esac
	complain "utility: date fails"
	return 1
}

# notes FILE: a line of the journal for each line of the file but `.'
notes()
{
	stamp || return 1
	n_left=
	$awk 'NF > 1 { print now, $0, "." }' now="$n_time" "$1" >>"$journal" &&
	    n_left=`$awk '
	FILENAME != journal {
		if (NF > 1)
			wanted[$0] = 1
		next
	}
	$NF == "." && NF > 1 {
		line = substr($0, length($1) + 2)
		delete wanted[substr(line, 1, length(line) - 2)]
	}
	END {
		for (line in wanted)
			n++
		print n + 0, "left ."
	}' journal="$journal" "$1" "$journal"`
	[ "X$n_left" = 'X0 left .' ] || {
		complain "cannot write the journal $journal"
		return 1
	}
}

# Every run begins with an empty line, which also ends a torn one.
begin_journal()
{
	printf '\n' >>"$journal" || {
		complain "cannot write the journal $journal"
		return 1
	}
	note begin "$@"
}

# An update to another version moves the package directory aside; one rename
# brings the saved originals over, so a crash finds them here or there.
adopt_state()
{
	old=$packages/.save.$PKGINST/save/patch
	[ -f "$journal" ] && return 0
	[ -f "$old/journal" ] || return 0
	[ -d "$PKGSAV" ] || mkdir "$PKGSAV" || return 1
	# without a journal nothing can have been saved here yet
	rm -rf "$state" && mv "$old" "$state"
}

# parameter PACKAGE NAME: p_value, a parameter of an installed package.  Its
# pkginfo file is read by the shell, as no other program can fail then.
parameter()
{
	p_value=
	[ -r "$packages/$1/pkginfo" ] || return 1
	exec 5<"$packages/$1/pkginfo"
	while read p_line <&5; do
		case $p_line in
		"$2="*)	break ;;
		esac
	done
	exec 5<&-
	case $p_line in
	"$2="*)	;;
	*)	return 0 ;;
	esac
	# the first word ends with the first equals sign
	p_ifs=$IFS
	IFS==
	set -f
	set x $p_line
	set +f
	IFS=$p_ifs
	shift
	shift
	p_value=${1-}
	[ $# -gt 0 ] && shift
	for p_line do
		p_value=$p_value=$p_line
	done
	return 0
}

# present PACKAGE: is there anything of it, complete or not?
present()
{
	[ -f "$packages/$1/pkginfo" ]
}

# installed PACKAGE [VERSION]: is it there, complete?
installed()
{
	present "$1" || return 1
	[ -f "$packages/$1/!I-Lock!" -o -f "$packages/$1/!R-Lock!" ] &&
	    return 1
	[ -z "${2-}" ] && return 0
	parameter "$1" VERSION && [ "X$p_value" = "X$2" ]
}

# owned_by OPTIONS: $work/owned, what pkgchk -l tells: `path type owner mode user
# group target' for each path, the last four ? where it does not.  Behind a name
# there may be a remark in parentheses.  An alternate root stands in front of
# the paths.  An entry may be cut short; then the list is no good.
owned_by()
{
	pkgchk ${root:+-R} ${root:+"$root"} -l "$@" >"$work/listing" \
	    2>/dev/null </dev/null || {
		failed_tool pkgchk
		return 1
	}
	o_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/owned" }
	/^Pathname:/ {
		open++
		path = $2
		n = length(ENVIRON["P_ROOT"])
		if (n > 0 && substr(path, 1, n + 1) == ENVIRON["P_ROOT"] "/")
			path = substr(path, n + 1)
		type = mode = user = team = source = "?"
		reading = 0
	}
	/^Type:/ { type = $2 }
	/^Expected mode:/ { mode = $3 }
	/^Expected owner:/ { user = $3 }
	/^Expected group:/ { team = $3 }
	/^Source of link:/ { source = $4 }
	/^Current status/ {
		reading = 0
		open--
	}
	reading {
		gsub(/\([^)]*\)/, " ")
		for (i = 1; i <= NF; i++)
			print path, type, $i, mode, user, team, \
			    source >out
	}
	/^Referenced by/ { reading = 1 }
	END {
		if (open == 0 && sealed(out))
			print "whole ."
	}' "$work/listing"`
	whole "$o_said" pkgchk
}

# counted ANSWER: n_count, the number of an answer `NUMBER .' of awk
counted()
{
	n_count=
	case $1 in
	*[0-9]\ .)
		set x $1
		n_count=$2
		return 0 ;;
	esac
	failed_tool "$awk"
	return 1
}

# whole ANSWER [UTILITY]: is it `whole .'?  Then awk read and wrote all, from
# that utility, say.
whole()
{
	[ "X$1" = 'Xwhole .' ] && return 0
	failed_tool "${2-$awk}"
	return 1
}

# none_in FILE BEFORE AFTER: complains `BEFORE PATH AFTER' of each path of a
# list; a status of 0 if there is none
none_in()
{
	complete "$1" || return 1
	e_none=0
	exec 4<"$1"
	while read e_path <&4; do
		[ "X$e_path" = X. ] && break
		complain "$2 $e_path $3"
		e_none=1
	done
	exec 4<&-
	return $e_none
}

# complete FILE [UTILITY]: is its last line `.'?  If not, the utility that makes
# it (awk) is a finding.
complete()
{
	c_line=
	exec 5<"$1"
	while read c_line <&5; do
		[ "X$c_line" = X. ] && break
	done
	exec 5<&-
	[ "X$c_line" = X. ] && return 0
	failed_tool "${2-$awk}"
	return 1
}

# journal_table: $work/journal.table, what the journal says of each path, last
# word first told, and then `.':
# path status kind slot mode uid gid links inode size sum newsize newsum of by
#	status	kept (original saved, not touched), applied, undone
#	kind	file, absent
#	new*	- when the patch deletes the file
#	of	of a further name (hard link): the path it follows, else -
#	by	script or link (a hard link) when the package has no object of
#		that path, else -
# The sum of a symbolic link is @ and its target, that of a directory /.
journal_table()
{
	[ -f "$journal" ] || {
		( echo . >"$work/journal.table" )
		return
	}
	$awk '
	function value(key,	i) {
		for (i = 4; i < NF; i++)
			if (index($i, key "=") == 1)
				return substr($i, length(key) + 2)
		return "-"
	}
	$NF != "." { next }
	$2 == "save" || $2 == "absent" {
		if (!($3 in status))
			order[++n] = $3
		status[$3] = "kept"
		old[$3] = ($2 == "save" ? "file" : "absent") " " \
		    value("slot") " " value("mode") " " value("uid") " " \
		    value("gid") " " value("links") " " value("inode") " " \
		    value("size") " " value("cksum")
		new[$3] = "- -"
		of[$3] = value("of")
	}
	$2 == "apply" && $3 in status {
		status[$3] = "applied"
		new[$3] = value("size") " " value("cksum")
		by[$3] = value("by")
	}
	$2 == "undo" && $3 in status { status[$3] = "undone" }
	END {
		for (i = 1; i <= n; i++)
			print order[i], status[order[i]], old[order[i]], \
			    new[order[i]], of[order[i]], (order[i] in by ? \
			    by[order[i]] : "-")
		print "."
	}' "$journal" >"$work/journal.table"
}

# last_note WORD: l_note, the word after that one in the last such line of the
# journal, empty if there is none.
last_note()
{
	l_note=
	[ -f "$journal" ] || return 0
	set -f
	set x `$awk '$NF == "." && $2 == word { last = $3 }
	END { print (last == "" ? "=" : last), "." }' word="$1" "$journal"`
	set +f
	[ $# -eq 3 ] && [ "X$3" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	[ "X$2" = X= ] || l_note=$2
	return 0
}

# place_of PATH: dst, the full name of a path of the package or the journal.
place_of()
{
	case $1 in
	/*)	dst=$root$1 ;;
	*)	dst=$root$base/$1 ;;
	esac
}

# there PATH: is there a file or a link, also one that leads nowhere?
there()
{
	[ -f "$1" -o -h "$1" ]
}

# set_base DIRECTORY: the base directory as the target sees it.
set_base()
{
	plain "$1"
	base=$p_plain
	P_BASE=$base
	export P_BASE
}

# file_table: $work/table, the data file joined with the journal, one line a
# path and then `.':
# path action mode owner group size sum build status kind oldsize oldsum slot
# newsize newsum known
file_table()
{
	journal_table || return 1
	t_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/table" }
	FILENAME != data && NF == 1 {
		whole = 1
		next
	}
	FILENAME != data {
		status[$1] = $2
		old[$1] = $3 " " $10 " " $11 " " $4 " " $12 " " $13
		next
	}
	/^#/ || NF < 8 { next }
	{
		line = $1
		for (i = 2; i <= 8; i++)
			line = line " " $i
		if ($1 in status)
			line = line " " status[$1] " " old[$1]
		else
			line = line " new - - - - - -"
		for (i = 9; i <= NF; i++)
			line = line " " $i
		print line >out
		n++
	}
	END {
		if (whole && n > 0 && sealed(out))
			print "whole ."
	}' data="$1" "$work/journal.table" "$1"`
	whole "$t_said"
}

# survey TABLE...: $work/facts, those of the paths in the first columns, and of
# what hard links lead to
survey()
{
	v_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/names" }
	function name(path) {
		if (!(path in seen)) {
			seen[path] = 1
			print twice(rel(path)) >out
		}
	}
	NF > 1 { name($1) }
	$7 ~ /^=/ { name(substr($7, 2)) }
	NF == 1 { n++ }
	END {
		if (n == tables && sealed(out))
			print "whole ."
	}' tables=$# "$@"`
	whole "$v_said" || return 1
	facts_of 0 . "$work/names" "$work/facts"
}

# survey_more TABLE: the same for paths of which nothing is known yet, added
survey_more()
{
	v_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/names" }
	FILENAME == about {
		seen[$1] = 1
		next
	}
	NF == 1 { whole = 1 }
	NF > 1 && !(rel($1) in seen) {
		seen[rel($1)] = 1
		print twice(rel($1)) >out
		n++
	}
	END {
		if (whole && sealed(out))
			print n + 0, "."
	}' about="$work/facts" "$work/facts" "$1"`
	counted "$v_said" || return 1
	[ "$n_count" -ne 0 ] || return 0
	facts_of 0 . "$work/names" "$work/facts.more" || return 1
	cat "$work/facts.more" >>"$work/facts" &&
	    [ "X`tail -1 "$work/facts"`" = X. ] || {
		failed_tool cat
		return 1
	}
}
