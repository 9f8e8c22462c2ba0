# i.CLASS: saves, stages, verifies, stops, swaps, starts.  The list on standard
# input has `source destination' lines.

[ -d "$state" ] || mkdir "$state" || exit 1
make_work "$state/work"
cat >"$work/list" || exit 1
data=$pkgdir/install/patchfiles
set_base "${CLIENT_BASEDIR:-/}"
no_start=no z_copy=-pdm

# failed: before anything was changed.
failed()
{
	clean_stages
	give_times "$work/before"
	note failed
	complain "$name: nothing was changed"
	exit 1
}

# prepare_sources: those of an installation are there already
prepare_sources()
{
	return 0
}

# choose: $work/plan, $work/sources and $work/linkings; $work/apply and
# $work/undo are lines of the journal
choose()
{
	file_table "$data" && survey_more "$work/journal.table" &&
	    accounts || return 1
	if [ -n "$root" ]; then g_numbers=yes; else g_numbers=no; fi
	g_said=`$awk "$a_lib"'
	BEGIN {
		w = ENVIRON["P_WORK"] "/"
		plan = w "plan"
		sources = w "sources"
		linkings = w "linkings"
		apply = w "apply"
		undo = w "undo"
		wrong = w "wrong"
		printf "" >plan
		printf "" >sources
		printf "" >linkings
		printf "" >apply
		printf "" >undo
		whole = 1
		top = ENVIRON["P_BASE"] == "" ? "." : "." ENVIRON["P_BASE"]
	}
	FILENAME == list {
		gsub(/\/\/*/, "/", $2)
		source[$2] = $1
		next
	}
	FILENAME == passwd || FILENAME == shadow {
		split($0, p, ":")
		if (FILENAME == passwd)
			user[p[1]] = p[3]
		else
			team[p[1]] = p[3]
		next
	}
	FILENAME == about {
		fact[$1] = $0
		next
	}
	FILENAME == table && NF > 1 {
		name = rel($1)
		split(fact[name], f, " ")
		want = wants($2, $3, $7)
		action[$1] = $2
		if ($9 == "new" || f[2] !~ /^[fldn]$/ || \
		    $2 == "attributes" && f[2] != want) {
			print twice($1) >wrong
			bad = 1
			next
		}
		if ($9 != "applied")
			print "undo", $1 >undo
		if ($7 ~ /^=/) {
			hard[++hards] = $1 " " substr($7, 2) " " $8
			next
		}
		if ($2 == "attributes") {
			$6 = f[7]
			$7 = f[9]
		}
		made = $2 == "attributes" || want != "f"
		print "apply", $1, "size=" $6, "cksum=" $7, "build=" $8 \
		    (made || $2 == "delete" ? " by=script" : "") >apply
		mine[$1] = $6 " " $7 " " $8
		if ($2 == "delete") {
			if (f[2] != "n")
				plan_line(f[2] == "d" ? "rmdir" : "drop", \
				    "- - ? ? ?")
			next
		}
		if (want == "l") {
			if (f[7] " " f[9] == $6 " " $7)
				next
			if (f[2] == "d")
				plan_line("clear", "- - ? ? ?")
			plan_line("put", $6 " " $7 " ? ? ?")
			print name, "sym", ".", substr($7, 2) >linkings
			next
		}
		if ($2 != "attributes" && f[2] == "f" && \
		    f[7] " " f[9] == $6 " " $7)
			next
		at = full(name)
		gsub(/\/\/*/, "/", at)
		if (!made && !(at in source)) {
			print twice($1) >wrong
			bad = 1
			next
		}
		# a question mark in the map: as the old file has it
		is_old = f[2] == want
		o = attribute($3, is_old ? f[3] : "?")
		u = attribute($4, is_old ? f[5] : "?")
		g = attribute($5, is_old ? f[6] : "?")
		if (numbers == "yes") {
			if (u !~ /^[0-9]+$/)
				u = (u in user) ? user[u] : "?"
			if (g !~ /^[0-9]+$/)
				g = (g in team) ? team[g] : "?"
		}
		if (want == "d") {
			if (f[2] == "f" || f[2] == "l")
				plan_line("drop", "- - ? ? ?")
			plan_line(f[2] == "d" ? "set" : "mkdir", \
			    "0 / " o " " u " " g)
			next
		}
		plan_line("put", $6 " " $7 " " o " " u " " g)
		planned[name] = o " " u " " g
		if (made) {
			# a copy of what is there
			print name, full("./"), "." >sources
			next
		}
		s = source[at]
		d = substr($1, 1, 1) == "/" ? $1 : "/" $1
		n = length(s) - length(d)
		if (n > 0 && substr(s, n + 1) == d)
			print name, substr(s, 1, n), \
			    (substr($1, 1, 1) == "/" ? "." : top) >sources
		else {
			# under another name: copied there first
			print twice(s), twice(name) >(w "renamed")
			print name, w "renames", "." >sources
		}
		next
	}
	FILENAME == table {
		rows = 1
		next
	}
	# a further name follows its file; where that one is taken away it
	# stays what it is
	FILENAME == journal && NF > 1 && $14 != "-" && $14 in mine && \
	    action[$14] != "delete" {
		name = rel($1)
		split(fact[name], f, " ")
		split(mine[$14], m, " ")
		print "apply", $1, "size=" m[1], "cksum=" m[2], \
		    "build=" m[3] >apply
		if ($2 != "applied")
			print "undo", $1 >undo
		if (f[2] == "f" && f[7] " " f[9] == m[1] " " m[2])
			next
		mine[$1] = mine[$14]
		if (rel($14) in planned) {
			planned[name] = planned[rel($14)]
			print "put", name, $1, m[1], m[2], planned[name] >plan
			print name, "new", "new", rel($14) >linkings
		} else {
			print "put", name, $1, m[1], m[2], "? ? ?" >plan
			print name, 0, ".", rel($14) >linkings
		}
	}
	function attribute(wanted, old) {
		return (wanted == "?" ? old : wanted)
	}
	function plan_line(kind, rest) {
		print kind, name, $1, rest >plan
	}
	# link(PATH, TO, BUILD): a hard link, to the new file or to what stays
	function link(path, to, build,	name, at, new, f, t, sum) {
		name = rel(path)
		at = rel(to)
		new = at in planned
		split(fact[name], f, " ")
		split(fact[at], t, " ")
		sum = new ? mine[to] : t[7] " " t[9]
		if (!new && t[2] != "f" || split(sum, m, " ") < 2) {
			print twice(path) >wrong
			bad = 1
			return
		}
		print "apply", path, "size=" m[1], "cksum=" m[2], \
		    "build=" build, "by=link" >apply
		if (!new && f[2] == "f" && f[8] == t[8])
			return
		if (f[2] == "d")
			print "clear", name, path, "- - ? ? ?" >plan
		print "put", name, path, m[1], m[2], \
		    (new ? planned[at] : "? ? ?") >plan
		print name, (new ? "new new" : "0 ."), at >linkings
	}
	END {
		for (i = 1; i <= hards; i++) {
			split(hard[i], h, " ")
			link(h[1], h[2], h[3])
		}
		print "." >plan
		if (bad)
			print "." >wrong
		print (bad ? "bad ." : rows ? "good ." : "")
	}' numbers=$g_numbers list="$work/list" \
	    passwd="$a_passwd" shadow="$a_group" about="$work/facts" \
	    table="$work/table" journal="$work/journal.table" "$work/list" \
	    "$a_passwd" "$a_group" "$work/facts" "$work/table" \
	    "$work/journal.table"`
	case $g_said in
	'good .')	rename_sources ;;
	'bad .')
		none_in "$work/wrong" "stage: pkgadd did not hand over" \
		    "or the journal does not tell of it"
		return 1 ;;
	*)	failed_tool "$awk"
		return 1 ;;
	esac
}

# rename_sources: new files that the package has under other names
rename_sources()
{
	[ -f "$work/renamed" ] || return 0
	mkdir "$work/renames" || return 1
	exec 4<"$work/renamed"
	while read g_from g_to <&4; do
		plain "$g_to"
		mkdir -p "$work/renames$p_parent"
		cp "$g_from" "$work/renames/$g_to" </dev/null || return 1
	done
	exec 4<&-
}

# all_noted: does the journal tell of all that is about to be replaced?
all_noted()
{
	g_said=`$awk '
	FILENAME == journal {
		if ($NF == "." && $2 ~ /^(save|absent|apply|undo)$/)
			last[$3] = $2
		next
	}
	NF == 1 { whole = 1 }
	NF > 1 && last[$1] != "apply" { n++ }
	END { print (whole && !n ? "all ." : "not all .") }
	' journal="$journal" "$journal" "$work/table"`
	[ "X$g_said" = 'Xall .' ] && return 0
	complain "journal: it does not tell of all files"
	return 1
}

ready || exit 1
clean_stages || failed
file_table "$data" && survey "$work/table" || {
	complain "package: $data cannot be read"
	exit 1
}
choose_originals || failed
save_all || failed
choose || failed
stage_all || failed
notes "$work/apply" && all_noted || failed
exchange && clean_stages && note service settled && note end files || exit 1
sync
exit 0
