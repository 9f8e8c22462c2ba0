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
		mode[$1] = $3
		inode[$1] = $8
		next
	}
	NF == 1 { next }
	{
		n++
		name = rel($1)
		want = wants($2, $3, $7)
		# a directory may have to stay
		if ($2 == "delete")
			ok = now[name] ~ /^n / || want == "d" && now[name] ~ /^d /
		else if ($7 ~ /^=/)
			ok = inode[name] == inode[rel(substr($7, 2))]
		else if ($2 == "attributes")
			ok = substr(now[name], 1, 1) == want
		else
			ok = now[name] == want " " $6 " " $7
		if ((want == "d" || $2 == "attributes") && $2 != "delete" && \
		    $3 != "?" && mode[name] + 0 != $3 + 0)
			ok = 0
		if (!ok) {
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
	[ "X$3" = Xgood ] && return 0
	none_in "$work/wrong" verify: "is not as it should be"
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
# would miss them; lines of links, directories and attributes, which are no
# objects of the patch, become what they are now.  The journal keeps whose they
# were, and how.
disown()
{
	d_said=`$awk "$a_lib"'
	BEGIN {
		w = ENVIRON["P_WORK"] "/"
		out = w "asked.paths"
		rows = w "rows"
	}
	FILENAME == about {
		kind[$1] = $2
		next
	}
	# a directory that had to stay keeps its line
	NF > 1 && ($2 == "delete" ? kind[rel($1)] != "d" : \
	    $2 == "attributes" || $7 ~ /^[@=\/]/) {
		print substr(rel($1), 2) >out
		print >rows
		n++
	}
	NF == 1 { print >rows }
	END { print n + 0, "." }' about="$work/facts" "$work/facts" \
	    "$work/table"`
	counted "$d_said" || return 1
	[ "$n_count" -ne 0 ] || return 0
	owned_by -i "$work/asked.paths" || return 1
	d_said=`$awk "$a_lib"'
	BEGIN {
		w = ENVIRON["P_WORK"] "/"
		lines = w "lines"
		list = w "removed"
		entered = w "entered"
		printf "" >lines
		letter["regular"] = "f"
		letter["volatile"] = "v"
		letter["symbolic"] = "s"
		letter["linked"] = letter["hard"] = "l"
		letter["directory"] = "d"
		letter["exclusive"] = "x"
	}
	FILENAME == table && NF > 1 {
		at = substr(rel($1), 2)
		action[at] = $2
		is_new[at] = $2 != "delete" && $2 != "attributes"
		row[at] = $0
		order[++k] = at
		next
	}
	FILENAME == table {
		rows = 1
		next
	}
	# a run that was killed has noted it, and may have done it
	FILENAME == journal {
		if ($NF == "." && $2 == "enter") {
			at = substr(rel($3), 2)
			known[at] = 1
			whose_is[at, ++has[at]] = substr($4, 7)
		}
		next
	}
	NF == 1 { whole = 1 }
	NF > 1 && !($1 in known) && $1 in action {
		t = $2 ~ /^edit/ ? "e" : $2 in letter ? letter[$2] : "-"
		print "disown", pathof("." $1), "owner=" $3, "type=" t, \
		    "mode=" $4, "user=" $5, "group=" $6, \
		    "target=" $7 >lines
		whose_is[$1, ++has[$1]] = $3
		told[$1] = t " " $4 " " $5 " " $6
		if (action[$1] != "attributes")
			leave($1, $3)
		next
	}
	NF > 1 && $1 in known && $1 in action {
		t = $2 ~ /^edit/ ? "e" : $2 in letter ? letter[$2] : "-"
		told[$1] = t " " $4 " " $5 " " $6
		if (action[$1] != "attributes" && !is_entered($1, t, $7))
			leave($1, $3)
	}
	# the line of the owner is to go
	function leave(at, whom) {
		if (!(whom in seen)) {
			seen[whom] = 1
			owner[++n] = whom
		}
		path[++m] = at
		whose[m] = whom
	}
	# target(AT, WHAT): of a hard link, as installf gets it
	function target(at, what) {
		return seen_from(up(at), substr(rel(substr(what, 2)), 2))
	}
	# is a line of this type, with this target, what the path has become?
	function is_entered(at, t, to,	r) {
		split(row[at], r, " ")
		if (r[7] ~ /^@/)
			return t == "s" && to == substr(r[7], 2)
		if (r[7] ~ /^=/)
			return t == "l" && to == target(at, r[7])
		return t == "d"
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
		for (i = 1; i <= k; i++) {
			at = order[i]
			if (action[at] == "delete")
				continue
			split(row[at], r, " ")
			if (!has[at] && is_new[at])
				whose_is[at, ++has[at]] = base
			for (j = 1; j <= has[at]; j++) {
				if (!(at in known))
					print "enter", r[1], "owner=" \
					    whose_is[at, j] >lines
				# path owner type mode user group target
				if (r[7] ~ /^@/)
					print at, whose_is[at, j], "s - - -", \
					    substr(r[7], 2) >entered
				else if (r[7] ~ /^=/)
					print at, whose_is[at, j], "l - - -", \
					    target(at, r[7]) >entered
				else if (is_new[at])
					print at, whose_is[at, j], "d", r[3], \
					    r[4], r[5], "-" >entered
				else {
					split(told[at], o, " ")
					print at, whose_is[at, j], o[1], \
					    (r[3] == "?" ? o[2] : r[3]), \
					    (r[4] == "?" ? o[3] : r[4]), \
					    (r[5] == "?" ? o[4] : r[5]), \
					    "-" >entered
				}
			}
		}
		print "." >entered
		if (whole && rows)
			print "whole ."
	}' base="$PATCH_BASE" table="$work/rows" journal="$journal" \
	    "$work/rows" "$journal" "$work/owned"`
	whole "$d_said" || return 1
	notes "$work/lines" && run_list "$work/removed" >/dev/null &&
	    enter_lines
}

# enter_lines: what $work/entered has into the package database
enter_lines()
{
	set x `$awk 'NF > 1 && !($2 in seen) {
		seen[$2] = 1
		print $2
	}
	NF == 1 { print }' "$work/entered"`
	shift
	e_last=
	for e_owner do
		e_last=$e_owner
		[ "X$e_owner" = X. ] && break
		$awk '{ print (NF > 1 ? $1 " " $2 : ".") }' "$work/entered" \
		    >"$work/owners" && map_of "$e_owner" || return 1
		e_said=`$awk '
		BEGIN {
			w = ENVIRON["P_WORK"] "/"
			classes = w "classes"
		}
		FILENAME == map {
			if (NF > 1)
				class[$1] = $2
			next
		}
		NF == 1 { whole = 1 }
		NF > 1 && $2 == owner {
			c = $1 in class ? class[$1] : "none"
			if (!(c in number)) {
				number[c] = ++n
				print n, c >classes
				printf "" >(w "class." n)
			}
			if ($3 == "s" || $3 == "l")
				print $1 "=" $7, $3 >(w "class." number[c])
			else if ($3 != "-")
				print $1, $3, $4, $5, $6 >(w "class." number[c])
		}
		END {
			print "." >classes
			if (whole)
				print "whole ."
		}' owner="$e_owner" map="$work/lines" "$work/lines" \
		    "$work/entered"`
		whole "$e_said" || return 1
		exec 3<"$work/classes"
		while read e_number e_class <&3; do
			[ "X$e_number" = X. ] && break
			installf -c "$e_class" "$e_owner" - \
			    <"$work/class.$e_number" || return 1
		done
		exec 3<&-
		installf -f "$e_owner" </dev/null || return 1
	done
	[ "X$e_last" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	# does it have them?
	owned_by -i "$work/asked.paths" || return 1
	e_said=`$awk '
	FILENAME == owned {
		if (NF > 1)
			has[$1, $3] = $2
		next
	}
	NF == 1 { whole = 1 }
	BEGIN {
		told["s"] = "^symbolic"
		told["l"] = "^(linked|hard)"
		told["d"] = "^directory"
	}
	NF > 1 && ($3 in told ? has[$1, $2] !~ told[$3] : \
	    !(($1, $2) in has)) { n++ }
	END { print (whole ? n + 0 : "cut"), "." }
	' owned="$work/owned" "$work/owned" "$work/entered"`
	[ "X$e_said" = 'X0 .' ] && return 0
	complain "database: it does not take the lines of links, directories and" \
	    "attributes"
	return 1
}

ready || exit 1
verify || put_back "the files are not as they should be"
disown || put_back "the package database does not let deleted files go"
