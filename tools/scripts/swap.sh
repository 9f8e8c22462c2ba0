# The exchange of files.  Everything new waits in a private directory on the same
# file system, verified; then there are only renames.
#
# $work/plan has a line for each change, and `.':
# KIND NAME PATH SIZE SUM MODE UID GID
# KIND is put or drop.  STAGE/new/NAME is the new file, STAGE/old/NAME a second
# name of the old one, which an undo renames back: the same file, not a copy.
# $work/sources has `NAME DIRECTORY SUB' for what is copied from there by
# cpio $z_copy, and
# $work/linkings `NAME PLACE SUB FROM' for further names; a symbolic link has
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

# give_times DIRECTORY: times of directories below it to those of the root
give_times()
{
	[ -d "$1" -a -f "$1.list" ] || return 0
	exec 4<"$1.list"
	while read z_dir z_path <&4; do
		[ "X$z_path" = X ] && break
		[ -d "$1/$z_dir" -a -d "$z_dir" -a ! -h "$z_dir" ] &&
		    touch -r "$1/$z_dir" "$z_dir"
	done
	exec 4<&-
	return 0
}

# make_places: a stage on each file system; $work/place has `DIRECTORY STAGE'
make_places()
{
	z_said=`$awk "$a_lib"'
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
	!(up($2) in seen) {
		seen[up($2)] = 1
		dir[++n] = up($2)
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
			print twice(dir[i]), twice(at) >dirs
			print dir[i] >raw
			put(list, dir[i])
		}
		print "." >dirs
		finish(list)
		if (whole)
			print n + 0, "."
	}' "$work/plan"`
	counted "$z_said" || return 1
	[ "$n_count" -ne 0 ] || return 0
	z_some=yes
	exec 4<"$work/before.list"
	while read z_dir z_path <&4; do
		[ "X$z_path" = X ] && break
		[ -d "$z_dir" ] || make_ways "$z_path" || return 1
	done
	exec 4<&-
	mkdir "$work/before" || return 1
	cpio -pdm "$work/before" <"$work/before.raw" >"$work/said" 2>&1
	run_list "$work/df.list" >"$work/df" || {
		failed_tool df
		return 1
	}
	$awk "$a_lib"'
	FILENAME == df {
		for (i = 1; i <= NF; i++)
			word[++w] = $i
		next
	}
	NF == 2 { dir[++n] = once($1) }
	END {
		for (i = 1; i < w; i++)
			if (word[i] ~ /^([0-9]+%|-)$/ && word[i + 1] ~ /^\//)
				mount[++m] = word[i + 1]
		if (m != n)
			exit
		for (i = 1; i <= n; i++) {
			if (!(mount[i] in stage)) {
				stage[mount[i]] = "s" ++k
				print "stage", stage[mount[i]], (dir[i] == "." ? \
				    "" : twice(substr(dir[i], 2))) "/"
			}
			print "place", stage[mount[i]], twice(dir[i])
		}
		print "."
	}' df="$work/df" "$work/df" "$work/before.list" >"$work/place"
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
# everything old
fill_stages()
{
	z_said=`$awk "$a_lib"'
	BEGIN {
		w = ENVIRON["P_WORK"] "/"
		copies = w "copies"
		linked = w "linked.read"
		sets = w "sets"
		swap = w "swap"
		drops = w "drops"
		todo = w "todo.read"
		printf "" >sets
		printf "" >swap
		group(drops, "0 . rm -f")
	}
	FILENAME == place {
		if ($1 == "place")
			stage[once($3)] = $2
		next
	}
	FILENAME == about {
		kind[$1] = $2
		next
	}
	FILENAME == sources {
		from[$1] = $2 " " $3
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
		k = stage[up($2)]
		what[n] = $1
		print $1, k, twice($2) >todo
		if (kind[$2] == "f" || kind[$2] == "l")
			print $2 >(w "old." k)
		if ($1 == "drop") {
			put(drops, $2)
			next
		}
		print twice($2) >(w "new." k)
		if ($2 in link) {
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
		if ($8 != "?")
			add("chgrp " $8, n)
		if ($7 != "?")
			add("chown " $7, n)
		if ($6 != "?")
			add("chmod " $6, n)
		at = up($2)
		if (!(at in first))
			dir[++d] = at
		else
			next_in[last_in[at]] = n
		if (!(at in first))
			first[at] = n
		last_in[at] = n
	}
	function add(set, i) {
		if (!(set in set_first)) {
			order[++o] = set
			set_first[set] = i
		} else
			set_next[set, set_last[set]] = i
		set_last[set] = i
	}
	# owners first: a change of owner takes set-uid away
	function all_sets(command,	i, j, k, s) {
		for (i = 1; i <= o; i++) {
			if (index(order[i], command) != 1)
				continue
			for (k in stages) {
				group(sets, k " new " order[i])
				for (j = set_first[order[i]]; j; \
				    j = set_next[order[i], j])
					if (stage[up(name[j])] == k)
						put(sets, name[j])
			}
		}
	}
	END {
		for (at in stage)
			stages[stage[at]] = 1
		all_sets("chgrp")
		all_sets("chown")
		all_sets("chmod")
		finish(sets)
		for (i = 1; i <= d; i++) {
			group(swap, stage[dir[i]] " new mv -f")
			at = full(dir[i])
			last(swap, at == "" ? "/" : at)
			for (j = first[dir[i]]; j; j = next_in[j])
				put(swap, name[j])
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
	    linkings="$work/linkings" "$work/place" "$work/facts" \
	    "$work/sources" "$work/linkings" "$work/plan"`
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
		if ($1 == "put") {
			if (new[$2] != ($5 ~ /^@/ ? "l " : "f ") $4 " " $5)
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
		esac || {
			complain "swap: cannot replace $z_name"
			return 1
		}
	done
	exec 3<&-
	return 0
}

# swap: all renames, no more; the service is down.
swap()
{
	[ $z_some = yes ] || return 0
	run_list "$work/swap" && swapped put && [ -z "$caught" ] &&
	    run_list "$work/drops" && swapped drop && [ -z "$caught" ]
}

# unswap: the old files are back, each as it was.
unswap()
{
	[ $z_some = yes ] || return 0
	x_lost=no
	exec 3<"$work/todo.read"
	while read kind z_stage z_name <&3; do
		[ "X$z_stage" = X ] && break
		eval "z_new=\$place_$z_stage/new/\$z_name"
		eval "z_old=\$place_$z_stage/old/\$z_name"
		[ "X$kind" = Xput ] && there "$z_new" && continue
		[ "X$kind" = Xdrop ] && there "$z_name" && continue
		if there "$z_old"; then
			# into the directory: the name may lead to another
			plain "$z_name"
			mv -f "$z_old" ".$p_parent/" && if there "$z_old"; then
				false
			fi
		else
			rm -f "$z_name" && if there "$z_name"; then
				false
			fi
		fi || {
			complain "undo: cannot put back $z_name"
			x_lost=yes
		}
	done
	exec 3<&-
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
