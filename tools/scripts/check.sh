# What has to be true before anything changes.  checkinstall looks as an
# ordinary user, preinstall once more as root.  Every function adds its
# findings; none stops at the first.

# patches_of_base: b_packages, those that patch the same base, without us.
patches_of_base()
{
	echo "PATCH_BASE=$PATCH_BASE" >"$work/last"
	b_packages=
	b_last=
	for b_file in `grep -l "^PATCH_BASE=$PATCH_BASE\$" \
	    "$packages"/*/pkginfo "$work/last" 2>/dev/null`; do
		b_last=$b_file
		[ "X$b_file" = "X$work/last" ] && continue
		plain "$b_file"
		plain "$p_parent"
		[ "X$p_last" = "X$PKGINST" ] ||
		    b_packages="$b_packages $p_last"
	done
	[ "X$b_last" = "X$work/last" ] || {
		failed_tool grep
		return 1
	}
	return 0
}

# check_complete WORD PACKAGE [VERSION]
check_complete()
{
	if present "$2"; then
		:
	else
		finding "$1: $2 is not installed"
		return
	fi
	installed "$2" || {
		finding "$1: $2 is only partially installed"
		return
	}
	[ -n "${3-}" ] || return
	installed "$2" "$3" || {
		parameter "$2" VERSION
		finding "$1: $2 is version $p_value, not $3"
	}
}

# split ITEM: k_package and k_version of PACKAGE[:VERSION].
split()
{
	k_ifs=$IFS
	IFS=:
	set $1
	IFS=$k_ifs
	k_package=${1-} k_version=${2-}
}

# last_run_ended PACKAGE: is the last word of its journal that it is installed?
last_run_ended()
{
	k_file=$packages/$1/save/patch/journal
	[ -f "$k_file" ] || return 1
	k_line=`tail -1 "$k_file"`
	case $k_line in
	*' end install .')	return 0 ;;
	esac
	return 1
}

# check_level: base, service packs, earlier and later patches.
check_level()
{
	check_complete base "$PATCH_BASE" "$PATCH_BASE_VERSION"
	for k_item in $PATCH_REQUIRES; do
		split "$k_item"
		check_complete requires "$k_package" "$k_version"
	done
	for k_item in $PATCH_ACCEPTS; do
		split "$k_item"
		[ "X$k_package" = "X$PKGINST" ] && continue
		present "$k_package" || continue
		# a removal that was refused leaves it partial, but whole
		last_run_ended "$k_package" ||
		    check_complete below "$k_package"
	done
	k_refused=' '
	for k_item in $PATCH_REFUSES; do
		split "$k_item"
		if [ -n "$k_version" ]; then
			installed "$k_package" "$k_version"
		else
			present "$k_package"
		fi || continue
		finding "later: $k_package is installed; this patch is older"
		k_refused="$k_refused$k_package "
	done
	patches_of_base
	for k_package in $b_packages; do
		case $k_refused in
		*" $k_package "*)	continue ;;
		esac
		parameter "$k_package" PATCH_LEVEL
		case $p_value in
		''|*[!0-9]*)	continue ;;
		esac
		[ "$p_value" -ge "$PATCH_LEVEL" ] && finding \
		    "later: $k_package is installed, patch level $p_value"
	done
}

# cron_runs: an administrator may have stopped it, as the classic procedures
# have it; then no minute matters.
cron_runs()
{
	list_processes
	# who cannot see processes cannot tell
	[ $p_whole = yes ] || return 0
	q_cron=`$awk '{
		n = split($2, part, "/")
		if (part[n] == "cron" || part[n] == "crond")
			found = 1
	}
	END { print (found ? "yes ." : "no .") }' "$work/ps"`
	[ "X$q_cron" != 'Xno .' ]
}

# quiet_minute: is one of the minutes of cron near?  q_near is that minute, or
# any when the clock does not tell.
quiet_minute()
{
	q_near=
	[ -n "$PATCH_QUIET" ] && cron_runs || return 1
	q_now=`date +%M`
	case $q_now in
	[0-5][0-9])	;;
	*)	failed_tool date
		q_near=any
		return 0 ;;
	esac
	for q_minute in $PATCH_QUIET; do
		n_value=
		compute \( $q_now - $q_minute + 120 \) % 60 &&
		    if [ "$n_value" -gt 30 ]; then
			compute 60 - "$n_value"
		    else
			:
		    fi || {
			q_near=any
			return 0
		}
		if [ "$n_value" -le "${PATCH_MARGIN:-0}" ]; then
			q_near=$q_minute
			return 0
		fi
	done
	return 1
}

# wait_for_quiet: until no minute of cron is near, two hours at most.
wait_for_quiet()
{
	quiet_minute || return 0
	say "waiting: cron runs jobs at minute $q_near"
	for q_ten in 1 2 3 4 5 6 7 8 9 10 11 12; do
		for q_one in 1 2 3 4 5 6 7 8 9 10; do
			for q_more in 1 2 3 4 5 6; do
				sleep 10
				quiet_minute || return 0
				[ "$q_near" = any ] && return 1
			done
		done
	done
	return 1
}

# check_quiet: nothing runs in an alternate root.
check_quiet()
{
	[ -z "$root" ] || return
	quiet_minute || return
	case $PATCH_QUIET_ACTION in
	wait)	wait_for_quiet ||
		    finding "cron: no quiet minute in two hours" ;;
	*)	finding "cron: minute $q_near is near" \
		    "(margin $PATCH_MARGIN); try later" ;;
	esac
}

# way DIRECTORY PATH: is each step from the directory to the path a plain one?
# A link could lead out of the base directory or the alternate root.
way()
{
	w_at=$1
	w_ifs=$IFS
	IFS=/
	set -f
	set x $2
	set +f
	IFS=$w_ifs
	shift
	for w_step do
		[ -n "$w_step" ] || continue
		w_at=$w_at/$w_step
		if [ -h "$w_at" ]; then
			finding "link: $w_at is a symbolic link on the way"
			return 1
		fi
		[ -d "$w_at" ] && continue
		facts "$w_at"
		[ "$f_kind" = - ] && return 0
		finding "type: $w_at is not a directory"
		return 1
	done
	return 0
}

check_ways()
{
	# the base directory of the running system may be reached by links
	[ -z "$root" ] || way "$root" "$base"
	$awk '{
		at = $1
		while (length(at) > 0 && substr(at, length(at)) != "/")
			at = substr(at, 1, length(at) - 1)
		if (at != "" && !(at in seen)) {
			seen[at] = 1
			print at
		}
	}
	END { print "." }' "$work/table" >"$work/ways"
	k_path=
	exec 4<"$work/ways"
	while read k_path <&4; do
		[ "X$k_path" = X. ] && break
		case $k_path in
		/*)	way "$root" "$k_path" ;;
		*)	way "$root$base" "$k_path" ;;
		esac
	done
	exec 4<&-
	[ "X$k_path" = X. ] || failed_tool "$awk"
}

# build_in FILE: b_build, the greatest build number that stands in the file
# behind PATCH_MARK, which is a product version such as `5.1-'.
build_in()
{
	b_build=
	[ -n "$PATCH_MARK" ] || return 0
	set x `{
		cat "$1"
		echo
		echo 0.0.0-end
	} | tr -cs '[0-9].\055' '[\012*]' | $awk '
	{
		last = $0
		before = ""
		rest = $0
		while ((at = index(rest, mark)) > 0) {
			if (at > 1)
				before = substr(rest, at - 1, 1)
			rest = substr(rest, at + length(mark))
			if (before ~ /[0-9.]/ || !match(rest, /^[0-9]+/))
				continue
			n = substr(rest, 1, RLENGTH)
			if (length(n) < 10 && n + 0 > most)
				most = n + 0
		}
	}
	END {
		if (last == "0.0.0-")
			print (most ? most : "-"), "."
	}' mark="$PATCH_MARK"`
	[ "X${3-}" = X. ] || {
		failed_tool tr
		return 1
	}
	[ "X$2" = X- ] || b_build=$2
	return 0
}

# known_content LIST: is what content() found one of the pre-images
# SUM:SIZE:BUILD?  b_build is its build.
known_content()
{
	for k_item in $1; do
		case $k_item in
		"$c_sum:$c_size:"*)
			k_ifs=$IFS
			IFS=:
			set x $k_item
			IFS=$k_ifs
			b_build=$4
			return 0 ;;
		esac
	done
	return 1
}

# newer BUILD THAN: both plain numbers, the first one greater?
newer()
{
	case $1.$2 in
	.*|*.|*[!0-9.]*|*.*.*)	return 1 ;;
	esac
	[ "$1" -gt "$2" ]
}

# check_found: the file $dst has contents that this patch did not put there.
check_found()
{
	b_build=
	if known_content "$known"; then
		k_known=yes
	else
		k_known=no
		build_in "$dst"
	fi
	if newer "$b_build" "$build"; then
		if [ "X$PATCH_NEWER" = Xreplace ]; then
			[ $as_root = yes ] ||
			    say "newer: $path is build $b_build," \
			    "replaced by $build"
		else
			finding "newer: $path is build $b_build," \
			    "the patch has $build"
		fi
		return
	fi
	[ $k_known = yes ] && return
	if [ -n "$known" ]; then
		changed "$path" "is none of the known builds"
	elif [ $status = applied ]; then
		changed "$path" "is not what this patch installed"
	else
		printf '%s\n' "$path" >>"$work/strange"
	fi
}

changed()
{
	if [ "X$PATCH_CHANGED" = Xreplace ]; then
		[ $as_root = yes ] || say "changed: $1 $2, replaced"
	else
		finding "changed: $1 $2"
	fi
}

# check_strange: files without known pre-images are compared with the package
# database.  That works only until pkgadd has entered the patch there, so
# preinstall cannot do it, nor a run after one that was killed.
check_strange()
{
	[ -s "$work/strange" ] || return
	present "$PKGINST" && return
	K_BASE=$base $awk '{
		print (substr($1, 1, 1) == "/" ? $1 : ENVIRON["K_BASE"] "/" $1)
	}
	END { print "." }' "$work/strange" >"$work/strange.all"
	complete "$work/strange.all" && sed '$d' "$work/strange.all" \
	    >"$work/strange.paths" || {
		failed_tool "$awk"
		return
	}
	k_status=0
	if [ -n "$root" ]; then
		pkgchk -R "$root" -c -i "$work/strange.paths"
	else
		pkgchk -c -i "$work/strange.paths"
	fi </dev/null >"$work/strange.said" 2>&1 || k_status=$?
	# it tells of errors exactly when it ends with one
	$awk '
	/^ERROR: / {
		at = $2
		errors++
	}
	/file size|file cksum/ && !(at in seen) {
		seen[at] = 1
		print at
	}
	END {
		if ((status == 0) == (errors == 0))
			print "."
	}' status=$k_status "$work/strange.said" |
	    sed 's/\\/\\\\/g' >"$work/strange.found"
	complete "$work/strange.found" || failed_tool pkgchk
	exec 4<"$work/strange.found"
	while read k_path <&4; do
		[ "X$k_path" = X. ] ||
		    changed "$k_path" "is not as its package has it"
	done
	exec 4<&-
}

# check_link: a file with several names stays one file only if all of them
# are below the base directory.
check_link()
{
	[ "$f_links" -gt 1 ] || return
	[ "$as_root" = yes ] || return
	# those that the patch itself holds for an undo count too
	k_found=`find "$root$base/" -xdev -inum "$f_inode" -print | wc -l`
	[ "$k_found" -ge "$f_links" ] 2>/dev/null && return
	finding "link: $path has names outside of $base"
}

# check_file: one line of the table.
check_file()
{
	target "$path"
	facts "$dst"
	case $f_kind in
	f)	;;
	-)	[ $action = delete ] || same=no
		k_old=0
		return ;;
	l)	finding "link: $dst is a symbolic link"
		return ;;
	*)	finding "type: $dst is not a plain file"
		return ;;
	esac
	content "$dst"
	if [ -z "$c_sum" ]; then
		same=no
		[ $as_root = yes ] && finding "read: $dst cannot be read"
		return
	fi
	case $status in
	new|undone)
		compute "$need_old" + "$f_size" / 1024 + 1
		need_old=$n_value ;;
	esac
	[ "X$c_size $c_sum" = "X$size $sum" ] && return
	same=no
	check_link
	[ "$size" = - ] || {
		compute "$need_new" + "$size" / 1024 + 1
		need_new=$n_value
	}
	# what the journal has as original was judged when it was saved; another
	# version of this patch may have put something else there
	[ "X$c_size $c_sum" = "X$osize $osum" ] && return
	[ "X$c_size $c_sum" = "X$nsize $nsum" ] && return
	check_found
}

# check_files: need_old and need_new are kilobytes for originals and for new
# files; same is yes when nothing has to change.
check_files()
{
	need_old=0 need_new=0 same=yes
	: >"$work/strange"
	exec 3<"$work/table"
	while read path action mode owner group size sum build status kind \
	    osize osum slot nsize nsum known <&3; do
		[ "X$path" = X. ] && break
		check_file
	done
	exec 3<&-
	[ $same = yes -a ! -f "$journal" ] &&
	    finding "already: all files are those of $name, put there by hand"
}

# free DIRECTORY: r_free, kilobytes for use there, and r_on, the file system.
# The directory may have to be made yet.
free()
{
	r_at=$1
	while [ ! -d "$r_at" ]; do
		plain "$r_at"
		r_at=${p_parent:-/}
	done
	set x `df -k "$r_at" 2>/dev/null | $awk 'NR > 1 { all = all " " $0 }
	END {
		n = split(all, part, " ")
		if (part[n - 2] ~ /^[0-9]+$/ && part[n] ~ /^\//)
			print part[n - 2], part[n], "."
	}'`
	r_free=${2-} r_on=${3-}
	[ "X${4-}" = X. ] || {
		failed_tool df
		return 1
	}
	return 0
}

# check_room: for originals and new files, with a mebibyte to spare.
check_room()
{
	free "$backup" || return
	r_backup_free=$r_free r_backup_on=$r_on
	free "$root$base" || return
	compute "$need_new" + 1024 || return
	r_new=$n_value
	if [ "X$r_on" = "X$r_backup_on" ]; then
		compute "$need_old" + "$r_new"
	else
		compute "$need_old" + 1024
	fi || return
	r_old=$n_value
	[ -n "$r_backup_free" ] && [ "$r_backup_free" -lt $r_old ] && finding \
	    "space: $r_old kB needed in $r_backup_on, $r_backup_free free"
	[ "X$r_on" = "X$r_backup_on" ] && return
	[ -n "$r_free" ] && [ "$r_free" -lt $r_new ] && finding \
	    "space: $r_new kB needed in $r_on, $r_free free"
}

# check_service: it must be possible to stop what runs.
check_service()
{
	service_wanted || return
	processes
	[ -f "$service" ] && return
	[ -z "$p_found" ] || finding \
	    "service: it runs, but $service is missing"
}

# check_settings: what an administrator may have written into a response file.
# Bad numbers would end a script at the worst moment.
check_settings()
{
	for k_item in "$PATCH_TIMEOUT" "$PATCH_MARGIN" $PATCH_QUIET; do
		case $k_item in
		''|*[!0-9]*|?????*)
			finding "setting: \`$k_item' is not a number of" \
			    "PATCH_TIMEOUT, PATCH_MARGIN or PATCH_QUIET" ;;
		esac
	done
	for k_item in "$PATCH_NEWER" "$PATCH_CHANGED"; do
		case $k_item in
		refuse|replace)	;;
		*)	finding "setting: \`$k_item' is neither refuse nor" \
			    "replace" ;;
		esac
	done
	case $PATCH_QUIET_ACTION in
	refuse|wait)	;;
	*)	finding "setting: PATCH_QUIET_ACTION is neither refuse nor" \
		    "wait" ;;
	esac
}

# check_backup: where the originals shall go.
check_backup()
{
	case $PATCH_BACKUP in
	'')	return ;;
	*[\ \	]*|*/../*|*/..)
		finding "backup: PATCH_BACKUP has a blank or leads upwards"
		return ;;
	/*)	;;
	*)	finding "backup: PATCH_BACKUP is not an absolute path"
		return ;;
	esac
	[ -h "$root$PATCH_BACKUP" ] &&
	    finding "backup: $PATCH_BACKUP is a symbolic link"
	[ -d "$root$PATCH_BACKUP" ] && return
	facts "$root$PATCH_BACKUP"
	[ "$f_kind" = - ] ||
	    finding "backup: $PATCH_BACKUP is not a directory"
}

# check_utilities: those that the scripts of a patch call.
check_utilities()
{
	for k_item in $awk cat chgrp chmod chown cksum cp date dd df env \
	    expr find grep ln ls mkdir mv pkgchk ps rm rmdir sed sleep \
	    sync tail tar touch tr wc; do
		k_found=`type "$k_item" 2>/dev/null` || {
			finding "utility: $k_item is missing"
			continue
		}
		case $k_found in
		''|*' not found'*)
			finding "utility: $k_item is missing" ;;
		esac
	done
}

# check_all: what both checkinstall and preinstall look at.
check_all()
{
	check_settings
	check_level
	check_backup
	backup=$root${PATCH_BACKUP:-/var/sadm/pkg}
	if [ -r "$1" ] && file_table "$1"; then
		check_ways
		check_files
		check_room
	else
		# of a package in directory format on a private place
		[ $as_root = no ] || finding "package: $1 cannot be read"
	fi
	check_service
}
