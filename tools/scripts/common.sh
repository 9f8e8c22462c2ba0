# What every script of a patch package begins with: settings, messages, the
# journal and the table of files.  docs/patch-scripts.md has the contract.
LC_ALL=C
export LC_ALL
umask 022

trap 'exit 3' 1 2 3 15

# The alternate root, empty for the running system.
root=`printf '%s\n' "${PKG_INSTALL_ROOT-}" | sed 's,//*$,,'`
pkgdir=`dirname "$PKGSAV"`
state=$PKGSAV/patch
journal=$state/journal
# /usr/bin/awk is the old one where there is a nawk.
awk=awk
type nawk >/dev/null 2>&1 && awk=nawk
name="${PATCH_PRODUCT:-$PATCH_BASE} patch $PATCH_LEVEL"
findings=0

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
	findings=`expr $findings + 1`
}

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
	printf '%s %s .\n' "`date -u '+%Y-%m-%dT%H:%M:%SZ'`" "$*" \
	    >>"$journal" || {
		complain "cannot write the journal $journal"
		return 1
	}
}

# notes FILE: a line of the journal for each line of the file.
notes()
{
	sed "s/^/`date -u '+%Y-%m-%dT%H:%M:%SZ'` /
s/\$/ ./" "$1" >>"$journal" || {
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
	old=`dirname "$pkgdir"`/.save.$PKGINST/save/patch
	[ -f "$journal" ] && return 0
	[ -f "$old/journal" ] || return 0
	[ -d "$PKGSAV" ] || mkdir "$PKGSAV" || return 1
	# without a journal nothing can have been saved here yet
	rm -rf "$state" && mv "$old" "$state"
}

# tool COMMAND ARGUMENTS: a command of the package tools, about the target.
tool()
{
	t_command=$1
	shift
	if [ -n "$root" ]; then
		"$t_command" -R "$root" "$@" 2>/dev/null </dev/null
	else
		"$t_command" "$@" 2>/dev/null </dev/null
	fi
}

# parameter PACKAGE NAME: a parameter of an installed package.
parameter()
{
	tool pkgparam "$1" "$2"
}

# installed PACKAGE [VERSION]: is it there, complete?
installed()
{
	tool pkginfo -q -i "$1" || return 1
	[ -z "${2-}" ] || [ "X`parameter "$1" VERSION`" = "X$2" ]
}

# present PACKAGE: is there anything of it, complete or not?
present()
{
	tool pkginfo -q "$1"
}

# owners_in: `path type owner' for each path of a long listing by pkgchk.
# Behind a name there may be a remark in parentheses.  An alternate root stands
# in front of the paths.
owners_in()
{
	O_ROOT=$root $awk '
	/^Pathname:/ {
		path = $2
		n = length(ENVIRON["O_ROOT"])
		if (n > 0 && substr(path, 1, n + 1) == ENVIRON["O_ROOT"] "/")
			path = substr(path, n + 1)
		type = "?"
		reading = 0
	}
	/^Type:/ { type = $2 }
	/^Current status/ { reading = 0 }
	reading {
		gsub(/\([^)]*\)/, " ")
		for (i = 1; i <= NF; i++)
			print path, type, $i
	}
	/^Referenced by/ { reading = 1 }'
}

# What the journal says of each path, last word first told:
# path status kind slot mode uid gid links inode mtime size sum newsize newsum of
#	status	kept (original saved, not touched), applied, undone
#	kind	file, absent
#	new*	- when the patch deletes the file
#	of	of a further name (hard link): the path it follows, else -
journal_table()
{
	[ -f "$journal" ] || return 0
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
		    value("mtime") " " value("size") " " value("cksum")
		new[$3] = "- -"
		of[$3] = value("of")
	}
	$2 == "apply" && $3 in status {
		status[$3] = "applied"
		new[$3] = value("size") " " value("cksum")
	}
	$2 == "undo" && $3 in status { status[$3] = "undone" }
	END {
		for (i = 1; i <= n; i++)
			print order[i], status[order[i]], old[order[i]], \
			    new[order[i]], of[order[i]]
	}' "$journal"
}

# last_note WORD: the rest of the last journal line of that kind.
last_note()
{
	[ -f "$journal" ] || return 0
	$awk '$NF == "." && $2 == word {
		line = $3
		for (i = 4; i < NF; i++)
			line = line " " $i
	}
	END { print line }' word="$1" "$journal"
}

# target PATH: the full name of a path of the package or the journal.
target()
{
	case $1 in
	/*)	dst=$root$1 ;;
	*)	dst=$root$base/$1 ;;
	esac
}

# set_base DIRECTORY: the base directory as the target sees it.
set_base()
{
	base=`printf '%s\n' "$1" | sed 's,//*$,,'`
}

# file_table: the data file joined with the journal, one line a path:
# path action mode owner group size sum build status kind oldsize oldsum slot
# newsize newsum known
# Backslashes are doubled, since read eats one.
file_table()
{
	journal_table >"$work/journal.table" || return 1
	$awk '
	FILENAME != data {
		status[$1] = $2
		old[$1] = $3 " " $11 " " $12 " " $4 " " $13 " " $14
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
		print line
	}' data="$1" "$work/journal.table" "$1" |
	    sed 's/\\/\\\\/g' >"$work/table"
	[ -s "$work/table" ]
}
