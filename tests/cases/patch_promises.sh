#!/bin/sh
# The promises of a patch package, one case each (docs/patch-scripts.md).
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# 1, 7: files of another package come back to the byte, links and database too
case_rollback() {
	begin
	add 0 live PRDup PRDp1 PRDend
	grep '^tool v2' root/opt/prod/bin/toollink
	checked PRD PRDp1
	remove 0 live PRDup PRDp1 PRDend
	snapshot after
	same before after
	checked PRD
}

# 2: all findings in one run, nothing changed
case_all_findings() {
	begin
	echo 'tool v9 1.0-130' >root/opt/prod/bin/tool
	echo 'changed by hand' >root/opt/prod/lib/libx.so
	rm root/opt/prod/etc/ro
	ln -s keep root/opt/prod/etc/ro
	snapshot before
	add 4 live PRDp1
	contains out 'newer: bin/tool is build 130, the patch has 110'
	contains out 'link: /opt/prod/etc/ro is a symbolic link'
	contains out 'changed: /opt/prod/lib/libx.so is not as its package'
	snapshot after
	same before after
}

run_cases "$0" ${1+"$@"}
