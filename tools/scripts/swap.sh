# The exchange of files.  New files wait in a directory of their own beside the
# old ones, on the same file system, verified; then there are only renames.
# $work/todo has a line for each: NUMBER KIND STAGE PATH, where STAGE/NUMBER is
# the new file (kind put; drop has none) and STAGE/NUMBER.old a second name of
# the old one, which an undo renames back: the same file, not a copy.

# client PATH: c_path as the target sees it.
client()
{
	case $1 in
	/*)	c_path=$1 ;;
	*)	c_path=$base/$1 ;;
	esac
}

# stage_beside PATH: stage, a directory beside the target that nobody else can
# write to.  mkdir refuses a name that somebody has put there.
stage_beside()
{
	client "$1"
	plain "$c_path"
	z_dir=$p_parent
	[ "X$z_dir" = "X$z_last" ] && return 0
	[ -d "$root$z_dir" ] || make_ways "$z_dir" || return 1
	unguessable || return 1
	stage=$root$z_dir/.$PKGINST.$u_name
	note stage "$z_dir/.$PKGINST.$u_name" || return 1
	( umask 077; mkdir "$stage" ) || {
		complain "stage: cannot make $stage"
		return 1
	}
	z_last=$z_dir
}

# clean_stages: those that the journal names and that are still there.
clean_stages()
{
	[ -f "$journal" ] || return 0
	$awk '$NF != "." { next }
	$2 == "clean" { n = 0 }
	$2 == "stage" { dir[++n] = $3 }
	END {
		for (i = 1; i <= n; i++)
			print dir[i]
		print "."
	}' "$journal" | sed 's/\\/\\\\/g' >"$work/stages"
	complete "$work/stages" || {
		failed_tool "$awk"
		return 1
	}
	z_some=no z_last=
	exec 4<"$work/stages"
	while read z_dir <&4; do
		[ "X$z_dir" = X. ] && break
		z_some=yes
		facts "$root$z_dir" || return 1
		# a name that was noted but not made may be another's by now
		[ "$f_kind" = d -a "X$f_uid" = X0 ] || continue
		rm -f "$root$z_dir"/[0-9]*
		rmdir "$root$z_dir"
		[ ! -d "$root$z_dir" ] || rm -rf "$root$z_dir"
		[ ! -d "$root$z_dir" ] || {
			complain "stage: cannot take $root$z_dir away"
			return 1
		}
	done
	exec 4<&-
	[ $z_some = no ] || note clean
}

# plan KIND PATH: the line of $work/todo, after STAGE/NUMBER is in place.
plan()
{
	target "$2"
	if [ -f "$dst" ]; then
		ln "$dst" "$stage/$number.old" 2>/dev/null ||
		    copy "$dst" "$stage/$number.old" || return 1
		[ -f "$stage/$number.old" ] || {
			complain "stage: ln fails"
			return 1
		}
	fi
	printf '%s\n' "$number $1 $stage $2" >>"$work/todo"
}

next_number()
{
	compute "$number" + 1 || return 1
	number=$n_value
}

# stage_new PATH SOURCE MODE OWNER GROUP SIZE SUM
stage_new()
{
	stage_beside "$1" && next_number || return 1
	copy "$2" "$stage/$number" || {
		complain "stage: cannot copy $1 to $stage"
		return 1
	}
	is_content "$stage/$number" "$6" "$7" || {
		complain "stage: $1 is not what the package promises"
		return 1
	}
	n_mode=$3 n_owner=$4 n_group=$5
	target "$1"
	facts "$dst" || return 1
	if [ "$f_kind" = f ]; then
		# a question mark in the map: as the old file has it
		[ "X$n_group" = 'X?' ] && chgrp "$f_gid" "$stage/$number"
		[ "X$n_owner" = 'X?' ] && chown "$f_uid" "$stage/$number"
		[ "X$n_mode" = 'X?' ] && n_mode=$f_mode
	fi
	give "$stage/$number" "$n_mode" "$n_owner" "$n_group" || return 1
	plan put "$1"
}

# stage_link PATH EXISTING SOURCE: a further name of EXISTING; a copy of SOURCE
# where links do not go.
stage_link()
{
	stage_beside "$1" && next_number || return 1
	ln "$2" "$stage/$number" && [ -f "$stage/$number" ] || {
		complain "stage: cannot link $1"
		return 1
	}
	plan put "$1"
}

stage_drop()
{
	stage_beside "$1" && next_number || return 1
	plan drop "$1"
}

# swap: all renames, no more; the service is down.
swap()
{
	exec 3<"$work/todo.read"
	while read number kind stage path <&3; do
		[ "X$number" = X. ] && break
		target "$path"
		case $kind in
		put)	mv -f "$stage/$number" "$dst" &&
			    [ ! -f "$stage/$number" ] ;;
		drop)	rm -f "$dst" && [ ! -f "$dst" ] ;;
		esac || {
			complain "swap: cannot replace $dst"
			return 1
		}
		[ -z "$caught" ] || return 1
	done
	exec 3<&-
}

# unswap: the old files are back, each as it was.
unswap()
{
	x_lost=no
	exec 3<"$work/todo.read"
	while read number kind stage path <&3; do
		[ "X$number" = X. ] && break
		target "$path"
		[ "$kind" = put -a -f "$stage/$number" ] && continue
		[ "$kind" = drop -a -f "$dst" ] && continue
		if [ -f "$stage/$number.old" ]; then
			mv -f "$stage/$number.old" "$dst" &&
			    [ ! -f "$stage/$number.old" ]
		else
			rm -f "$dst" && [ ! -f "$dst" ]
		fi || {
			complain "undo: cannot put back $dst"
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
	$awk '{ print } END { print "." }' "$work/todo" |
	    sed 's/\\/\\\\/g' >"$work/todo.read"
	complete "$work/todo.read" || {
		failed_tool sed
		return 1
	}
	[ -s "$work/todo" ] || x_stop=no
	if [ $x_restart = yes -a -s "$work/todo" ]; then
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
			note failed stop
			complain "nothing was changed"
			return 1
		}
	fi
	swap || undo
	[ $no_start = no -a -f "${service-}" ] || x_restart=no
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
