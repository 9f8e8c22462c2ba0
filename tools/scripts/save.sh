# Saved originals.  They have numbers for names; the journal tells which is
# which, and keeps the attributes too: pkgadd copies $PKGSAV with a plain
# cp -r when a second installation is refused, so those of the copies are lost.

# set_originals: originals, the directory that the journal names.
set_originals()
{
	last_note backup && name_originals
}

# name_originals: originals, from l_note
name_originals()
{
	case $l_note in
	''|-)	originals=$state/original ;;
	*)	originals=$root$l_note ;;
	esac
}

# make_ways PATH: makes the directories of a path as the target sees it; each
# is noted first, so that the removal takes it away if it is empty.
make_ways()
{
	w_at=
	w_ifs=$IFS
	IFS=/
	set -f
	set x $1
	set +f
	IFS=$w_ifs
	shift
	for w_step do
		[ -n "$w_step" ] || continue
		w_at=$w_at/$w_step
		[ -d "$root$w_at" ] && continue
		note made "$w_at" || return 1
		mkdir "$root$w_at" || return 1
	done
}

# choose_originals: where this patch keeps them, the same place for ever.
choose_originals()
{
	last_note backup || return 1
	if [ -z "$l_note" ]; then
		o_name=-
		if [ -n "$PATCH_BACKUP" ]; then
			make_ways "$PATCH_BACKUP" || return 1
			o_name=$PATCH_BACKUP/$PKGINST
			o_turn=0
			while [ -d "$root$o_name" ]; do
				compute $o_turn + 1 || return 1
				o_turn=$n_value
				o_name=$PATCH_BACKUP/$PKGINST.$o_turn
			done
		fi
		note backup "$o_name" || return 1
		l_note=$o_name
	fi
	name_originals
	[ -d "$originals" ] && return 0
	[ "X$originals" = "X$state/original" ] || {
		plain "$l_note"
		make_ways "$p_parent" || return 1
	}
	# others may not read originals whose directories kept them out
	( umask 077; mkdir "$originals" )
}

# archives: $work/bad has the numbers of archives that are not what the journal
# says; $work/slots those that it names
archives()
{
	[ -f "$journal" ] || cat /dev/null >>"$journal"
	v_some=`$awk "$a_lib"'
	BEGIN {
		names = ENVIRON["P_WORK"] "/archive.names"
		out = ENVIRON["P_WORK"] "/slots"
		print "." >out
		close(out)
	}
	$NF == "." && $2 == "archive" {
		print ("./" $3 ".cpio") >names
		print $3, substr($4, 6), substr($5, 7) >out
		n++
	}
	END {
		print "." >names
		print "." >out
		print n + 0, "."
	}' "$journal"`
	counted "$v_some" || return 1
	if [ "X$v_some" = 'X0 .' -o ! -d "$originals" ]; then
		echo . >"$work/archive.facts"
	else
		place_8=$originals
		facts_of 8 . "$work/archive.names" "$work/archive.facts" ||
		    return 1
	fi
	$awk '
	FILENAME == about {
		if (NF > 1)
			now[$1] = $7 " " $9
		next
	}
	NF == 1 { whole = 1 }
	NF > 1 && now["./" $1 ".cpio"] != $2 " " $3 { print $1 }
	END {
		if (whole)
			print "."
	}' about="$work/archive.facts" "$work/archive.facts" "$work/slots" \
	    >"$work/bad"
	complete "$work/bad" || return 1
}

# next_slot: slot, a number that nothing has
next_slot()
{
	slot=1
	while [ -f "$originals/$slot.cpio" ]; do
		compute $slot + 1 || return 1
		slot=$n_value
	done
}

# choose_saves: $work/saves, facts of files to save with the path in front, and
# $work/absent.  An original that is still what stands there, or that the patch
# has replaced, is never saved again.
choose_saves()
{
	v_said=`$awk "$a_lib"'
	BEGIN {
		saves = ENVIRON["P_WORK"] "/saves"
		absent = ENVIRON["P_WORK"] "/absent"
		damaged = ENVIRON["P_WORK"] "/damaged"
		printf "" >absent
		printf "" >damaged
	}
	FILENAME == bad {
		is_bad[$1] = 1
		next
	}
	FILENAME == about {
		fact[$1] = $0
		next
	}
	NF == 1 { next }
	{
		split(fact[rel($1)], f, " ")
		c = f[7] " " f[9]
		was = c == $11 " " $12
		if ($9 == "applied" && $10 == "absent")
			next
		if ($9 == "applied" && $10 == "file") {
			if (!($13 in is_bad))
				next
			if (!was) {
				print twice($1) >damaged
				next
			}
		} else if ($10 == "file" && was && !($13 in is_bad))
			next
		else if ($10 == "absent" && f[2] == "n")
			next
		if (f[2] == "n")
			print $1 >absent
		else if (f[2] ~ /^[fld]$/ && f[9] != "-") {
			print $1, fact[rel($1)], "-", $8 >saves
			n++
			if (f[2] == "f" && f[4] > 1)
				links = 1
		} else
			print twice($1) >damaged
	}
	END {
		print "." >saves
		print "." >damaged
		print n + 0, links + 0, "."
	}' bad="$work/bad" about="$work/facts" "$work/bad" "$work/facts" \
	    "$work/table"`
	set x $v_said
	[ "X${4-}" = X. ] || {
		failed_tool "$awk"
		return 1
	}
	v_files=$2 v_links=$3
	none_in "$work/damaged" save: "cannot be read, or its original is damaged"
}

# choose_members: the further names of files that are saved, added to
# $work/saves.  They get the new contents as well, unless the package database
# or this patch has them as files in their own right, or the file is taken away
# or becomes something else: then they stay, and what comes back is joined with
# them.
choose_members()
{
	saves=$work/saves
	[ "$v_links" -ne 0 ] || return 0
	all_links || return 1
	v_some=`$awk "$a_lib"'
	BEGIN {
		out = ENVIRON["P_WORK"] "/members"
		ask = ENVIRON["P_WORK"] "/asked.paths"
		staged = "/." ENVIRON["P_INST"] "."
	}
	FILENAME == table {
		listed[rel($1)] = 1
		follow[$1] = $2 == "attributes" || \
		    $2 != "delete" && $7 ~ /^[0-9]+$/ ? 1 : 0
		next
	}
	FILENAME == saves {
		if (NF > 1 && (!($9 in path) || follow[$1]))
			path[$9] = $1 " " $NF " " follow[$1]
		next
	}
	NF > 1 && !($1 in listed) && $8 in path && !index($1, staged) {
		split(path[$8], p, " ")
		print pathof($1), $0, p[1], p[2], p[3] >out
		print substr($1, 2) >ask
		n++
	}
	END {
		print "." >out
		print n + 0, "."
	}' table="$work/table" saves="$work/saves" "$work/table" \
	    "$work/saves" "$work/linked"`
	counted "$v_some" || return 1
	[ "$n_count" -ne 0 ] || return 0
	owned_by -i "$work/asked.paths" || return 1
	v_said=`$awk "$a_lib"'
	BEGIN {
		out = ENVIRON["P_WORK"] "/saves.all"
		peers = ENVIRON["P_WORK"] "/peers.noted"
		printf "" >peers
	}
	FILENAME == owned {
		if (NF > 1 && $2 !~ /link|hard|symbolic/)
			own[$1] = 1
		next
	}
	FILENAME == members {
		if (NF == 1)
			whole = 1
		else if (!(substr($2, 2) in own) && sub(/ 1$/, ""))
			print >out
		else
			# stays; the original becomes the same file again
			print "peer", $1, "of=" $12 >peers
		next
	}
	NF > 1 { print >out }
	END {
		if (whole && sealed(out))
			print "whole ."
	}' owned="$work/owned" members="$work/members" "$work/owned" \
	    "$work/members" "$work/saves"`
	saves=$work/saves.all
	whole "$v_said"
}

# choose_times: $work/times, directories that the exchange will change and whose
# times no archive has yet; those below others first
choose_times()
{
	$awk "$a_lib"'
	FILENAME == journal {
		if ($NF == "." && $2 == "times")
			known[$3] = 1
		next
	}
	FILENAME == about {
		is_dir[$1] = $2 == "d"
		next
	}
	NF == 1 { next }
	{
		# pkgadd makes and pkgrm removes directories above them
		at = rel($1)
		if (!is_dir[at] || $9 == "applied")
			at = up(at)
		for (; !(at in seen); at = up(at)) {
			seen[at] = 1
			if (!((at == "." ? "/" : substr(at, 2)) in known))
				dir[++n] = at
			if (at == "." || at == "." ENVIRON["P_BASE"])
				break
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
		for (i = 1; i <= n; i++)
			print twice(dir[i])
		print "."
	}' journal="$journal" about="$work/facts" "$journal" "$work/facts" \
	    "$work/table" >"$work/times.all"
	v_path=
	exec 6>&1 >"$work/times"
	exec 4<"$work/times.all"
	while read v_path <&4; do
		if [ "X$v_path" = X. ]; then
			echo .
			break
		elif [ -d "$v_path" -a ! -h "$v_path" ]; then
			echo yes
		else
			echo no
		fi
	done
	exec 4<&-
	exec 1>&6 6>&-
	[ "X$v_path" = X. ] || {
		failed_tool "$awk"
		return 1
	}
}

# archive: the files and times in one archive, which is extracted and compared
archive()
{
	next_slot || return 1
	v_file=$originals/$slot.cpio
	v_said=`$awk "$a_lib"'
	BEGIN {
		list = ENVIRON["P_WORK"] "/archive.list"
		names = ENVIRON["P_WORK"] "/names"
		times = ENVIRON["P_WORK"] "/times.noted"
		printf "" >times
	}
	FILENAME == saves {
		if (NF > 1) {
			print $2 >list
			print twice($2) >names
		} else
			print "." >names
		next
	}
	FILENAME == all {
		dir[FNR] = once($1)
		next
	}
	$1 == "yes" {
		print dir[FNR] >list
		print "times", (dir[FNR] == "." ? "/" : substr(dir[FNR], 2)), \
		    "slot=" slot >times
	}
	$1 == "." { print "whole ." }
	' slot="$slot" saves="$saves" all="$work/times.all" \
	    "$saves" "$work/times.all" "$work/times"`
	whole "$v_said" || return 1
	[ -f "$work/archive.list" ] || return 0
	# crc: its headers have room for all user ids, as those of -c may not
	( umask 077; cpio -oH crc <"$work/archive.list" >"$v_file" \
	    2>"$work/said" ) || {
		cat "$work/said" >&2
		complain "save: cannot copy the files to $originals"
		# the disk may be full
		rm -f "$v_file"
		return 1
	}
	mkdir "$work/check" || return 1
	place_9=$work/check
	( cd "$work/check" && cpio -idmH crc <"$v_file" >"$work/said" 2>&1 ) || {
		cat "$work/said" >&2
		complain "save: $v_file cannot be read again"
		return 1
	}
	facts_of 9 . "$work/names" "$work/facts.copied" &&
	    facts_of 0 . "$work/names" "$work/facts.after" && privileged ||
	    return 1
	$awk "$a_lib"'
	FILENAME == copied {
		if (a_root == "no")
			$5 = $6 = "-"
		# times of links are not kept, and their modes say nothing
		if ($2 == "l")
			$3 = $5 = $6 = $10 = "-"
		# those of directories are kept by themselves
		if ($2 == "d")
			$10 = "-"
		copy[$1] = $2 " " $3 " " $5 " " $6 " " $7 " " $9 " " $10
		next
	}
	FILENAME == after {
		again[$1] = $0
		next
	}
	NF == 1 {
		print "."
		next
	}
	{
		a = again[$2]
		b = $2
		for (i = 3; i <= 11; i++)
			b = b " " $i
		if (a_root == "no")
			$6 = $7 = "-"
		if ($3 == "l")
			$4 = $6 = $7 = $11 = "-"
		if ($3 == "d")
			$11 = "-"
		if (a != b || copy[$2] != $3 " " $4 " " $6 " " $7 " " $8 " " \
		    $10 " " $11)
			print twice($1)
	}' a_root=$a_root copied="$work/facts.copied" \
	    after="$work/facts.after" "$work/facts.copied" \
	    "$work/facts.after" "$saves" >"$work/different"
	none_in "$work/different" save: \
	    "changes while it is copied, or the copy is not the same" || return 1
	rm -rf "$work/check"
	echo "./$slot.cpio
." >"$work/archive.names"
	place_8=$originals
	facts_of 8 . "$work/archive.names" "$work/archive.facts" || return 1
	echo . >"$work/builds"
	[ "$v_files" -eq 0 -o -z "$PATCH_MARK" ] || builds_of_saves || return 1
	note_saves
}

# builds_of_saves: only where the data file has a number to compare with
builds_of_saves()
{
	divide || return 1
	v_some=`$awk "$a_lib"'
	BEGIN {
		list = ENVIRON["P_WORK"] "/searched"
		group(list, "0 . cat")
	}
	NF > 1 && $NF ~ /^[0-9]+$/ {
		put(list, ENVIRON["P_MARK"])
		put(list, $2)
	}
	END {
		put(list, ENVIRON["P_MARK"])
		finish(list)
		print "."
	}' "$saves"`
	[ "X$v_some" = X. ] && builds_of "$work/searched"
}

# note_saves: the lines that vouch for the archive, after the archive itself
note_saves()
{
	[ -f "$work/peers.noted" ] || : >"$work/peers.noted"
	v_said=`$awk "$a_lib"'
	BEGIN { out = ENVIRON["P_WORK"] "/lines" }
	FILENAME == about {
		if (NF > 1)
			print "archive", slot, "size=" $7, "cksum=" $9 >out
		next
	}
	FILENAME == builds {
		if (NF > 1)
			build[$1] = $2
		next
	}
	FILENAME == times || FILENAME == peers {
		print >out
		next
	}
	NF == 1 {
		whole = 1
		next
	}
	{
		print "save", $1, "slot=" slot, "mode=" $4, "uid=" $6, \
		    "gid=" $7, "links=" $5, "inode=" $9, "size=" $8, \
		    "cksum=" $10, "build=" ($2 in build ? build[$2] : "-") \
		    ($12 == "-" ? "" : " of=" $12) >out
	}
	END {
		if (whole && sealed(out))
			print "whole ."
	}' slot="$slot" about="$work/archive.facts" builds="$work/builds" \
	    times="$work/times.noted" peers="$work/peers.noted" \
	    "$work/archive.facts" "$work/builds" "$saves" \
	    "$work/times.noted" "$work/peers.noted"`
	whole "$v_said" || return 1
	# copies first, then what vouches for them
	sync
	notes "$work/lines"
}

# save_times: only those of directories, before pkgadd makes new ones
save_times()
{
	v_files=0
	saves=$work/saves
	echo . >"$saves"
	choose_originals && choose_times && archive
}

# save_all: nothing has been changed yet when this ends.
save_all()
{
	archives && choose_saves && choose_members || return 1
	echo . >"$work/times.all"
	echo . >"$work/times"
	archive || return 1
	if [ -s "$work/absent" ]; then
		$awk '{ print "absent", $1 }' "$work/absent" >"$work/lines" &&
		    notes "$work/lines" || return 1
	fi
	sync
}
