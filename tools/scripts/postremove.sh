# postremove: gives the base and older patches their lines in the package
# database back, and takes away what the patch made beside its files.

# owners: $work/owners, `path owner [type mode user group]' of paths that the database still
# describes as this patch had them, or that a run that was killed may have left
# pending; the owner is the last one but us.  Links are not asked for: installf
# would enter a further name of a file as a file (svr4-packaging 6.13).
owners()
{
	journal_table || return 1
	o_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/paths" }
	FILENAME == data && /^#/ { next }
	FILENAME != data && NF == 1 {
		whole = 1
		next
	}
	!($1 in seen) {
		seen[$1] = 1
		print substr(rel($1), 2) >out
	}
	END {
		if (whole)
			print "whole ."
	}' data="$data" "$data" "$work/journal.table"`
	whole "$o_said" || return 1
	o_type='^edit'
	last_note give || return 1
	[ -z "$l_note" ] || o_type='^(edit|regular|volatile)'
	owned_by -i "$work/paths" || return 1
	[ -f "$journal" ] || cat /dev/null >"$journal" || return 1
	o_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/owners" }
	FILENAME != journal && NF == 1 {
		whole = 1
		next
	}
	FILENAME != journal {
		if ($2 ~ type && $3 != me) {
			if (!($1 in owner))
				path[++n] = $1
			owner[$1] = $3
		}
		next
	}
	# what the patch had deleted has no line at all
	$NF == "." && $2 == "disown" {
		at = substr(rel($3), 2)
		if (!(($3, $4) in gone))
			print at, substr($4, 7), (NF > 8 ? substr($5, 6) " " \
			    substr($6, 6) " " substr($7, 6) " " \
			    substr($8, 7) : ""), \
			    (NF > 9 ? substr($9, 8) : "") >out
		gone[$3, $4] = 1
		disowned[at] = 1
	}
	END {
		for (i = 1; i <= n; i++)
			if (!(path[i] in disowned))
				print path[i], owner[path[i]] >out
		if (whole && sealed(out))
			print "whole ."
	}' journal="$journal" me="$PKGINST" type="$o_type" "$work/owned" \
	    "$journal"`
	whole "$o_said"
}

# give_lines OWNER: its lines in the database.  installf takes size, sum and time
# from the file, and gives it the attributes of the line; those that an
# administrator had changed come back afterwards.
give_lines()
{
	note give "$1" || return 1
	map_of "$1" && cat "$work/lines" >>"$work/given" || return 1
	g_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/names" }
	NF > 1 { print twice("." $1) >out }
	NF == 1 { whole = 1 }
	END {
		if (whole && sealed(out))
			print "whole ."
	}' "$work/lines"`
	whole "$g_said" && facts_of 0 . "$work/names" "$work/facts" || return 1
	a_users=/dev/null a_groups=/dev/null
	[ -r "$root/etc/passwd" ] && a_users=$root/etc/passwd
	[ -r "$root/etc/group" ] && a_groups=$root/etc/group
	g_said=`$awk "$a_lib"'
	BEGIN {
		w = ENVIRON["P_WORK"] "/"
		classes = w "classes"
	}
	FILENAME == users || FILENAME == groups {
		split($0, p, ":")
		if (FILENAME == users && !(p[3] in user))
			user[p[3]] = p[1]
		if (FILENAME == groups && !(p[3] in team))
			team[p[3]] = p[1]
		next
	}
	FILENAME == about {
		if ($2 ~ /^[fld]$/)
			fact[substr($1, 2)] = $0
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	$1 in fact {
		split(fact[$1], f, " ")
		is_link = 1
		if (f[2] == "l") {
			$1 = $1 "=" substr(f[9], 2)
			$3 = "s"
		} else if (f[2] == "f" && $3 == "l" && $7 != "?") {
			# from an alternate root installf would look for it on
			# the running system (svr4-packaging 6.13)
			if (root != "" && substr($7, 1, 1) == "/")
				$7 = seen_from(up($1), $7)
			$1 = $1 "=" $7
		} else {
			is_link = 0
			if (f[2] == "d")
				$3 = $3 == "x" ? "x" : "d"
			else if ($3 !~ /^[fev]$/)
				$3 = "f"
		}
		if (!is_link && $4 == "?") {
			$4 = f[3]
			$5 = (f[5] in user) ? user[f[5]] : "?"
			$6 = (f[6] in team) ? team[f[6]] : "?"
		}
		if (!($2 in class)) {
			class[$2] = ++n
			print n, $2 >classes
		}
		if (is_link) {
			print $1, $3 >(w "class." class[$2])
			next
		}
		print $1, $3, $4, $5, $6 >(w "class." class[$2])
		m++
		set_name[m] = f[1]
		set_mode[m] = f[3]
		set_bit[m] = f[2] == "d" ? gid_bit(f[3]) : ""
		set_uid[m] = f[5]
		set_gid[m] = f[6]
	}
	END {
		print "." >classes
		list = w "sets"
		all_sets(list, "chgrp", set_gid)
		all_sets(list, "chown", set_uid)
		all_sets(list, "chmod", set_mode)
		all_sets(list, "chmod", set_bit)
		finish(list)
		if (whole)
			print "whole ."
	}'"$a_sets" root="$root" users="$a_users" groups="$a_groups" \
	    about="$work/facts" "$a_users" "$a_groups" "$work/facts" \
	    "$work/lines"`
	whole "$g_said" || return 1
	g_failed=no
	exec 3<"$work/classes"
	while read g_number g_class <&3; do
		[ "X$g_number" = X. ] && break
		installf -c "$g_class" "$1" - <"$work/class.$g_number" || {
			complain "database: cannot correct the lines of $1"
			g_failed=yes
		}
	done
	exec 3<&-
	# without it the lines stay pending
	installf -f "$1" </dev/null || {
		complain "database: cannot finish the lines of $1"
		g_failed=yes
	}
	run_list "$work/sets" || {
		complain "attributes: cannot give them back"
		g_failed=yes
	}
	facts_of 0 . "$work/names" "$work/facts.after" || return 1
	same_attributes "$work/facts" "$work/facts.after" || g_failed=yes
	[ $g_failed = no ]
}

# all_sets(LIST, COMMAND, VALUE): COMMAND VALUE for the files 1 to m of set_name,
# one group for each value
a_sets='
function all_sets(list, command, value,	i, v, one) {
	# nawk must see an array even when there is no file
	one[""] = 1
	for (i = 1; i <= m; i++)
		one[value[i]] = 1
	for (v in one) {
		if (v == "")
			continue
		group(list, "0 . " command " " v)
		for (i = 1; i <= m; i++)
			if (value[i] == v)
				put(list, set_name[i])
	}
}'

# same_attributes BEFORE AFTER: facts of the same files
same_attributes()
{
	g_said=`$awk '
	FILENAME == before {
		was[$1] = $2 " " $3 " " $5 " " $6
		next
	}
	NF > 1 && was[$1] != $2 " " $3 " " $5 " " $6 { n++ }
	END { print n + 0, "differ ." }' before="$1" "$1" "$2"`
	[ "X$g_said" = 'X0 differ .' ] && return 0
	complain "attributes: they could not be given back"
	return 1
}

# given: does the database have the lines of $work/given, `path class type ...'?
given()
{
	owned_by -i "$work/paths" || return 1
	g_all=`$awk '
	FILENAME == given {
		if ($3 == "e")
			edited[$1] = 1
		else if (NF > 1)
			wanted[$1] = 1
		next
	}
	$2 ~ /^edit/ && $1 in wanted && !($1 in edited) { wrong++ }
	NF > 1 { has[$1] = 1 }
	END {
		for (at in wanted)
			if (!(at in has))
				wrong++
		print wrong + 0, "wrong ."
	}
	' given="$work/given" "$work/given" "$work/owned"`
	[ "X$g_all" = 'X0 wrong .' ] && return 0
	complain "database: it does not take the lines back"
	return 1
}

# give_attributes: the same from the journal, for a run after one that was
# killed behind an installf.
give_attributes()
{
	survey "$work/journal.table" || return 1
	g_said=`$awk "$a_lib"'
	BEGIN {
		list = ENVIRON["P_WORK"] "/sets"
		names = ENVIRON["P_WORK"] "/names"
	}
	FILENAME == about {
		fact[$1] = $0
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	$3 == "file" && $2 != "applied" {
		split(fact[rel($1)], f, " ")
		if (f[2] !~ /^[fd]$/ || f[7] " " f[9] != $10 " " $11)
			next
		if (f[3] == $5 && f[5] == $6 && f[6] == $7)
			next
		m++
		set_name[m] = rel($1)
		set_mode[m] = $5
		set_bit[m] = f[2] == "d" ? gid_bit($5) : ""
		set_uid[m] = $6
		set_gid[m] = $7
	}
	END {
		all_sets(list, "chgrp", set_gid)
		all_sets(list, "chown", set_uid)
		all_sets(list, "chmod", set_mode)
		all_sets(list, "chmod", set_bit)
		finish(list)
		if (whole)
			print "whole ."
	}'"$a_sets" about="$work/facts" "$work/facts" \
	    "$work/journal.table"`
	whole "$g_said" && run_list "$work/sets" && return 0
	complain "attributes: cannot give them back"
	return 1
}

# take_away: the saved originals, and directories that the patch made.
take_away()
{
	[ -f "$journal" ] || return 0
	set_originals || return 1
	$awk "$a_lib"'
	$NF == "." && $2 == "made" { dir[++n] = $3 }
	END {
		for (i = n; i > 0; i--)
			print twice(dir[i])
		print "."
	}' "$journal" >"$work/made"
	complete "$work/made" || return 1
	rm -rf "$originals" || return 1
	exec 3<"$work/made"
	while read c_path <&3; do
		[ "X$c_path" = X. ] && break
		[ -d "$root$c_path" -a ! -h "$root$c_path" ] &&
		    rmdir "$root$c_path" 2>/dev/null
	done
	exec 3<&-
	return 0
}

# remove_entered: lines that postinstall made for what was something else before,
# or another link, leave the database; those that were there before come back
# behind that
remove_entered()
{
	[ -f "$journal" ] || return 0
	e_said=`$awk "$a_lib"'
	BEGIN { list = ENVIRON["P_WORK"] "/removed" }
	FILENAME == table {
		if (NF > 1 && $13 != "-")
			is_other[$1] = $3 == "absent" || $15 == "link" || \
			    $13 ~ /^@/ || kindof($11) != kindof($13)
		next
	}
	$NF == "." && $2 == "disown" { had[$3, $4] = 1 }
	$NF == "." && $2 == "enter" && !(($3, $4) in seen) && \
	    (is_other[$3] || !(($3, $4) in had)) {
		seen[$3, $4] = 1
		path[++m] = substr(rel($3), 2)
		whose[m] = substr($4, 7)
		if (!(whose[m] in known))
			owner[++n] = whose[m]
		known[whose[m]] = 1
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
		print n + 0, "."
	}' table="$work/journal.table" "$work/journal.table" "$journal"`
	counted "$e_said" || return 1
	[ "$n_count" -eq 0 ] || run_list "$work/removed" >/dev/null
}

# failed: the files are right already; another pkgrm finishes.
failed()
{
	complain "$name: a utility fails; pkgrm again, after the reason is" \
	    "gone, finishes the removal"
	exit 1
}

data=$pkgdir/install/patchfiles
set_base "${CLIENT_BASEDIR:-/}"
[ -d "$PKGSAV" ] || mkdir "$PKGSAV" || exit 1
[ -d "$state" ] || mkdir "$state" || exit 1
make_work "$state/work"
enter || exit 1
if present "$PATCH_BASE"; then
	owners || failed
	set x `$awk 'NF == 1 { print }
	NF > 1 && !($2 in seen) {
		seen[$2] = 1
		print $2
	}' "$work/owners"`
	shift
	: >"$work/given"
	remove_entered || failed
	last=
	for package do
		last=$package
		[ "X$package" = X. ] || give_lines "$package" || failed
	done
	[ "X$last" = X. ] && given || failed
	give_attributes || failed
fi
take_away || failed
give_times "$state/times"
exit 0
