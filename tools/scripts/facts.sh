# Facts about files with the means of 1999: there is no stat(1).  Programs are
# started for a few kilobytes of names at a time, never for one file.

# What awk programs share.  Names of files are relative to the root, `./opt/x',
# so that none looks like an option; a backslash is doubled in what the shell
# reads.  A list has a line `= PLACE SUB COMMAND' before the names for it, `-'
# where a command line is long enough, `> DIRECTORY' for a last argument, and
# `.' in the end.  A long table gets its `.' from sealed(), which also sees
# whether there was room for it: some shells read a byte at a time.
a_lib='
function rel(path) {
	return (substr(path, 1, 1) == "/" ? "." path : \
	    "." ENVIRON["P_BASE"] "/" path)
}
function pathof(name,	n) {
	n = length(ENVIRON["P_BASE"]) + 2
	return (substr(name, 2, n - 1) == ENVIRON["P_BASE"] "/" ? \
	    substr(name, n + 1) : substr(name, 2))
}
function full(name) {
	return ENVIRON["P_ROOT"] substr(name, 2)
}
function up(name,	i) {
	for (i = length(name); i > 1 && substr(name, i, 1) != "/"; i--)
		;
	return (i > 1 ? substr(name, 1, i - 1) : ".")
}
function twice(s,	o, i, c) {
	if (index(s, "\\") == 0)
		return s
	o = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		o = o (c == "\\" ? "\\\\" : c)
	}
	return o
}
function once(s,	o, i, c) {
	if (index(s, "\\") == 0)
		return s
	o = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\\")
			i++
		o = o c
	}
	return o
}
function group(file, words) {
	print ("= " words) >file
	filled[file] = 0
}
function last(file, dir) {
	print ("> " twice(dir)) >file
	filled[file] = 0
}
function put(file, name) {
	if (filled[file] + length(name) > 3000) {
		print "-" >file
		filled[file] = 0
	}
	print twice(name) >file
	filled[file] += length(name) + 1
}
function finish(file) {
	print "." >file
	close(file)
}
function sealed(file,	line, end) {
	print "." >file
	close(file)
	while ((getline line <file) > 0)
		end = line
	close(file)
	return end == "."
}
function kilo(size) {
	return int(size / 1024) + 1
}
# gid_bit(MODE): what chmod(1) has to be told of a directory besides the octal mode,
# which leaves that bit alone
function gid_bit(mode) {
	return (length(mode) == 4 && substr(mode, 1, 1) ~ /[2367]/ ? \
	    "g+s" : "g-s")
}
# seen_from(DIRECTORY, PATH): the path as a link in the directory has it
function seen_from(dir, path,	a, b, n, m, i, k, o) {
	n = split(substr(dir, 2), a, "/")
	m = split(substr(path, 2), b, "/")
	for (i = 1; i <= n && i < m && a[i] == b[i]; i++)
		;
	for (k = i; k <= n; k++)
		o = o "../"
	for (k = i; k <= m; k++)
		o = o b[k] (k < m ? "/" : "")
	return o
}
# f, l or d: what has that sum, and what a line of patchfiles wants or deletes
function kindof(sum) {
	return (sum == "/" ? "d" : sum ~ /^@/ ? "l" : "f")
}
function wants(action, mode, sum) {
	if (action == "delete")
		return (mode == "link" ? "l" : mode == "dir" ? "d" : "f")
	return kindof(sum)
}
'

# enter: from now on the root is the current directory.
enter()
{
	P_ROOT=$root P_WORK=$work P_INST=$PKGINST
	export P_ROOT P_WORK P_INST
	place_0=$root
	[ -d "$root/." ] || {
		complain "$root is not a directory"
		return 1
	}
	cd "$root/"
}

# run_list FILE: the commands of a list; a status of 0 if all ended with 0.
run_list()
{
	i_status=0 i_command= i_last= i_moved=no i_name=
	exec 5<"$1"
	set x
	shift
	while read i_name i_more <&5; do
		case $i_name in
		=|-|'>'|.)
			[ $# -eq 0 ] || {
				$i_command "$@" ${i_last:+"$i_last"} \
				    </dev/null || i_status=1
				set x
				shift
			} ;;
		*)	if [ $# -eq 0 ]; then
				set "$i_name"
			else
				set "$@" "$i_name"
			fi
			continue ;;
		esac
		case $i_name in
		=)	i_last=
			set x $i_more
			eval "i_place=\$place_$2"
			[ -d "$i_place/$3" ] || {
				i_status=1
				break
			}
			cd "$i_place/$3"
			shift
			shift
			shift
			i_command=$*
			set x
			shift ;;
		'>')	i_last=$i_more ;;
		.)	break ;;
		esac
	done
	exec 5<&-
	cd "$root/"
	[ "X$i_name" = X. -a $i_status -eq 0 ]
}

# facts_of PLACE SUB NAMES FACTS: NAMES has a name a line, then `.'; FACTS gets
# a line for each,
# name kind mode links uid gid size inode sum when
#	kind	f, d, l, o for others, n for nothing there
#	sum	of cksum(1), - if the file cannot be read; of a link @ and its
#		target; / of a directory, whose size is 0 then
#	when	the time of change as far as ls tells it
# and then `.'.  What is reached through a link among the names is not there.
facts_of()
{
	eval "v_place=\$place_$1"
	[ -d "$v_place/$2" ] || return 1
	cd "$v_place/$2"
	v_name=
	exec 6>&1 >"$work/kinds"
	exec 5<"$3"
	while read v_name <&5; do
		if [ "X$v_name" = X. ]; then
			echo .
			break
		elif [ -h "$v_name" ]; then
			echo l
		elif [ -f "$v_name" ]; then
			echo f
		elif [ -d "$v_name" ]; then
			echo d
		elif [ -c "$v_name" -o -b "$v_name" -o -p "$v_name" ]; then
			echo o
		else
			echo n
		fi
	done
	exec 5<&-
	exec 1>&6 6>&-
	cd "$root/"
	v_where="$1 $2" v_names=$3 v_facts=$4
	v_said=`V_WHERE=$v_where $awk "$a_lib"'
	BEGIN {
		there = ENVIRON["P_WORK"] "/there"
		plain = ENVIRON["P_WORK"] "/plain"
		asked = ENVIRON["P_WORK"] "/asked"
		group(there, ENVIRON["V_WHERE"] " ls -lnid")
		group(plain, ENVIRON["V_WHERE"] " cksum")
	}
	FILENAME == names {
		name[FNR] = once($1)
		n = FNR
		next
	}
	$1 == "." { whole = FNR == n && name[n] == "." }
	$1 != "." {
		print name[FNR], $1 >asked
		if ($1 == "l" || $1 == "f" || $1 == "d")
			put(there, name[FNR])
		if ($1 == "f")
			put(plain, name[FNR])
	}
	END {
		finish(there)
		finish(plain)
		finish(asked)
		print (whole ? "whole ." : "cut .")
	}' names="$v_names" "$v_names" "$work/kinds"`
	whole "$v_said" || return 1
	# a redirection that fails ends the Bourne shell, not a shell within it
	( run_list "$work/there" >"$work/ls" ) || {
		failed_tool ls
		return 1
	}
	# a file that cannot be read has no line
	run_list "$work/plain" >"$work/sums" 2>/dev/null
	v_said=`V_FACTS=$v_facts $awk "$a_lib"'
	BEGIN { out = ENVIRON["V_FACTS"] }
	FILENAME == asked && NF == 2 {
		name[++n] = $1
		kind[$1] = $2
		if ($2 == "l")
			links++
		next
	}
	FILENAME == asked {
		whole = 1
		next
	}
	FILENAME == listed {
		if (NF < 10 || !($10 in kind))
			next
		m = substr($2, 2, 9)
		s = 0
		o = ""
		for (i = 0; i < 3; i++) {
			t = substr(m, i * 3 + 1, 3)
			b = 0
			if (substr(t, 1, 1) == "r") b += 4
			if (substr(t, 2, 1) == "w") b += 2
			if (substr(t, 3, 1) ~ /[xst]/) b += 1
			# l is mandatory locking: set-gid, not executable
			if (substr(t, 3, 1) ~ /[sStTlL]/)
				s += i == 0 ? 4 : i == 1 ? 2 : 1
			o = o b
		}
		k = substr($2, 1, 1)
		k = k == "-" ? "f" : k
		if (k != kind[$10])
			next
		seen[$10]++
		# the sum of a link is where it leads
		if (k == "l" && NF == 12 && $11 == "->")
			sum[$10] = "@" $12
		if (k == "d") {
			sum[$10] = "/"
			$6 = 0
		}
		fact[$10] = s o " " $3 " " $4 " " $5 " " $6 " " $1
		size[$10] = $6
		when[$10] = $7 "/" $8 "/" $9
		next
	}
	NF == 3 && $3 in kind && $1 ~ /^[0-9]+$/ && $2 ~ /^[0-9]+$/ {
		sum[$3] = $1
		# it changes, or one of the two is wrong
		if ($2 != size[$3])
			whole = 0
	}
	function through_link(at) {
		for (at = up(at); length(at) > 1; at = up(at))
			if (at in kind && kind[at] == "l")
				return 1
		return 0
	}
	END {
		for (i = 1; i <= n; i++) {
			at = name[i]
			if (links && through_link(at))
				kind[at] = "n"
			if (kind[at] == "n" || kind[at] == "o")
				print at, kind[at], "- - - - - - - -" >out
			else if (seen[at] >= 1)
				print at, kind[at], fact[at], \
				    (at in sum ? sum[at] : "-"), when[at] >out
			else
				whole = 0
		}
		if (whole && sealed(out))
			print "whole ."
	}' asked="$work/asked" listed="$work/ls" "$work/asked" "$work/ls" \
	    "$work/sums"`
	whole "$v_said" 'ls or cksum'
}

# builds_of LIST: $work/builds, `name build' for each file of a list for cat:
# the greatest number that stands in it behind PATCH_MARK, which is a product
# version such as `5.1-'; - if there is none.  $work/mark stands between them.
builds_of()
{
	v_said=`run_list "$1" | tr -cs '[0-9].\055' '[\012*]' | $awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/builds" }
	FILENAME == list {
		if ($1 == "=" || $1 == "-" || $1 == "." || $1 == ENVIRON["P_MARK"])
			next
		name[++n] = once($1)
		most[n] = 0
		next
	}
	$0 == divider {
		at++
		ended = 1
		next
	}
	$0 != "" && at > 0 && at <= n {
		ended = 0
		before = ""
		rest = $0
		while ((i = index(rest, mark)) > 0) {
			if (i > 1)
				before = substr(rest, i - 1, 1)
			rest = substr(rest, i + length(mark))
			if (before ~ /[0-9.]/ || !match(rest, /^[0-9]+/))
				continue
			b = substr(rest, 1, RLENGTH)
			if (length(b) < 10 && b + 0 > most[at])
				most[at] = b + 0
		}
	}
	END {
		for (i = 1; i <= n; i++)
			print name[i], (most[i] ? most[i] : "-") >out
		if (ended && at == n + 1 && sealed(out))
			print "whole ."
	}' list="$1" divider="$u_divider" mark="$PATCH_MARK" "$1" -`
	whole "$v_said" tr
}

# divide: $work/mark, which cat puts between files
divide()
{
	unguessable || return 1
	u_divider=0.$u_name.0-
	P_MARK=$work/mark
	export P_MARK
	echo "
$u_divider" >"$work/mark"
}

# all_links: $work/linked, facts of all files below the base directory that
# have several names, and are no second names that wait for an undo
all_links()
{
	: >"$work/last"
	find ".$base/" "$work/last" -xdev -type f \
	    \( -links +1 -o -name last \) -print | $awk "$a_lib"'
	{ line[NR] = $0 }
	END {
		# a name with a blank cannot be in a package
		for (i = 1; i < NR; i++) {
			gsub(/\/\/*/, "/", line[i])
			if (line[i] !~ /[ \t]/)
				print twice(line[i])
		}
		if (line[NR] == ENVIRON["P_WORK"] "/last")
			print "."
	}' >"$work/linked.names"
	complete "$work/linked.names" find || return 1
	facts_of 0 . "$work/linked.names" "$work/linked"
}

# facts FILE: f_kind (f, d, l, - for nothing there, o for others, ? when it
# cannot be told) and f_uid
facts()
{
	f_kind=- f_uid=
	if [ -h "$1" ]; then
		f_kind=l
	elif [ -f "$1" ]; then
		f_kind=f
	elif [ -d "$1" ]; then
		f_kind=d
	elif [ -c "$1" -o -b "$1" -o -p "$1" ]; then
		f_kind=o
	else
		return 0
	fi
	set x `ls -lnd "$1" 2>/dev/null | $awk 'NR == 1 { print $3, "." }'`
	[ "X${3-}" = X. ] || {
		failed_tool ls
		f_kind='?'
		return 1
	}
	f_uid=$2
	return 0
}

# accounts: $a_passwd and $a_group, where names of owners get their numbers from:
# those of an alternate root.  A running system has other sources too.
accounts()
{
	a_passwd=/dev/null a_group=/dev/null
	[ -n "$root" -a -r "$root/etc/passwd" ] && a_passwd=$root/etc/passwd
	[ -n "$root" -a -r "$root/etc/group" ] && a_group=$root/etc/group
	return 0
}

# privileged: a_root is yes when files can be given away
privileged()
{
	[ -z "${a_root-}" ] || return 0
	facts "$work" || return 1
	a_root=no
	[ "X$f_uid" = X0 ] && a_root=yes
	return 0
}

# unguessable: u_name, a number that others cannot foresee.
unguessable()
{
	u_name=`{
		ps -ef
		date
		echo $$ "$u_name"
		[ -c /dev/urandom ] &&
		    dd if=/dev/urandom bs=16 count=1
	} 2>/dev/null | cksum`
	set x $u_name
	u_name=${2-}
	case ${3-}.$u_name in
	.*|*.|*[!0-9.]*)
		failed_tool cksum
		return 1 ;;
	esac
	return 0
}
