# Facts about files with the means of 1999: there is no stat(1).

# facts FILE: f_kind (f, d, l, - for nothing there, o for others, ? when it
# cannot be told), f_mode, f_links, f_uid, f_gid, f_size, f_inode.
facts()
{
	f_kind=- f_mode= f_links= f_uid= f_gid= f_size= f_inode=
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
	set x `ls -lnid "$1" 2>/dev/null | $awk 'NR == 1 {
		m = substr($2, 2)
		for (i = 0; i < 3; i++) {
			t = substr(m, i * 3 + 1, 3)
			n = 0
			if (substr(t, 1, 1) == "r") n += 4
			if (substr(t, 2, 1) == "w") n += 2
			if (substr(t, 3, 1) ~ /[xst]/) n += 1
			# l is mandatory locking: set-gid, not executable
			if (substr(t, 3, 1) ~ /[sStTlL]/)
				s += i == 0 ? 4 : i == 1 ? 2 : 1
			o = o n
		}
		k = substr($2, 1, 1)
		if (k == "-") k = "f"
		else if (k != "d" && k != "l") k = "o"
		print k, s + 0 o, $3, $4, $5, $6, $1, "."
	}'`
	[ $# -eq 9 ] && [ "X$9" = X. -a "X$2" = "X$f_kind" ] || {
		failed_tool ls
		f_kind='?'
		return 1
	}
	f_mode=$3 f_links=$4 f_uid=$5 f_gid=$6 f_size=$7 f_inode=$8
	case $f_links$f_uid$f_gid$f_size$f_inode in
	*[!0-9]*)
		f_kind='?'
		return 1 ;;
	esac
	return 0
}

# content FILE: c_sum and c_size as cksum(1) tells them, empty if unreadable.
content()
{
	set x `{ cksum <"$1"; } 2>/dev/null`
	c_sum=${2-} c_size=${3-}
	case $c_sum.$c_size in
	.*|*.|*[!0-9.]*|*.*.*)	c_sum= c_size= ;;
	esac
}

# is_content FILE SIZE SUM: has the plain file these bytes?
is_content()
{
	[ -f "$1" -a ! -h "$1" ] || return 1
	content "$1"
	[ "X$c_size $c_sum" = "X$2 $3" ]
}

# modified DIRECTORY NAME: t_mtime, seconds since the epoch.  The header of a
# tar archive is the only place that tells it.
modified()
{
	set x `( cd "$1" && tar cf - "./$2" ) 2>/dev/null |
	    dd bs=512 count=1 2>/dev/null |
	    dd bs=1 skip=136 count=12 2>/dev/null | tr -d '\000' |
	    $awk '/^ *[0-7]+/ {
		for (i = 1; i <= length($1); i++)
			t = t * 8 + substr($1, i, 1)
		printf "%d .\n", t
	}'`
	t_mtime=${2-}
	[ "X${3-}" = X. ] && return 0
	failed_tool tar
	return 1
}

# set_modified FILE SECONDS
set_modified()
{
	m_stamp=`echo "$2" | $awk '{
		# days to a date: years that begin in March, eras of 400 years
		s = $1 % 86400
		z = int($1 / 86400) + 719468
		e = int(z / 146097)
		d = z - e * 146097
		y = d - int(d / 1460) + int(d / 36524)
		y = int((y - int(d / 146096)) / 365)
		d -= 365 * y + int(y / 4) - int(y / 100)
		p = int((5 * d + 2) / 153)
		m = p < 10 ? p + 3 : p - 9
		printf "%04d%02d%02d%02d%02d.%02d\n", y + e * 400 + (m <= 2),
		    m, d - int((153 * p + 2) / 5) + 1, int(s / 3600),
		    int(s / 60) % 60, s % 60
	}'`
	case $m_stamp in
	????????????.[0-9][0-9])	TZ=GMT0 touch -t "$m_stamp" "$1" ;;
	*)	failed_tool "$awk"
		return 1 ;;
	esac
}

# copy FROM TO: contents, and what cp -p can keep.  It fails over an ACL that
# the other file system lacks; then plain cp must do.
copy()
{
	cp -p "$1" "$2" 2>/dev/null </dev/null || cp "$1" "$2" </dev/null
}

# id_of FILE NAME: n_id of an owner or group in a file such as etc/passwd,
# empty if it has none.
id_of()
{
	n_id=
	[ -r "$1" ] || return 0
	set x `$awk -F: '$1 == name && id == "" { id = $3 }
	END { print (id == "" ? "?" : id), "." }' name="$2" "$1"`
	[ "X${3-}" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	[ "X$2" = 'X?' ] || n_id=$2
	return 0
}

# give FILE MODE OWNER GROUP: names and modes as the package map has them; a
# question mark leaves things as they are.  The names are those of the target,
# so with an alternate root the running system is not asked.
give()
{
	g_user=$3 g_group=$4
	if [ -n "$root" ]; then
		id_of "$root/etc/passwd" "$3" || return 1
		g_user=$n_id
		id_of "$root/etc/group" "$4" || return 1
		g_group=$n_id
	fi
	# pkgadd sets and verifies both again, and says what fails
	case $g_group in
	''|'?')	;;
	*)	chgrp "$g_group" "$1" 2>/dev/null ;;
	esac
	case $g_user in
	''|'?')	;;
	*)	chown "$g_user" "$1" 2>/dev/null ;;
	esac
	case $2 in
	'?')	;;
	*)	chmod "$2" "$1" ;;
	esac
}

# give_back FILE MODE UID GID SECONDS: numbers as they were recorded.  What is
# right already is not touched, which keeps an ACL that cp -p brought along.
give_back()
{
	facts "$1" || return 1
	if [ "X$f_uid:$f_gid" != "X$3:$4" ]; then
		chown "$3:$4" "$1" || return 1
	fi
	facts "$1" || return 1
	if [ "X$f_mode" != "X$2" ]; then
		chmod "$2" "$1" || return 1
	fi
	[ "X$5" = X- ] && return 0
	plain "$1"
	modified "$p_parent" "$p_last" || return 1
	[ "X$t_mtime" = "X$5" ] || set_modified "$1" "$5" || return 1
	facts "$1" && [ "X$f_mode $f_uid $f_gid" = "X$2 $3 $4" ]
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
