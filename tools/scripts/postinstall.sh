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
		next
	}
	NF == 1 { next }
	{
		n++
		c = now[rel($1)]
		if ($2 == "attributes")
			wrong_one = c !~ /^f / || \
			    $3 != "?" && mode[rel($1)] + 0 != $3 + 0
		else if ($2 == "delete")
			wrong_one = c !~ /^n /
		else
			wrong_one = c != ($7 ~ /^@/ ? "l " : "f ") $6 " " $7
		if (wrong_one) {
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
# would miss them; lines of links and attributes, which are no objects of the
# patch, become what they are now.  The journal keeps whose they were, and how.
disown()
{
	d_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/asked.paths" }
	NF > 1 && ($2 == "delete" || $2 == "attributes" || $7 ~ /^@/) {
		print substr(rel($1), 2) >out
		n++
	}
	END { print n + 0, "." }' "$work/table"`
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
		letter["linked"] = "l"
	}
	FILENAME == table && NF > 1 {
		at = substr(rel($1), 2)
		action[at] = $2
		is_link[at] = $7 ~ /^@/
		row[at] = $0
		order[++k] = at
		next
	}
	FILENAME == table {
		rows = 1
		next
	}
	# a run that was killed has done it
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
		    "mode=" $4, "user=" $5, "group=" $6 >lines
		whose_is[$1, ++has[$1]] = $3
		told[$1] = t " " $4 " " $5 " " $6
		if (action[$1] == "attributes")
			next
		if (!($3 in seen)) {
			seen[$3] = 1
			owner[++n] = $3
		}
		path[++m] = $1
		whose[m] = $3
	}
	NF > 1 && $1 in known && $1 in action {
		t = $2 ~ /^edit/ ? "e" : $2 in letter ? letter[$2] : "-"
		told[$1] = t " " $4 " " $5 " " $6
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
			if (action[at] == "delete" || \
			    action[at] != "attributes" && !is_link[at])
				continue
			split(row[at], r, " ")
			if (!has[at] && is_link[at])
				whose_is[at, ++has[at]] = base
			for (j = 1; j <= has[at]; j++) {
				if (!(at in known))
					print "enter", r[1], "owner=" \
					    whose_is[at, j] >lines
				# path owner type mode user group target
				if (is_link[at])
					print at, whose_is[at, j], "s - - -", \
					    substr(r[7], 2) >entered
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
	}' base="$PATCH_BASE" table="$work/table" journal="$journal" \
	    "$work/table" "$journal" "$work/owned"`
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
			if ($3 == "s")
				print $1 "=" $7, "s" >(w "class." number[c])
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
	NF > 1 && ($3 == "s" ? has[$1, $2] != "symbolic" : \
	    !(($1, $2) in has)) { n++ }
	END { print (whole ? n + 0 : "cut"), "." }
	' owned="$work/owned" "$work/owned" "$work/entered"`
	[ "X$e_said" = 'X0 .' ] && return 0
	complain "database: it does not take the lines of links and attributes"
	return 1
}

ready || exit 1
verify || put_back "the files are not as they should be"
disown || put_back "the package database does not let deleted files go"
