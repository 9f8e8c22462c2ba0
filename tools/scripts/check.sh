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
	[ -n "$PATCH_LEVEL" ] || return 0
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
				[ "X$q_near" = Xany ] && return 1
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
	$awk "$a_lib"'
	BEGIN { top = rel("") }
	pass == 1 {
		row[rel($1)] = 1
		next
	}
	NF == 1 { print "." }
	NF > 1 {
		# what has a line of its own is no step to others
		at = up(rel($1))
		for (p = at; length(p) > 1; p = up(p))
			if (p in row)
				at = up(p)
		if (at "/" != top && !(at in seen)) {
			seen[at] = 1
			print twice(pathof(at))
		}
	}' pass=1 "$work/table" pass=2 "$work/table" >"$work/ways"
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

changed()
{
	if [ "X$PATCH_CHANGED" = Xreplace ]; then
		[ "X$as_root" = Xyes ] || say "changed: $1 $2, replaced"
	else
		finding "changed: $1 $2"
	fi
}

# all_changed LIST: its paths are not as their packages have them
all_changed()
{
	exec 4<"$1"
	while read k_path <&4; do
		[ "X$k_path" = X. ] ||
		    changed "$k_path" "is not as its package has it"
	done
	exec 4<&-
}

# check_strange_kinds: links that neither the journal nor the package database
# has like this, and what becomes something of another kind; pkgchk -c does not
# look at them.
check_strange_kinds()
{
	k_some=`$awk "$a_lib"'
	BEGIN {
		out = ENVIRON["P_WORK"] "/asked.paths"
		kinds = ENVIRON["P_WORK"] "/strange.kinds"
	}
	FILENAME == about {
		kind[$1] = $2
		leads[$1] = $9
		next
	}
	{ name = rel(once($2)) }
	$1 == "typed" || $1 == "strange" && kind[name] == "l" {
		print substr(name, 2) >out
		print substr(name, 2), kind[name], leads[name], $1 >kinds
		n++
	}
	END {
		print "." >kinds
		print n + 0, "."
	}' about="$work/facts" "$work/facts" "$work/judged"`
	counted "$k_some" && [ "$n_count" -ne 0 ] || return
	owned_by -i "$work/asked.paths" || return
	$awk "$a_lib"'
	FILENAME == owned {
		if (NF > 1) {
			has[$1] = $2 == "symbolic" ? "l" : \
			    $2 ~ /^(directory|exclusive)/ ? "d" : "f"
			leads[$1] = "@" $7
		}
		next
	}
	NF == 1 { print "." }
	NF == 1 || has[$1] == $2 && ($2 != "l" || leads[$1] == $3) { next }
	{ print (has[$1] == $2 || $4 != "typed" ? "changed" : $2), twice($1) }
	' owned="$work/owned" "$work/owned" "$work/strange.kinds" \
	    >"$work/strange.found"
	complete "$work/strange.found"
	exec 4<"$work/strange.found"
	while read k_kind k_path <&4; do
		case $k_kind in
		changed)	changed "$k_path" "is not as its package has it" ;;
		l)	finding "link: $k_path is a symbolic link" ;;
		d)	finding "type: $k_path is a directory" ;;
		f)	finding "type: $k_path is a plain file" ;;
		esac
	done
	exec 4<&-
}

# check_strange: files without known pre-images are compared with the package
# database.  That works only until pkgadd has entered the patch there, so
# preinstall cannot do it, nor a run after one that was killed.
check_strange()
{
	present "$PKGINST" && return
	check_strange_kinds
	k_some=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/strange" }
	$1 == "strange" {
		print substr(rel(once($2)), 2) >out
		n++
	}
	END { print n + 0, "." }' "$work/judged"`
	counted "$k_some" && [ "$n_count" -ne 0 ] || return
	k_status=0
	if [ -n "$root" ]; then
		pkgchk -R "$root" -c -i "$work/strange"
	else
		pkgchk -c -i "$work/strange"
	fi </dev/null >"$work/strange.said" 2>&1 || k_status=$?
	# it tells of errors exactly when it ends with one
	$awk "$a_lib"'
	/^ERROR: / {
		at = $2
		errors++
	}
	/file size|file cksum/ && !(at in seen) {
		seen[at] = 1
		print twice(at)
	}
	END {
		if ((status == 0) == (errors == 0))
			print "."
	}' status=$k_status "$work/strange.said" >"$work/strange.found"
	complete "$work/strange.found" pkgchk
	all_changed "$work/strange.found"
}

# search: builds of the files whose contents nobody knows, where the data file
# has a number to compare with
search()
{
	: >"$work/builds"
	echo . >>"$work/builds"
	[ -n "$PATCH_MARK" ] || return 0
	divide || return 1
	k_some=`$awk "$a_lib"'
	BEGIN {
		list = ENVIRON["P_WORK"] "/searched"
		group(list, "0 . cat")
	}
	FILENAME == about {
		if ($2 == "f" && $9 != "-")
			now[$1] = $7 " " $9
		next
	}
	NF > 1 && $8 ~ /^[0-9]+$/ && rel($1) in now {
		c = now[rel($1)]
		if (c == $6 " " $7 || c == $11 " " $12 || c == $14 " " $15)
			next
		for (i = 16; i <= NF; i++) {
			split($i, part, ":")
			if (c == part[2] " " part[1])
				next
		}
		put(list, ENVIRON["P_MARK"])
		put(list, rel($1))
		n++
	}
	END {
		put(list, ENVIRON["P_MARK"])
		finish(list)
		print n + 0, "."
	}' about="$work/facts" "$work/facts" "$work/table"`
	counted "$k_some" || return 1
	[ "$n_count" -eq 0 ] || builds_of "$work/searched"
}

# check_files: need_old and need_new are kilobytes for originals and for new
# files.  $work/judged has what was found, a word of the kind in front.
check_files()
{
	need_old=0 need_new=0
	: >"$work/judged"
	survey "$work/table" && search || return
	if [ -f "$journal" ]; then k_begun=yes; else k_begun=no; fi
	K_NAME=$name $awk "$a_lib"'
	function say(kind, text) {
		print kind, twice(text)
	}
	# why that kind of file cannot be where another is wanted
	function misplaced(kind, want, action, sum) {
		if (kind == want)
			return ""
		if (action == "delete" || action == "attributes" || kind == "o") {
			if (kind == "l")
				return "link: " full(name) " is a symbolic link"
			if (want == "l")
				return "link: " full(name) " is no symbolic link"
			return "type: " full(name) " is not a " \
			    (want == "d" ? "directory" : "plain file")
		}
		# pkgadd would take it away, or refuse in the middle
		if (kind == "d" && want == "f" && sum !~ /^=/)
			return "type: " full(name) " is a directory"
		return ""
	}
	FILENAME == about {
		if (NF > 1)
			fact[$1] = $0
		next
	}
	FILENAME == builds {
		if (NF > 1)
			build[$1] = $2
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	{
		name = rel($1)
		if (!(name in fact)) {
			whole = 0
			exit
		}
		split(fact[name], f, " ")
		want = wants($2, $3, $7)
		if ($2 != "delete" && want == "f")
			made[name] = 1
		if ($7 ~ /^=/)
			leads[name] = rel(substr($7, 2))
		if (f[2] == "n") {
			if ($2 != "delete")
				other = 1
			if ($6 != "-")
				new += kilo($6)
			next
		}
		why = misplaced(f[2], want, $2, $7)
		if (why != "") {
			say("finding", why)
			next
		}
		if (f[2] == "d" && want != "d")
			say("emptied", name)
		if (f[9] == "-") {
			other = 1
			if (as_root == "yes")
				say("finding", "read: " full(name) \
				    " cannot be read")
			next
		}
		if ($9 == "new" || $9 == "undone")
			old += 2 * kilo(f[7])
		c = f[7] " " f[9]
		if (c == $6 " " $7 && $2 != "attributes")
			next
		if (name in leads && (leads[name] in fact)) {
			split(fact[leads[name]], t, " ")
			if (t[2] f[8] == "f" t[8])
				next
		}
		other = 1
		if (f[2] == "f" && f[4] > 1)
			say("links", f[8] " " f[4] " " $1)
		if ($6 != "-")
			new += kilo($6)
		# what the journal has as original was judged when it was
		# saved; another version of this patch may have put something
		# else there
		if (c == $11 " " $12 || c == $14 " " $15)
			next
		# contents that stay may be any
		if ($2 == "attributes" && NF == 15)
			next
		b = (name in build) ? build[name] : "-"
		known = 0
		for (i = 16; i <= NF; i++) {
			split($i, part, ":")
			if (c == part[2] " " part[1]) {
				known = 1
				b = part[3]
			}
		}
		if (f[2] != want && !known)
			say("typed", $1)
		if (f[2] == "d" || f[2] == "l" && want != "l")
			next
		if (b ~ /^[0-9]+$/ && $8 ~ /^[0-9]+$/ && b + 0 > $8 + 0)
			say("newer", $1 " is build " b " " $8)
		else if (known)
			next
		else if (NF > 15)
			say("changed", $1 " is none of the known builds")
		else if ($9 == "applied")
			say("changed", $1 " is not what this patch installed")
		else
			say("strange", $1)
	}
	END {
		if (!whole)
			exit
		for (name in leads) {
			split(fact[leads[name]], t, " ")
			if (t[2] != "f" && !(leads[name] in made))
				say("finding", "link: " full(leads[name]) \
				    ", which " full(name) " leads to, is no file")
		}
		if (!other && begun == "no")
			say("finding", "already: all files are those of " \
			    ENVIRON["K_NAME"] ", put there by hand")
		print "need", old + 0, new + 0
		print "."
	}' as_root="$as_root" about="$work/facts" builds="$work/builds" \
	    begun="$k_begun" \
	    "$work/facts" "$work/builds" "$work/table" >"$work/judged"
	complete "$work/judged" || return
	k_links=no
	exec 3<"$work/judged"
	while read k_kind k_first k_rest <&3; do
		case $k_kind in
		finding)	finding "$k_first $k_rest" ;;
		changed)	changed "$k_first" "$k_rest" ;;
		newer)	newer "$k_first" $k_rest ;;
		links)	k_links=yes ;;
		need)	need_old=$k_first need_new=$k_rest ;;
		.)	break ;;
		esac
	done
	exec 3<&-
	[ $k_links = no -o "X$as_root" = Xno ] || check_links
	[ "X$as_root" = Xno ] || check_emptied
}

# check_emptied: a directory that becomes something else has nothing in it but
# what the patch takes away
check_emptied()
{
	$awk "$a_lib"'
	FILENAME == judged {
		if ($1 == "emptied")
			print twice($2) >emptied
		next
	}
	$2 == "delete" { print twice(rel($1)) >leaving }
	NF == 1 {
		print "." >leaving
		print "." >emptied
	}' judged="$work/judged" emptied="$work/emptied" \
	    leaving="$work/leaving" "$work/judged" "$work/table"
	will_be_empty
}

# will_be_empty: a finding for what is in one of the directories of $work/emptied,
# and not one of the names in $work/leaving
will_be_empty()
{
	complete "$work/emptied" && complete "$work/leaving" || return
	read k_name <"$work/emptied"
	[ "X$k_name" = X. ] && return
	: >"$work/last"
	k_said=`$awk "$a_lib"'
	BEGIN { list = ENVIRON["P_WORK"] "/find.list" }
	NF == 1 && $1 != "." {
		group(list, "0 . find")
		put(list, once($1))
		put(list, ENVIRON["P_WORK"] "/last")
		put(list, "-xdev")
		put(list, "-print")
		n++
	}
	$1 == "." {
		finish(list)
		print n + 0, "."
	}' "$work/emptied"`
	counted "$k_said" || return
	run_list "$work/find.list" | $awk "$a_lib"'
	FILENAME == leaving || FILENAME == emptied {
		gone[once($0)] = 1
		next
	}
	$0 == ENVIRON["P_WORK"] "/last" {
		ends++
		next
	}
	!($0 in gone) { print twice(full($0)) }
	END {
		if (ends == lists)
			print "."
	}' leaving="$work/leaving" emptied="$work/emptied" lists="$n_count" \
	    "$work/leaving" "$work/emptied" - >"$work/staying"
	complete "$work/staying" find || return
	exec 4<"$work/staying"
	while read k_name <&4; do
		[ "X$k_name" = X. ] || finding "type: $k_name lies in a" \
		    "directory that becomes something else"
	done
	exec 4<&-
}

# newer PATH is build FOUND BUILD
newer()
{
	if [ "X$PATCH_NEWER" = Xreplace ]; then
		[ "X$as_root" = Xyes ] ||
		    say "newer: $1 is build $4, replaced by $5"
	else
		finding "newer: $1 is build $4, the patch has $5"
	fi
}

# check_links: a file with several names stays one file only if all of them
# are below the base directory.  Those that the patch holds for an undo count.
check_links()
{
	all_links || return
	$awk "$a_lib"'
	FILENAME == linked {
		if (NF == 1)
			whole = 1
		else
			seen[$8]++
		next
	}
	$1 == "links" && seen[$2] < $3 + 0 { print $4 }
	END {
		if (whole)
			print "."
	}' linked="$work/linked" "$work/linked" "$work/judged" >"$work/outside"
	complete "$work/outside" || return
	exec 3<"$work/outside"
	while read k_path <&3; do
		[ "X$k_path" = X. ] ||
		    finding "link: $k_path has names outside of $base"
	done
	exec 3<&-
}

# existing DIRECTORY: r_at, itself or what it would be made in
existing()
{
	r_at=$1
	while [ ! -d "$r_at" ]; do
		plain "$r_at"
		r_at=${p_parent:-/}
	done
}

# check_room: for originals and new files, with a mebibyte to spare.
check_room()
{
	existing "$backup"
	r_backup=$r_at
	existing "$root$base"
	# an entry may be on two lines
	set x `df -k "$r_backup" "$r_at" 2>/dev/null | $awk '
	{
		for (i = 1; i <= NF; i++)
			word[++n] = $i
	}
	END {
		for (i = 2; i < n; i++)
			if (word[i] ~ /^([0-9]+%|-)$/ && word[i + 1] ~ /^\// \
			    && word[i - 1] ~ /^-?[0-9]+$/)
				print word[i - 1], word[i + 1]
		print "."
	}'`
	[ $# -eq 6 -a "X${6-}" = X. ] || {
		failed_tool df
		return
	}
	r_backup_free=$2 r_backup_on=$3 r_free=$4 r_on=$5
	compute "$need_new" + 1024 || return
	r_new=$n_value
	if [ "X$r_on" = "X$r_backup_on" ]; then
		compute "$need_old" + "$r_new"
	else
		compute "$need_old" + 1024
	fi || return
	r_old=$n_value
	[ "$r_backup_free" -lt "$r_old" ] && finding \
	    "space: $r_old kB needed in $r_backup_on, $r_backup_free free"
	[ "X$r_on" = "X$r_backup_on" ] && return
	[ "$r_free" -lt "$r_new" ] && finding \
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
	k_missing=`for k_item in $awk cat chgrp chmod chown cksum cp cpio date \
	    dd df env expr find grep installf ln ls mkdir mv pkgchk ps \
	    removef rm rmdir sed sleep sync tail touch tr; do
		# some shells tell it by the status, some only in words
		if type "$k_item" >/dev/null 2>&1; then
			type "$k_item"
		else
			echo "$k_item not found"
		fi
	done 2>/dev/null
	echo end`
	k_last=
	for k_word in $k_missing; do
		[ "X$k_last $k_word" = 'Xnot found' ] &&
		    finding "utility: $k_name is missing"
		[ "X$k_word" = Xnot ] && k_name=$k_last
		k_last=$k_word
	done
	[ "X$k_last" = Xend ] || finding "utility: the shell cannot start any"
}

# check_all: what both checkinstall and preinstall look at.
check_all()
{
	check_settings
	check_level
	check_backup
	backup=$root${PATCH_BACKUP:-/var/sadm/pkg}
	enter || {
		findings=yes
		return
	}
	if [ -r "$1" ] && file_table "$1"; then
		check_ways
		check_files
		check_room
	else
		# of a package in directory format on a private place
		[ "X$as_root" = Xno ] || finding "package: $1 cannot be read"
	fi
	check_service
}
