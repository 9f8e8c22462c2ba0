# The exchange of files.  Everything new waits in a private directory on the same
# file system, verified; then there are only renames.
#
# $work/plan has a line for each change, and `.':
# KIND NAME PATH SIZE SUM MODE UID GID
#	put	a file or link; STAGE/new/NAME is the new one
#	drop	a file or link goes
#	mkdir	a new directory, with all that is put below it
#	rmdir	a directory goes if nothing is left in it
#	clear	likewise, and must go, as something else comes
#	set	a directory gets these attributes
# A path that becomes something of another kind has two lines.  STAGE/old/NAME is
# a second name of the old file, which an undo renames back: the same file, not a
# copy.
# $work/sources has `NAME DIRECTORY SUB' for what is copied from there by
# cpio $z_copy, with `hard' behind it where another name may be of the same file,
# and $work/linkings `NAME PLACE SUB FROM' for further names; a symbolic link has
# the place sym, and its target as FROM.

# client PATH: c_path as the target sees it.
client()
{
	case $1 in
	/*)	c_path=$1 ;;
	*)	c_path=$base/$1 ;;
	esac
}

# clean_stages: those that the journal names and that are still there.
clean_stages()
{
	[ -f "$journal" ] || return 0
	$awk "$a_lib"'
	$NF != "." { next }
	$2 == "clean" { n = 0 }
	$2 == "stage" { dir[++n] = $3 }
	END {
		for (i = 1; i <= n; i++)
			print twice(dir[i])
		print "."
	}' "$journal" >"$work/stages"
	complete "$work/stages" || return 1
	z_none=yes
	exec 4<"$work/stages"
	while read z_dir <&4; do
		[ "X$z_dir" = X. ] && break
		z_none=no
		facts "$root$z_dir" || return 1
		# a name that was noted but not made may be another's by now
		[ "$f_kind" = d -a "X$f_uid" = "X$z_uid" ] || continue
		rm -rf "$root$z_dir"
		[ ! -d "$root$z_dir" ] || {
			complain "stage: cannot take $root$z_dir away"
			return 1
		}
	done
	exec 4<&-
	[ $z_none = yes ] || note clean
}

# ready: what the functions of this file need, first of all
ready()
{
	enter && privileged || return 1
	z_uid=$f_uid z_some=no
	return 0
}

# give_times DIRECTORY: times of directories below it to those of the root, as
# DIRECTORY.list has it: NAME PATH SUB, where SUB/NAME has the time
give_times()
{
	[ -d "$1" -a -f "$1.list" ] || return 0
	exec 4<"$1.list"
	while read z_dir z_path z_sub <&4; do
		[ "X$z_path" = X ] && break
		[ -d "$1/$z_sub/$z_dir" -a -d "$z_dir" -a ! -h "$z_dir" ] &&
		    touch -r "$1/$z_sub/$z_dir" "$z_dir"
	done
	exec 4<&-
	return 0
}

# home(NAME), for awk: the nearest directory above that is not made by the
# plan, $work/plan being read first as `pass=1'
a_home='
	function home(name,	at) {
		for (at = up(name); at in made; at = up(at))
			;
		return at
	}
	pass == 1 {
		if ($1 == "mkdir")
			made[$2] = 1
		next
	}
'

# make_places: a stage on each file system; $work/place has `DIRECTORY STAGE'
make_places()
{
	z_said=`$awk "$a_lib$a_home"'
	BEGIN {
		dirs = ENVIRON["P_WORK"] "/before.list"
		raw = ENVIRON["P_WORK"] "/before.raw"
		list = ENVIRON["P_WORK"] "/df.list"
		group(list, "0 . df -k")
		printf "" >raw
	}
	NF == 1 {
		whole = 1
		next
	}
	{ touched(home($2)) }
	# its time comes back with it
	$1 == "clear" || $1 == "rmdir" { touched($2) }
	function touched(at) {
		if (!(at in seen)) {
			seen[at] = 1
			dir[++n] = at
		}
	}
	END {
		for (i = 1; i <= n; i++)
			for (j = i; j > 1 && length(dir[j]) > \
			    length(dir[j - 1]); j--) {
				at = dir[j]
				dir[j] = dir[j - 1]
				dir[j - 1] = at
			}
		for (i = 1; i <= n; i++) {
			at = dir[i] == "." ? "/" : substr(dir[i], 2)
			print twice(dir[i]), twice(at), "." >dirs
			print dir[i] >raw
			put(list, dir[i])
		}
		print "." >dirs
		finish(list)
		if (whole)
			print n + 0, "."
	}' pass=1 "$work/plan" pass=2 "$work/plan"`
	counted "$z_said" || return 1
	[ "$n_count" -ne 0 ] || return 0
	z_some=yes
	exec 4<"$work/before.list"
	while read z_dir z_path z_sub <&4; do
		[ "X$z_path" = X ] && break
		[ -d "$z_dir" ] || make_ways "$z_path" || return 1
	done
	exec 4<&-
	mkdir "$work/before" || return 1
	cpio -pdm "$work/before" <"$work/before.raw" >"$work/said" 2>&1
	( run_list "$work/df.list" >"$work/df" ) || {
		failed_tool df
		return 1
	}
	$awk "$a_lib"'
	FILENAME == df {
		for (i = 1; i <= NF; i++)
			word[++w] = $i
		next
	}
	FILENAME == plan {
		if ($1 == "clear" || $1 == "rmdir")
			leaving[$2] = 1
		next
	}
	NF == 3 { dir[++n] = once($1) }
	function leaves(at) {
		while (length(at) > 1 && !(at in leaving))
			at = up(at)
		return at in leaving
	}
	function make_stage(i) {
		if (mount[i] in stage)
			return
		stage[mount[i]] = "s" ++k
		print "stage", stage[mount[i]], (dir[i] == "." ? \
		    "" : twice(substr(dir[i], 2))) "/"
	}
	END {
		for (i = 1; i < w; i++)
			if (word[i] ~ /^([0-9]+%|-)$/ && word[i + 1] ~ /^\//)
				mount[++m] = word[i + 1]
		if (m != n)
			exit
		# a directory that goes holds none, unless it is a file system
		for (i = 1; i <= n; i++)
			if (!leaves(dir[i]))
				make_stage(i)
		for (i = 1; i <= n; i++) {
			make_stage(i)
			print "place", stage[mount[i]], twice(dir[i])
		}
		print "."
	}' df="$work/df" plan="$work/plan" "$work/df" "$work/plan" \
	    "$work/before.list" >"$work/place"
	complete "$work/place" df || return 1
	z_stages=
	exec 4<"$work/place"
	while read z_kind z_stage z_path <&4; do
		[ "X$z_kind" = Xstage ] || continue
		unguessable || return 1
		z_dir=$z_path.$PKGINST.$u_name
		note stage "$z_dir" || return 1
		( umask 077; mkdir "$root$z_dir" ) && mkdir "$root$z_dir/new" \
		    "$root$z_dir/old" "$root$z_dir/from" || {
			complain "stage: cannot make $root$z_dir"
			return 1
		}
		eval "place_$z_stage=\$root\$z_dir"
		z_stages="$z_stages $z_stage"
	done
	exec 4<&-
	return 0
}

# make_dir DIRECTORY: with those above it; the status of mkdir -p is no help
make_dir()
{
	[ -d "$1" ] && return 0
	mkdir -p "$1"
	[ -d "$1" ]
}

# fill_stages: everything new, with its attributes, and second names of
# everything old.  $work/swap, drops, gone, set and unset are the commands of the
# exchange, the last one for its undo
fill_stages()
{
	z_said=`$awk "$a_lib$a_home"'
	BEGIN {
		w = ENVIRON["P_WORK"] "/"
		copies = w "copies"
		linked = w "linked.read"
		sets = w "sets"
		swap = w "swap"
		drops = w "drops"
		gone = w "gone"
		todo = w "todo.read"
		printf "" >sets
		printf "" >swap
		printf "" >(w "set")
		printf "" >(w "unset")
		group(drops, "0 . rm -f")
	}
	FILENAME == place {
		if ($1 == "place")
			stage[once($3)] = $2
		next
	}
	FILENAME == about {
		kind[$1] = $2
		if ($2 == "d")
			was[$1] = $3 " " $5 " " $6
		next
	}
	FILENAME == sources {
		from[$1] = $2 " " $3
		if ($4 == "hard")
			hard[$1] = 1
		next
	}
	FILENAME == linkings {
		if (NF > 1)
			link[$1] = $2 " " $3 " " $4
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	{
		n++
		name[n] = $2
		k = where_is[n] = stage[home($2)]
		inner = up($2) in made
		print (inner ? "inner" : $1), k, twice($2) >todo
		if (($1 == "put" || $1 == "drop") && kind[$2] ~ /^[fl]$/)
			print $2 >(w "old." k)
	}
	$1 == "drop" {
		put(drops, $2)
		next
	}
	$1 == "clear" || $1 == "rmdir" {
		leaving[++l] = n
		touched[$2] = 1
		next
	}
	$1 == "set" {
		where_is[n] = ""
		touched[$2] = 1
		lives = 1
		add_sets()
		next
	}
	{
		print twice($2) >(w "new." k)
		if ($1 == "mkdir")
			add("mkdir -p", n)
		else if ($2 in link) {
			split(link[$2], p, " ")
			print twice($2), k, (p[1] == "new" ? k : p[1]), \
			    (p[1] == "new" ? "new" : "."), twice(p[3]) >linked
		} else if ($2 in from) {
			if (!((from[$2], k) in copy)) {
				copy[from[$2], k] = ++c
				print c, k, twice(from[$2]) >copies
			}
			split(from[$2], p, " ")
			# p[2] is where the tree there begins in this one
			print "./" substr($2, length(p[2]) + 2) \
			    >(w "copy." copy[from[$2], k])
		} else
			whole = 0
		add_sets()
		# what is below a new directory comes with it
		if (inner)
			next
		at = up($2)
		if (!(at in first))
			dir[++d] = at
		else
			next_in[last_in[at]] = n
		if (!(at in first))
			first[at] = n
		last_in[at] = n
	}
	function add_sets() {
		if ($8 != "?")
			add("chgrp " $8, n)
		if ($7 != "?")
			add("chown " $7, n)
		if ($6 != "?")
			add("chmod " $6, n)
		if ($6 != "?" && $5 == "/")
			add("chmod " gid_bit($6), n)
	}
	function add(set, i) {
		if (!(set in set_first)) {
			order[++o] = set
			set_first[set] = i
		} else
			set_next[set, set_last[set]] = i
		set_last[set] = i
	}
	# all_sets(COMMAND, PLACE, LIST): those that are staged there, or live
	function all_sets(command, where, list,	i, j) {
		for (i = 1; i <= o; i++) {
			if (index(order[i], command) != 1)
				continue
			group(list, (where == "" ? "0 ." : where " new") \
			    " " order[i])
			for (j = set_first[order[i]]; j; \
			    j = set_next[order[i], j])
				if (where_is[j] == where)
					put(list, name[j])
		}
	}
	function all_commands(where, list) {
		all_sets("mkdir", where, list)
		# owners first: a change of owner takes set-uid away
		all_sets("chgrp", where, list)
		all_sets("chown", where, list)
		all_sets("chmod", where, list)
	}
	# A mv of several names of one file makes the later ones links again,
	# with temporary names of its own (GNU), in place of renames.
	function is_hard(at) {
		return at in hard || at in link && link[at] !~ /^sym /
	}
	function begin_moves(into,	at) {
		group(swap, stage[into] " new mv -f")
		at = full(into)
		last(swap, at == "" ? "/" : at)
	}
	# the attributes that directories had
	function unset(list,	at, f) {
		for (at in touched) {
			split(was[at], f, " ")
			group(list, "0 . chgrp " f[3])
			put(list, at)
			group(list, "0 . chown " f[2])
			put(list, at)
			group(list, "0 . chmod " f[1])
			put(list, at)
			group(list, "0 . chmod " gid_bit(f[1]))
			put(list, at)
		}
		finish(list)
	}
	END {
		for (at in stage)
			stages[stage[at]] = 1
		for (k in stages)
			all_commands(k, sets)
		finish(sets)
		if (lives)
			all_commands("", w "set")
		finish(w "set")
		unset(w "unset")
		# the longest path is not above another
		for (i = 1; i <= l; i++)
			for (j = i; j > 1 && length(name[leaving[j]]) > \
			    length(name[leaving[j - 1]]); j--) {
				at = leaving[j]
				leaving[j] = leaving[j - 1]
				leaving[j - 1] = at
			}
		group(gone, "0 . rmdir")
		for (i = 1; i <= l; i++)
			put(gone, name[leaving[i]])
		finish(gone)
		for (i = 1; i <= d; i++) {
			begun = 0
			for (j = first[dir[i]]; j; j = next_in[j]) {
				if (is_hard(name[j]))
					continue
				if (!begun)
					begin_moves(dir[i])
				begun = 1
				put(swap, name[j])
			}
			for (j = first[dir[i]]; j; j = next_in[j])
				if (is_hard(name[j])) {
					begin_moves(dir[i])
					put(swap, name[j])
				}
		}
		finish(swap)
		finish(drops)
		print "." >todo
		print "." >copies
		print "." >linked
		for (k in stages) {
			print "." >(w "new." k)
			printf "" >(w "old." k)
		}
		if (whole)
			print "whole ."
	}' place="$work/place" about="$work/facts" sources="$work/sources" \
	    linkings="$work/linkings" pass=1 "$work/plan" pass=2 \
	    "$work/place" "$work/facts" "$work/sources" \
	    "$work/linkings" "$work/plan"`
	[ "X$z_said" = 'Xwhole .' ] || {
		complain "stage: not all new files are there, or $awk fails"
		return 1
	}
	exec 4<"$work/copies"
	while read z_number z_stage z_from z_sub <&4; do
		[ "X$z_stage" = X ] && break
		eval "z_to=\$place_$z_stage/new/\$z_sub"
		make_dir "$z_to" && [ -d "$z_from" ] && ( cd "$z_from" &&
		    cpio "$z_copy" "$z_to" <"$work/copy.$z_number" \
		    >"$work/said" 2>&1 ) || {
			cat "$work/said" >&2
			complain "stage: cannot copy new files"
			return 1
		}
	done
	exec 4<&-
	exec 4<"$work/linked.read"
	while read z_name z_stage z_place z_sub z_from <&4; do
		[ "X$z_stage" = X ] && break
		eval "z_to=\$place_$z_stage/new"
		plain "$z_name"
		make_dir "$z_to$p_parent" && if [ "X$z_place" = Xsym ]; then
			ln -s "$z_from" "$z_to/$z_name"
		else
			eval "z_at=\$place_$z_place/\$z_sub"
			ln "$z_at/$z_from" "$z_to/$z_name"
		fi || {
			complain "stage: cannot link $z_name"
			return 1
		}
	done
	exec 4<&-
	for z_stage in $z_stages; do
		eval "z_to=\$place_$z_stage/old"
		cpio -pdlm "$z_to" <"$work/old.$z_stage" >"$work/said" 2>&1 || {
			cat "$work/said" >&2
			complain "stage: cannot keep old files"
			return 1
		}
	done
	run_list "$work/sets" || [ $a_root = no ] || {
		complain "stage: cannot set owners or modes"
		return 1
	}
}

# verify_stages: are the new files those of the plan, and the old ones kept?
verify_stages()
{
	: >"$work/facts.new"
	: >"$work/facts.old"
	for z_stage in $z_stages; do
		facts_of "$z_stage" new "$work/new.$z_stage" "$work/facts.one" ||
		    return 1
		cat "$work/facts.one" >>"$work/facts.new"
		$awk "$a_lib"'
		{ print twice($0) }
		END { print "." }' "$work/old.$z_stage" >"$work/names" &&
		    facts_of "$z_stage" old "$work/names" "$work/facts.one" ||
		    return 1
		cat "$work/facts.one" >>"$work/facts.old"
	done
	$awk "$a_lib"'
	FILENAME == fnew {
		new[$1] = $2 " " $7 " " $9
		mode[$1] = $3
		uid[$1] = $5
		gid[$1] = $6
		next
	}
	FILENAME == fold {
		if ($2 == "l")
			$3 = $5 = $6 = "-"
		old[$1] = $2 " " $3 " " $5 " " $6 " " $7 " " $9
		next
	}
	FILENAME == about {
		if ($2 == "l")
			$3 = $5 = $6 = "-"
		if ($2 == "f" || $2 == "l")
			was[$1] = $2 " " $3 " " $5 " " $6 " " $7 " " $9
		next
	}
	NF == 1 {
		print "."
		next
	}
	{
		wrong = was[$2] != old[$2]
		if ($1 == "put" || $1 == "mkdir") {
			if (new[$2] != kindof($5) " " $4 " " $5)
				wrong = 1
			if ($6 != "?" && mode[$2] + 0 != $6 + 0)
				wrong = 1
			if (a_root == "yes" && ($7 ~ /^[0-9]+$/ && \
			    uid[$2] != $7 || $8 ~ /^[0-9]+$/ && gid[$2] != $8))
				wrong = 1
		}
		if (wrong)
			print twice($3)
	}' a_root=$a_root fnew="$work/facts.new" fold="$work/facts.old" \
	    about="$work/facts" "$work/facts.new" "$work/facts.old" \
	    "$work/facts" "$work/plan" >"$work/different"
	none_in "$work/different" stage: "is not what it should become"
}

# stage_all: all that $work/plan says, verified
stage_all()
{
	make_places || return 1
	[ $z_some = yes ] || return 0
	prepare_sources && fill_stages && verify_stages
}

# swapped KIND: are all changes of that kind made?
swapped()
{
	exec 3<"$work/todo.read"
	while read kind z_stage z_name <&3; do
		[ "X$z_stage" = X ] && break
		[ "X$kind" = "X$1" ] || continue
		eval "z_new=\$place_$z_stage/new/\$z_name"
		case $kind in
		put)	there "$z_name" && if there "$z_new"; then
				false
			fi ;;
		drop)	if there "$z_name"; then
				false
			fi ;;
		mkdir)	[ -d "$z_name" -a ! -d "$z_new" ] ;;
		inner)	there "$z_name" || [ -d "$z_name" ] ;;
		clear)	[ ! -d "$z_name" ] ;;
		rmdir)	[ ! -d "$z_name" ] || say "$z_name is left, as" \
			    "there is something in it" ;;
		esac || {
			complain "swap: cannot replace $z_name"
			return 1
		}
	done
	exec 3<&-
	return 0
}

# swap: all renames, no more; the service is down.  A directory that is not empty
# is no error of rmdir here, see swapped.
swap()
{
	[ $z_some = yes ] || return 0
	run_list "$work/drops" && swapped drop && [ -z "$caught" ] || return 1
	run_list "$work/gone" 2>/dev/null
	swapped clear && swapped rmdir && run_list "$work/swap" &&
	    swapped put && swapped mkdir && swapped inner && [ -z "$caught" ] &&
	    run_list "$work/set" && [ -z "$caught" ]
}

# put_aside NAME NEW: a new directory, with what is in it, leaves its place
put_aside()
{
	plain "$2"
	mv -f "$1" "$p_parent/" && [ ! -d "$1" ]
}

# put_back_old NAME OLD: the old file, or nothing, is there again
put_back_old()
{
	if there "$2"; then
		# into the directory: the name may lead to another
		plain "$1"
		mv -f "$2" ".$p_parent/" && if there "$2"; then
			false
		fi
	else
		rm -f "$1" && if there "$1"; then
			false
		fi
	fi
}

# unswap_kind KIND...: those changes are undone
unswap_kind()
{
	exec 3<"$work/todo.read"
	while read kind z_stage z_name <&3; do
		[ "X$z_stage" = X ] && break
		eval "z_new=\$place_$z_stage/new/\$z_name"
		eval "z_old=\$place_$z_stage/old/\$z_name"
		[ "X$kind" = "X$1" -o "X$kind" = "X${2-}" ] || continue
		case $kind in
		put)	there "$z_new" || put_back_old "$z_name" "$z_old" ;;
		drop)	there "$z_name" || put_back_old "$z_name" "$z_old" ;;
		mkdir)	[ -d "$z_new" ] || put_aside "$z_name" "$z_new" ;;
		*)	make_dir "$z_name" ;;
		esac || {
			complain "undo: cannot put back $z_name"
			x_lost=yes
		}
	done
	exec 3<&-
}

# unswap: the old files are back, each as it was.
unswap()
{
	[ $z_some = yes ] || return 0
	x_lost=no
	unswap_kind put
	unswap_kind mkdir
	unswap_kind clear rmdir
	unswap_kind drop
	run_list "$work/unset" || {
		complain "undo: cannot give directories their owners or modes"
		x_lost=yes
	}
	[ $x_lost = no ]
}

# undo: after a failure in the middle; ends the script.
undo()
{
	trap '' 1 2 3 15
	say "undo: the files and the service are put back"
	if [ $x_tried = yes ]; then
		service_do stop
		awaited stop
	fi
	if unswap; then
		[ -s "$work/undo" ] && notes "$work/undo"
		sync
		if [ $x_restart = yes ]; then
			service_start && note service settled
		else
			note service settled
		fi
		clean_stages
		give_times "$work/before"
	else
		complain "undo: incomplete; pkgadd or pkgrm again, after the" \
		    "reason is gone, finishes it"
		sync
	fi
	note failed
	[ -z "$caught" ] || exit 3
	exit 1
}

# exchange: stop, swap, start; all or nothing.  $work/undo has journal lines
# for the case that it was undone; no_start=yes leaves the service down.
exchange()
{
	x_restart=no x_stop=no x_tried=no
	if service_wanted && [ -f "$service" ]; then
		running && x_stop=yes x_restart=yes
		# a run that was killed had stopped it
		last_note service || return 1
		[ "X$l_note" = Xrunning ] && x_restart=yes
	fi
	[ $z_some = yes ] || x_stop=no
	if [ $x_restart = yes -a $z_some = yes ]; then
		[ -z "$root" ] && wait_for_quiet
		note service running || return 1
	fi
	sync
	caught=
	trap 'caught=yes' 1 2 3 15
	clock
	x_from=$o_clock
	if [ $x_stop = yes ]; then
		service_stop || {
			[ -z "$PATCH_PROCESSES" ] || running ||
			    service_start
			note service settled
			[ -s "$work/undo" ] && notes "$work/undo"
			clean_stages
			give_times "$work/before"
			note failed stop
			complain "nothing was changed"
			return 1
		}
	fi
	swap || undo
	[ "X$no_start" = Xno -a -f "${service-}" ] || x_restart=no
	if [ $x_restart = yes ]; then
		if [ $x_stop = no ] && running; then
			:
		else
			x_tried=yes
			service_start || undo
		fi
	fi
	[ -z "$caught" ] || undo
	trap 'exit 3' 1 2 3 15
	if [ $x_stop = yes ]; then
		clock
		n_value=
		[ -n "$o_clock" -a -n "$x_from" ] &&
		    compute "$o_clock" - "$x_from" && {
			say "${PATCH_SERVICE_NAME:-service} was down for" \
			    "$n_value seconds"
			note down "$n_value"
		}
	fi
	sync
}
