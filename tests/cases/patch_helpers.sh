#!/bin/sh
# Utilities that fail, one at a time, while a patch is installed, removed, or
# installed again after a kill: one that prints nothing and ends with 2, and
# one that prints half and ends with 0.  Each run ends as it does without, or
# refuses with nothing changed, or undoes itself; afterwards, with the utility
# back, all goes well.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

# those whose answers decide something, and those that change files
UTILITIES='nawk sed ls cksum find date df ps cpio tar dd expr grep tail tr
wc pkgchk'
ACTORS='cat chgrp chmod chown cp ln mkdir mv rm rmdir touch installf'

# stand_in UTILITY HOW: in the directory `tools', and nothing else
stand_in() {
	rm -rf tools
	mkdir tools
	# there are hundreds of runs, and no power cuts
	ln -s /bin/true tools/sync
	rm -f "tools/$1"
	{
		echo '#!/bin/sh'
		echo 'PATH=${PATH#*:}'
		case $2 in
		nothing)	echo 'exit 2' ;;
		half)	echo "out=\$(mktemp /tmp/half.XXXXXXXX)
			$1 \"\$@\" >\$out
			n=\$(/usr/bin/wc -c <\$out)
			/usr/bin/head -c \$((n / 2)) \$out
			/usr/bin/rm -f \$out
			exit 0" ;;
		idle)	echo 'exit 0' ;;
		kill)	echo "case \"\$*\" in *libx.so*) kill -9 \$PPID; esac
			exec $1 \"\$@\"" ;;
		esac
	} >"tools/$1"
	chmod 755 "tools/$1"
}

# with_tools VERB ARGUMENT...: the status; never endless
with_tools() {
	_verb=$1
	shift
	_got=0
	timeout 120 "$PKGSTREAM" rehearse "$_verb" -n -a "$PWD/admin" \
	    $(where "$MODE") ${SH:+--shell $SH} --tools "$PWD/tools" "$@" >out 2>&1 </dev/null ||
	    _got=$?
	[ $_got -ne 124 ] || fail "$trial: endless"
	[ $_got -ne 2 ] || fail "$trial: ended with 2"
}

# files_of SNAPSHOT: without the package database, what is staged, and the
# numbers of links, which that counts in
files_of() {
	sed -n '/\/\.PRDp1\./d
s/^\(\(opt\|export\)[^ ]*\( [^ ]*\)\{6\}\) [0-9]*$/\1/p' "$1"
}

# one_of FILE...: the files of the root are those of one of the snapshots
one_of() {
	snapshot now
	files_of now >now.files
	for _want do
		files_of "$_want" >want.files
		cmp -s now.files want.files && return 0
	done
	diff now.files want.files | head >&2
	cat out >&2
	fail "$trial: ended with $_got, files as never before"
}

# all_as SNAPSHOT PKG...
all_as() {
	snapshot now
	cmp -s now "$1" || {
		diff now "$1" | head >&2
		cat out >&2
		fail "$trial: ended with $_got, and the root is wrong"
	}
	shift
	checked "$@"
}

# untouched SNAPSHOT: the root is as it was, with its package database.  What
# comes of that is known, and need not be tried again.
untouched() {
	snapshot now
	cmp -s now "$1"
}

from() {
	rm -rf root
	cp -a "$1" root
}

# utility HOW: one line of the matrix, tried in all columns
installation() {
	from state.before
	with_tools add -d "$PWD/pkgs" PRDp1
	[ $_got -ne 0 ] || {
		all_as patched PRD PRDp1
		return 0
	}
	untouched before && return 0
	one_of before
	add 0 "$MODE" PRDp1
	all_as patched PRD PRDp1
}

removal() {
	from state.patched
	with_tools rm PRDp1
	[ $_got -ne 0 ] || {
		all_as before PRD
		return 0
	}
	untouched patched && return 0
	one_of patched before
	[ ! -d root/var/sadm/pkg/PRDp1 ] || remove 0 "$MODE" PRDp1
	all_as before PRD
}

rerun() {
	from state.killed
	with_tools add -d "$PWD/pkgs" PRDp1
	[ $_got -ne 0 ] || {
		all_as patched PRD PRDp1
		return 0
	}
	untouched killed && return 0
	one_of killed before patched
	add 0 "$MODE" PRDp1
	all_as patched PRD PRDp1
}

# states: what the columns begin with
states() {
	begin
	cp -a root state.before
	add 0 "$MODE" PRDp1
	snapshot patched
	cp -a root state.patched
	from state.before
	stand_in mv kill
	with_tools add -d "$PWD/pkgs" PRDp1
	[ $_got -ne 0 ] || fail "the kill did not happen: $(cat out)"
	snapshot killed
	cp -a root state.killed
}

# column NAME UTILITIES HOW...
column() {
	_column=$1 _utilities=$2
	shift 2
	for _utility in $_utilities; do
		for _how do
			trial="$_column, $_utility: $_how"
			stand_in $_utility $_how
			$_column
		done
	done
}

case_installation() {
	MODE=alt
	states
	column installation "$UTILITIES" nothing half
	column installation "$ACTORS" nothing idle
}

case_removal() {
	MODE=alt
	states
	column removal "$UTILITIES" nothing half
	column removal "$ACTORS" nothing idle
}

case_rerun() {
	MODE=alt
	states
	column rerun "$UTILITIES" nothing half
	column rerun "$ACTORS" nothing idle
}

# what only a running system asks for
case_live() {
	MODE=live
	need_mode live
	states
	for column in installation removal rerun; do
		column $column 'ps date expr nawk sed' nothing half
	done
}

# a utility that is missing is named
case_missing() {
	MODE=alt
	begin
	mkdir tools
	printf '%s\n' '#!/bin/sh' 'PATH=${PATH#*:}' "exec /bin/sh -c '
	type() { case \$1 in cksum) echo cksum not found; return 1;; esac
		command -v \"\$1\"; }
	. \"\$1\"' sh \"\$@\"" >shell
	chmod 755 shell
	expect 4 "$PKGSTREAM" rehearse add -n -a "$PWD/admin" -R "$PWD/root" \
	    --shell "$PWD/shell" -d "$PWD/pkgs" PRDp1
	cat err >>out
	contains out 'utility: cksum is missing'
}

run_cases "$0" ${1+"$@"}
