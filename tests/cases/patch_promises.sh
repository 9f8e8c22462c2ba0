#!/bin/sh
# The promises of a patch package (docs/patch-scripts.md), by number.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

# directory_times: and all else that they have
directory_times() {
	find root/opt -type d | grep -v /state | while IFS= read -r dir; do
		"$ATTRIBUTES" "$dir"
	done
}

# what pkgrm hands over only when the database says ftype e comes back to the
# byte, with mode, owner, time and links; so does the database
case_1_7_rollback() {
	begin
	directory_times >times
	sleep 1
	add 0 live PRDup PRDp1 PRDend
	contains root/opt/prod/bin/toollink 'tool v2'
	[ root/opt/prod/bin/tool -ef root/opt/prod/bin/toollink ]
	[ -u root/opt/prod/bin/su ]
	[ -f root/opt/prod/mib/new ]
	checked PRD PRDp1
	remove 0 live PRDup PRDp1 PRDend
	snapshot after
	same before after
	directory_times >times.after
	same times times.after
	checked PRD
}

case_2_findings_before_installation() {
	begin
	echo 'tool v9 1.0-130' >root/opt/prod/bin/tool
	echo 'changed by hand' >root/opt/prod/lib/libx.so
	rm root/opt/prod/etc/ro
	ln -s keep root/opt/prod/etc/ro
	mv root/opt/prod/ui root/export/ui
	ln -s /export/ui root/opt/prod/ui
	echo "PATCH_BACKUP=relative" >response
	snapshot before
	RESPONSE=$PWD/response add 4 live PRDp1
	contains out 'newer: bin/tool is build 130, the patch has 110'
	contains out 'link: /opt/prod/etc/ro is a symbolic link'
	contains out 'link: /opt/prod/ui is a symbolic link on the way'
	contains out 'changed: /opt/prod/lib/libx.so is not as its package'
	contains out 'backup: PATCH_BACKUP is not an absolute path'
	snapshot after
	same before after
	[ ! -d root/var/sadm/pkg/PRDp1 ]
}

case_2_base_and_levels() {
	begin
	make_patch PRDp2 2 v3 120
	build_patch PRDp2
	remove 0 alt PRD
	add 4 live PRDp1
	contains out 'base: PRD is not installed'
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	add 0 alt PRDp2
	add 4 live PRDp1
	contains out 'later: PRDp2 is installed, patch level 2'
}

case_2_requires_accepts_refuses() {
	make_base
	make_patch PRDp1 1 v2 110
	sed '/<base/a\
<requires package="PRDsp" version="1.1"/>\
<refuses package="PRDend"/>' src/PRDp1/manifest.xml >manifest
	mv manifest src/PRDp1/manifest.xml
	build_patch PRDp1
	make_root
	add 0 alt PRD PRDend
	add 4 alt PRDp1
	contains out 'requires: PRDsp is not installed'
	contains out 'later: PRDend is installed'
}

case_2_cron() {
	begin
	make_cron
	echo "PATCH_QUIET=$(seq -s ' ' 0 59)" >response
	RESPONSE=$PWD/response
	add 4 live PRDcron PRDp1
	contains out 'cron: minute'
	# nothing runs in an alternate root, and here nobody started one
	add 0 alt PRDp1
	remove 0 alt PRDp1
	add 0 live PRDp1
	remove 1 live PRDcron PRDp1
	contains out 'cron: minute'
	remove 0 live PRDp1
	# far away from now
	echo "PATCH_QUIET=$(expr \( "$(date +%M)" + 30 \) % 60)" >response
	add 0 live PRDcron PRDp1
}

case_2_settings() {
	begin
	RESPONSE=$PWD/response
	printf '%s\n' PATCH_TIMEOUT=soon PATCH_NEWER=maybe \
	    PATCH_QUIET_ACTION= 'PATCH_BACKUP=/export/my backup' >response
	add 4 live PRDp1
	contains out "setting: \`soon' is not a number"
	contains out "setting: \`maybe' is neither refuse nor replace"
	contains out 'setting: PATCH_QUIET_ACTION is neither refuse nor wait'
	contains out 'backup: PATCH_BACKUP has a blank or leads upwards'
}

case_2_known_contents() {
	make_base
	make_patch PRDp1 1 v2 110
	set -- $(cksum <src/PRD/root/lib/libx.so)
	sed "s,<file path=\"lib/libx.so\" />,<file path=\"lib/libx.so\"><before \
size=\"$2\" cksum=\"$1\" build=\"7\"/></file>," \
	    src/PRDp1/manifest.xml >manifest
	mv manifest src/PRDp1/manifest.xml
	build_patch PRDp1
	make_root
	add 0 alt PRD
	cp root/opt/prod/lib/libx.so kept
	echo other >root/opt/prod/lib/libx.so
	add 4 live PRDp1
	contains out 'changed: lib/libx.so is none of the known builds'
	cp kept root/opt/prod/lib/libx.so
	add 0 live PRDp1
}

# kept once, whatever comes later
case_3_second_installation() {
	begin
	add 0 live PRDp1
	snapshot patched
	add 0 live PRDp1
	snapshot again
	same patched again
	# a refusal makes pkgadd put a plain copy of the saved originals back
	echo PATCH_BACKUP=relative >response
	RESPONSE=$PWD/response add 4 live PRDp1
	remove 0 live PRDp1
	snapshot after
	same before after
}

case_3_other_version() {
	begin
	add 0 live PRDp1
	sed 's/^VERSION=.*/VERSION=1.0.1b/' src/PRDp1/pkginfo >info
	mv info src/PRDp1/pkginfo
	echo 'tool v2b 1.0-111' >src/PRDp1/root/bin/tool
	build_patch PRDp1
	add 0 live PRDp1
	contains root/opt/prod/bin/tool v2b
	checked PRD PRDp1
	remove 0 live PRDp1
	snapshot after
	same before after
}

case_4_old_script_stops_new_one_starts() {
	begin
	add 0 live PRDup PRDp1 PRDend
	service_log 'started v1' 'stopped v1' 'started v2'
	runs 1
	contains out 'Service was down for'
	seconds=$(sed -n 's/^Service was down for \([0-9]*\) .*/\1/p' out)
	[ "$seconds" -le 2 ] || fail "down for $seconds seconds"
	: >root/opt/prod/state/log
	remove 0 live PRDup PRDp1 PRDend
	service_log 'started v2' 'stopped v2' 'started v1'
	runs 1
}

case_4_not_running_stays_so() {
	begin
	add 0 live PRDp1 PRDend
	[ ! -f root/opt/prod/state/log ]
	runs 0
	remove 0 live PRDp1
	[ ! -f root/opt/prod/state/log ]
}

# begin_with START STOP: the product's own start script does that
begin_with() {
	make_base
	start_script v1 "$1" "$2" >src/PRD/root/S99prd
	dated src/PRD/root 200401021304.05
	build_classic PRD
	make_patch PRDp1 1 v2 110
	build_patch PRDp1
	make_root
	add 0 alt PRD
	chmod 4755 root/opt/prod/bin/su
	snapshot before
}

case_4_stop_fails() {
	begin_with '' 'exit 3'
	add 1 live PRDup PRDp1
	contains out 'stop: /opt/prod/S99prd stop ended with status 3'
	contains out 'nothing was changed'
	service_log 'started v1'
	remove 0 live PRDp1
	snapshot after
	same before after
}

case_4_stop_hangs() {
	begin_with '' 'exec sleep 100'
	add 1 live PRDup PRDp1
	contains out 'was killed after 4 seconds'
	service_log 'started v1'
	remove 0 live PRDp1
	snapshot after
	same before after
}

case_4_process_stays() {
	begin_with '' ':'
	add 1 live PRDup PRDp1
	contains out 'stop: after 4 seconds still there:'
	contains out 'nothing was changed'
	contains root/opt/prod/bin/tool 'tool v1'
}

case_5_undo_when_start_fails() {
	begin
	start_script v2 'exit 1' >src/PRDp1/root/S99prd
	build_patch PRDp1
	add 1 live PRDup PRDp1
	contains out 'start: /opt/prod/S99prd start ended with status 1'
	contains out 'undo: the files and the service are put back'
	contains root/opt/prod/bin/tool 'tool v1'
	[ root/opt/prod/bin/tool -ef root/opt/prod/bin/toollink ]
	[ ! -f root/opt/prod/mib/new ]
	[ -z "$(find root/opt -name '.PRD*')" ]
	service_log 'started v1' 'stopped v1' 'stopped v2' 'started v1'
	remove 0 live PRDp1
	snapshot after
	same before after
	checked PRD
}

case_5_undo_when_own_postinstall_fails() {
	begin
	echo 'exit 7' >src/PRDp1/postinstall
	echo 'i postinstall' >>src/PRDp1/prototype
	build_patch PRDp1
	add 1 live PRDup PRDp1
	contains root/opt/prod/bin/tool 'tool v1'
	service_log 'started v1' 'stopped v1' 'started v2' 'stopped v2' \
	    'started v1'
	remove 0 live PRDp1
	snapshot after
	same before after
}

# the start script kills the class script: right after the stop, or after all
# files are in place
case_6_killed_before_swap() {
	begin_with '' 'kill -9 `cat $B/state/pid` `ps -o ppid= -p $$`'
	add 1 live PRDup PRDp1
	remove 0 live PRDp1
	snapshot after
	same before after
	checked PRD
	add 1 live PRDup PRDp1
	add 0 live PRDp1 PRDend
	contains root/opt/prod/bin/tool 'tool v2'
	runs 1
	checked PRD PRDp1
	[ -z "$(find root/opt -name '.PRD*')" ]
	remove 0 live PRDp1
	snapshot after
	same before after
}

case_6_killed_after_swap() {
	begin
	cp src/PRDp1/root/S99prd good
	start_script v2 '[ -f $B/state/once ] && sh $B/bin/daemon &
		[ -f $B/state/once ] || { >$B/state/once; kill -9 `ps -o ppid= -p $$`; }' \
	    >src/PRDp1/root/S99prd
	build_patch PRDp1
	add 1 live PRDup PRDp1
	contains root/opt/prod/bin/tool 'tool v2'
	remove 0 live PRDp1 PRDup
	snapshot after
	same before after
	rm root/opt/prod/state/once
	add 1 live PRDup PRDp1
	add 0 live PRDp1 PRDend
	runs 1
	checked PRD PRDp1
}

case_8_changed_since() {
	begin
	add 0 live PRDp1
	cp -p root/opt/prod/bin/tool kept
	echo hotfix >root/opt/prod/bin/tool
	rm root/opt/prod/lib/libx.so
	snapshot patched
	remove 1 live PRDp1
	contains out 'changed: bin/tool is not what this patch installed'
	snapshot again
	sed 's/ -PRDp1/ PRDp1/' again >unmarked
	same patched unmarked
	# what is only missing can be given back
	cp -p kept root/opt/prod/bin/tool
	ln -f root/opt/prod/bin/tool root/opt/prod/bin/toollink
	remove 0 live PRDp1
	snapshot after
	same before after
}

case_9_backup_elsewhere_without_a_prompt() {
	begin
	echo PATCH_BACKUP=/export/save/here >response
	RESPONSE=$PWD/response add 0 live PRDp1
	[ "$(ls root/export/save/here/PRDp1 | tr '\n' ' ')" = \
	    '1.cpio 2.cpio ' ]
	[ ! -d root/var/sadm/pkg/PRDp1/save/patch/original ]
	[ ! -f root/var/sadm/pkg/PRDp1/install/request ]
	remove 0 live PRDp1
	snapshot after
	same before after
}

case_10_alternate_root_is_files() {
	begin
	add 0 alt PRDup PRDend
	# not even when there is a process that looks like it
	sh "$PWD/root/opt/prod/bin/daemon" &
	trap "kill $!" 0
	add 0 alt PRDp1
	remove 0 alt PRDp1
	[ ! -f root/opt/prod/state/log ]
	snapshot after
	same before after
	# what was done there can be taken back by the booted system, and the
	# reverse
	add 0 alt PRDp1
	checked PRD PRDp1
	remove 0 live PRDup PRDp1 PRDend
	runs 1
	snapshot after
	same before after
	add 0 live PRDp1
	remove 0 alt PRDp1
	snapshot after
	same before after
	checked PRD
}

case_10_no_way_out_of_the_root() {
	begin
	mv root/opt/prod root/export/prod
	ln -s "$PWD/root/export/prod" root/opt/prod
	add 4 alt PRDp1
	contains out 'is a symbolic link on the way'
}

case_11_level() {
	begin
	add 0 alt PRDp1
	info=root/var/sadm/pkg/PRDp1/pkginfo
	contains $info PATCH_LEVEL=1
	contains $info PATCH_BUILD=110
	contains $info PATCH_DATE=2005-05-11
	journal=root/var/sadm/pkg/PRDp1/save/patch/journal
	contains $journal 'begin install PRDp1 level=1 build=110'
	set -- $(cksum <src/PRD/root/bin/tool)
	grep " save bin/tool .* mode=0755 uid=0 .* \
size=$2 cksum=$1 build=100 " $journal
	set -- $(cksum <src/PRDp1/root/bin/tool)
	contains $journal " apply bin/tool size=$2 cksum=$1 build=110 ."
	contains $journal ' absent mib/new .'
}

# one cycle under each shell that is there, whatever the first choice was
case_12_shells() {
	begin
	for shell in dash ksh93 ksh mksh busybox; do
		path=$(command -v $shell) || continue
		[ $shell != busybox ] || continue
		SHELL_OPTION="--shell $path"
		add 0 live PRDup PRDp1 PRDend
		runs 1
		checked PRD PRDp1
		remove 0 live PRDup PRDp1 PRDend
		runs 1
		snapshot after
		same before after
	done
}

# never 2, which would leave the instance partial for ever
case_13_status() {
	begin
	sed 's/#.*//' "$TOP"/tools/scripts/*.sh |
	    grep -E '(^|[^a-z_])exit +[^013 ;}]' >found || :
	# numbers of awk programs are none of pkgadd's business
	grep -v "exit \$1\|exit }\|exit !" found >bad || :
	[ ! -s bad ] || fail "$(cat bad)"
	add 0 live PRDp1
	[ ! -f 'root/var/sadm/pkg/PRDp1/!I-Lock!' ]
}

run_cases "$0" ${1+"$@"}
