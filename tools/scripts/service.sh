# The service of the product.  With an alternate root there is none.

service_wanted()
{
	[ -n "$PATCH_SERVICE" ] && [ -z "$root" ] || return 1
	place_of "$PATCH_SERVICE"
	service=$dst
	return 0
}

# list_processes: $work/ps, number and command of each; p_whole tells whether
# we are among them ourselves, as the last thing that began.  A global zone sees
# those of the others too.
list_processes()
{
	p_zone=
	if type zonename >/dev/null 2>&1; then
		p_zone=`zonename`
	fi
	{
		[ -n "$p_zone" ] && ps -z "$p_zone" -o pid -o args ||
		    ps -e -o pid -o args
	} </dev/null >"$work/ps" 2>/dev/null
	p_whole=no
	exec 5<"$work/ps"
	while read p_number p_rest <&5; do
		[ "X$p_number" = "X$$" ] && p_whole=yes
	done
	exec 5<&-
}

# processes: p_found, the numbers of those that run a program named in
# PATCH_PROCESSES, or `unknown': itself, by a bare name too, since a daemon may call itself
# as it likes, or as script or argument of a shell.
processes()
{
	p_names=
	for p_path in $PATCH_PROCESSES; do
		place_of "$p_path"
		p_names="$p_names $dst"
	done
	list_processes
	p_found=unknown
	[ $p_whole = yes ] || {
		failed_tool ps
		return
	}
	p_found=`P_NAMES=$p_names $awk '
	BEGIN {
		n = split(ENVIRON["P_NAMES"], name, " ")
		for (i = 1; i <= n; i++) {
			full[name[i]] = i
			m = split(name[i], part, "/")
			bare[part[m]] = i
		}
	}
	function is_ours(word) {
		sub(/^\.\//, "", word)
		return word in full || word in bare
	}
	{
		m = split($2, part, "/")
		shell = part[m] ~ /^-?(sh|jsh|ksh|ksh93|bash|dash|perl)$/
		if (is_ours($2) || shell && ($3 in full || $4 in full))
			print $1
	}
	END { print "." }' "$work/ps"`
	set x $p_found
	p_found=unknown
	for p_word do
		[ "X$p_word" = X. ] && p_found=
	done
	if [ -n "$p_found" ]; then
		failed_tool "$awk"
		return
	fi
	shift
	for p_word do
		[ "X$p_word" = X. ] || p_found="$p_found $p_word"
	done
}

# running: does the service run?  Without a process to look for it is taken to
# run, so it is stopped and started.
running()
{
	[ -n "$PATCH_PROCESSES" ] || return 0
	processes
	[ -n "$p_found" ]
}

# bounded SECONDS COMMAND...: runs it as a boot script is run, with nothing of
# the package tools open or in the environment, and kills it when it hangs.
# It is not started with an ampersand: the SVR4 shell forgets how a command
# ended that does so before the shell waits for it.
bounded()
{
	d_limit=$1
	shift
	d_turn=x${d_turn-}
	# the watch ends by itself, so nobody has to kill it
	(
		while [ "$d_limit" -gt 0 ]; do
			sleep 1
			kill -0 $$ && [ ! -f "$work/ended.$d_turn" ] || exit 0
			compute "$d_limit" - 1 || break
			d_limit=$n_value
		done
		kill -9 `cat "$work/number.$d_turn"`
	) </dev/null >/dev/null 2>&1 \
	    3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&- &
	sh -c 'echo $$ >"$1" && shift && cd / &&
	    exec env -i PATH="$PATH" HOME=/ ${TZ+TZ="$TZ"} "$@"' \
	    sh "$work/number.$d_turn" "$@" </dev/null >/dev/null 2>&1 \
	    3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
	d_status=$?
	: >"$work/ended.$d_turn"
	return $d_status
}

# service_do WORD: the start script with start or stop.  Its output is not
# kept: a daemon would hold the file, or the caller's pipe, for ever.
service_do()
{
	if [ -f "$service" -a -x "$service" ]; then
		bounded "$PATCH_TIMEOUT" "$service" "$1"
	else
		bounded "$PATCH_TIMEOUT" /sbin/sh "$service" "$1"
	fi
}

# awaited WORD: until the service runs (start) or not (stop).
awaited()
{
	[ -n "$PATCH_PROCESSES" ] || return 0
	s_left=$PATCH_TIMEOUT
	while :; do
		processes
		case $1.$p_found in
		stop.|start.\ [0-9]*)	return 0 ;;
		*.unknown)		return 1 ;;
		esac
		[ "$s_left" -gt 0 ] || return 1
		sleep 1
		compute "$s_left" - 1 || return 1
		s_left=$n_value
	done
}

# ended WORD: says how the start script ended.
ended()
{
	case $d_status in
	137|265)	complain "$1: $service $1 was killed after" \
		    "$PATCH_TIMEOUT seconds" ;;
	*)	complain "$1: $service $1 ended with status $d_status" ;;
	esac
}

# service_stop: with the script that is installed, until no process is left.
service_stop()
{
	service_do stop || {
		ended stop
		return 1
	}
	awaited stop || {
		complain "stop: after $PATCH_TIMEOUT seconds still there:" \
		    $p_found
		return 1
	}
}

# service_start: and see it run.
service_start()
{
	service_do start || {
		ended start
		return 1
	}
	awaited start || {
		complain "start: not running after $PATCH_TIMEOUT seconds"
		return 1
	}
}

# clock: o_clock, seconds since the epoch
clock()
{
	o_clock=`$awk 'BEGIN { srand(); print srand() }'`
}
