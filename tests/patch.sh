# A small product with a service, patches of it, and how to rehearse them, for
# the cases patch_*.sh.  Everything is made in the current directory.
#
# A rehearsal ends what it started, so a service runs only within one call:
# PRDup starts it, before the package that is looked at, and PRDend notes in
# opt/prod/state/seen what runs behind it.

# With NATIVE set, the pkgadd, pkgrm and pkgchk of the PATH do it instead
# (tests/native.sh); LIVE is then a command `LIVE ROOT COMMAND...' that runs
# the command with ROOT as the root directory, processes of its own included.

ATTRIBUTES=$(dirname "$PKGSTREAM")/tests/tools/attributes

ODD='ui/o$d`n*m[e];&("x'"')?\\b"

# daemon BUILD
daemon() {
	cat <<-TEXT
	#!/bin/sh
	# daemon 1.0-$1
	while :; do sleep 1; done
	TEXT
}

# start_script VERSION [START [STOP]]
start_script() {
	cat <<-TEXT
	#!/bin/sh
	B=/opt/prod
	case \$1 in
	start)	${2:-"sh \$B/bin/daemon & echo \$! >\$B/state/pid"}
		echo "started $1" >>\$B/state/log ;;
	stop)	${3:-"kill -9 \`cat \$B/state/pid\`"}
		echo "stopped $1" >>\$B/state/log ;;
	esac
	exit 0
	TEXT
}

# payload DIR VERSION BUILD: the product's files
payload() {
	mkdir -p "$1/bin" "$1/lib" "$1/etc" "$1/ui"
	daemon "$3" >"$1/bin/daemon"
	start_script "$2" >"$1/S99prd"
	echo "tool $2 1.0-$3" >"$1/bin/tool"
	echo "su $2 1.0-$3" >"$1/bin/su"
	echo "lib $2" >"$1/lib/libx.so"
	echo "ro $2" >"$1/etc/ro"
	echo "odd $2" >"$1/$ODD"
	chmod 755 "$1/bin/daemon" "$1/S99prd"
}

# dated DIR TIME: all files have that time
dated() {
	find "$1" -type f -exec touch -t "$2" {} +
}

prototype_files() {
	cat <<-TEXT
	$1 S99prd 0744 root bin
	$1 bin/daemon 0755 root bin
	$1 bin/tool 0755 root bin
	$1 bin/su 4755 root bin
	$1 lib/libx.so 0555 root bin
	$1 etc/ro 0440 root bin
	TEXT
	printf '%s\n' "$1 $ODD 0644 root bin"
}

info() {
	cat <<-TEXT
	PKG=$1
	NAME=$1 for tests
	ARCH=sparc
	VERSION=$2
	CATEGORY=application
	BASEDIR=/opt/prod
	CLASSES=none${3+ $3}
	PSTAMP=test
	TEXT
}

# make_base: PRD 1.0, and the two helpers
make_base() {
	mkdir -p src/PRD src/PRDup src/PRDend
	payload src/PRD/root v1 100
	echo keep >src/PRD/root/etc/keep
	dated src/PRD/root 200401021304.05
	info PRD 1.0 >src/PRD/pkginfo
	{
		echo 'i pkginfo'
		for d in bin etc lib state ui; do
			echo "d none $d 0755 root bin"
		done
		prototype_files 'f none'
		echo 'f none etc/keep 0644 root bin'
		echo 'l none bin/toollink=tool'
	} >src/PRD/prototype
	helper PRDup '[ -n "$PKG_INSTALL_ROOT" ] || /opt/prod/S99prd start'
	helper PRDend 'ps -e -o args | grep "^sh /opt/prod/bin/daemon" \
	    >/opt/prod/state/seen
	:'
	for name in PRD PRDup PRDend; do
		build_classic $name
	done
}

# make_cron: PRDcron, after which a cron runs, one that does nothing
make_cron() {
	mkdir -p src/PRDcron
	helper PRDcron 'cp /bin/sleep /opt/prod/state/cron
	/opt/prod/state/cron 600 </dev/null >/dev/null 2>&1 &'
	build_classic PRDcron
}

# helper PKG TEXT: a package that does this when it comes and when it goes
helper() {
	info "$1" 1 >"src/$1/pkginfo"
	printf '%s\nexit 0\n' "$2" >"src/$1/postinstall"
	cp "src/$1/postinstall" "src/$1/preremove"
	printf 'i %s\n' pkginfo postinstall preremove >"src/$1/prototype"
}

build_classic() {
	"$PKGSTREAM" build -q --force -f "src/$1/prototype" -r "src/$1/root" \
	    -o "$1.pkg"
	"$PKGSTREAM" trans -q --force -d pkgs "$1.pkg"
}

escaped() {
	printf '%s\n' "$1" |
	    sed 's/&/\&amp;/g; s/"/\&quot;/g; s/</\&lt;/g'
}

# manifest_file PATH BUILD [MORE]: an element
manifest_file() {
	printf '<file path="%s"%s %s/>\n' "$(escaped "$1")" \
	    "${2:+ build=\"$2\"}" "${3-}"
}

# make_patch PKG LEVEL VERSION BUILD: sources in src/PKG, to be changed before
# build_patch
make_patch() {
	mkdir -p "src/$1"
	payload "src/$1/root" "$3" "$4"
	mkdir -p "src/$1/root/mib"
	echo "new $3" >"src/$1/root/mib/new"
	dated "src/$1/root" 200502101304.05
	info "$1" "1.0.$2" patch >"src/$1/pkginfo"
	{
		echo 'i pkginfo'
		echo 'd none mib 0755 root bin'
		prototype_files 'e patch'
		echo 'e patch mib/new 0644 root bin'
	} >"src/$1/prototype"
	cat >"src/$1/manifest.xml" <<-TEXT
	<manifest xmlns="urn:pkgstream:manifest:1">
	<sources prototype="prototype" pkginfo="pkginfo"/>
	<payload name="root"/>
	<product name="Product" version="1.0"/>
	<build number="$4" date="2005-05-11"/>
	<patch class="patch" level="$2" mark="1.0-">
	<base package="PRD" version="1.0"/>
	<service name="Service" script="S99prd" process="bin/daemon"
	    timeout="4"/>
	</patch>
	<files>
	$(manifest_file S99prd '')
	$(manifest_file bin/daemon "$4")
	$(manifest_file bin/tool "$4")
	$(manifest_file bin/su "$4")
	$(manifest_file lib/libx.so '')
	$(manifest_file etc/ro '')
	$(manifest_file "$ODD" '')
	$(manifest_file mib/new '' 'action="add"')
	</files>
	</manifest>
	TEXT
}

# element TEXT...: added to the manifest of PRDp1
element() {
	for _text do
		sed "/<\/files>/i\\
$_text" src/PRDp1/manifest.xml >manifest
		mv manifest src/PRDp1/manifest.xml
	done
}

build_patch() {
	"$PKGSTREAM" build -q --force -o "$1.pkg" "src/$1/manifest.xml"
	"$PKGSTREAM" trans -q --force -d "${2-pkgs}" "$1.pkg"
}

make_root() {
	# checkinstall is nobody
	chmod 755 .
	mkdir -p root/etc root/opt root/export root/tmp root/var/tmp \
	    root/var/sadm/install/admin root/var/sadm/install/logs \
	    root/var/sadm/pkg
	chmod 1777 root/tmp root/var/tmp
	printf '%s\n' root:x:0:0::/:/sbin/sh nobody:x:60001:60001::/: \
	    noaccess:x:60002:60002::/: >root/etc/passwd
	printf '%s\n' root::0: other::1: bin::2: nobody::60001: \
	    >root/etc/group
	{
		echo mail=
		echo instance=overwrite
		echo basedir=default
		for key in partial runlevel idepend rdepend space setuid \
		    conflict action; do
			echo "$key=nocheck"
		done
	} >admin
}

# where MODE: the option of rehearse; `live' or `alt'
where() {
	case $1 in
	live)	echo "--live $PWD/root" ;;
	*)	echo "-R $PWD/root" ;;
	esac
}

# `make check TOOLS=DIR SH=FILE': all with these utilities and this shell
SHELL_OPTION="${SH:+--shell $SH} ${TOOLS:+--tools $TOOLS}"

# need_mode MODE: skips the case where nothing can be live
need_mode() {
	[ "$1" != live ] || [ -n "${NATIVE+native}" ] || need_live
}

# pkgadd_in MODE PKG..., pkgrm_in MODE PKG...: the tools themselves
pkgadd_in() {
	_mode=$1
	shift
	case ${NATIVE+native}-$_mode in
	native-live)
		live_files
		$LIVE "$PWD/root" pkgadd -n -a /var/tmp/in/admin \
		    ${RESPONSE:+-r /var/tmp/in/response} -d /var/tmp/in/pkgs "$@" ;;
	native-*)
		pkgadd -n -a "$PWD/admin" -R "$PWD/root" \
		    ${RESPONSE:+-r "$RESPONSE"} -d "$PWD/pkgs" "$@" ;;
	*)	"$PKGSTREAM" rehearse add -n -a "$PWD/admin" $(where "$_mode") \
		    ${RESPONSE:+-r "$RESPONSE"} ${SHELL_OPTION-} \
		    -d "$PWD/pkgs" "$@" ;;
	esac
}

pkgrm_in() {
	_mode=$1
	shift
	case ${NATIVE+native}-$_mode in
	native-live)
		live_files
		$LIVE "$PWD/root" pkgrm -n -a /var/tmp/in/admin "$@" ;;
	native-*)
		pkgrm -n -a "$PWD/admin" -R "$PWD/root" "$@" ;;
	*)	"$PKGSTREAM" rehearse rm -n -a "$PWD/admin" \
		    $(where "$_mode") ${SHELL_OPTION-} "$@" ;;
	esac
}

# live_files: what the tools read, where they find it in the live root
live_files() {
	[ -n "${LIVE-}" ] || skip "these tools have no live root"
	rm -rf root/var/tmp/in
	mkdir -p root/var/tmp/in
	chmod 755 root/var/tmp/in
	cp -R pkgs admin root/var/tmp/in
	[ -z "${RESPONSE-}" ] || cp "$RESPONSE" root/var/tmp/in/response
}

# add STATUS MODE PKG...; remove likewise; out and err as expect
add() {
	_status=$1
	shift
	need_mode "$1"
	expect "$_status" pkgadd_in "$@"
	cat err >>out
}

remove() {
	_status=$1
	shift
	need_mode "$1"
	expect "$_status" pkgrm_in "$@"
	cat err >>out
}

# checked PKG...: pkgchk finds nothing
checked() {
	case ${NATIVE+native} in
	native)	expect 0 pkgchk -n -R "$PWD/root" "$@" ;;
	*)	expect 0 "$PKGSTREAM" rehearse chk -R "$PWD/root" "$@" ;;
	esac
}

# snapshot FILE: everything below opt and export, and the database.  A helper
# and what it notes do not count.
snapshot() {
	( cd root && find opt export -type f | grep -v '^opt/prod/state/' |
	    while IFS= read -r f; do
		cksum "$f"
		"$ATTRIBUTES" "$f"
	    done
	find opt export -type d -o -type l | sort
	grep -v '^#' var/sadm/install/contents | sed '/PRDup/d; /PRDend/d'
	ls var/sadm/pkg | grep -v '^PRD[uec]'
	find opt -inum "$(ls -i opt/prod/bin/tool | awk '{ print $1 }')"
	) | sort >"$1"
}

# service_log WORD...: what the start scripts noted, in this order
service_log() {
	printf '%s\n' "$@" >want
	same want root/opt/prod/state/log
}

# runs NUMBER: so many daemons when PRDend came or went last.  pkgadd stops at
# a package that fails, so behind one the log has to do.
runs() {
	[ "$(wc -l <root/opt/prod/state/seen)" -eq "$1" ] ||
	    fail "$(cat root/opt/prod/state/seen) runs, not $1"
}

# installed: the product in a root, before the patch
installed() {
	make_root
	add 0 alt PRD
	# a host may take the bit away when the owner is set last
	chmod 4755 root/opt/prod/bin/su
	snapshot before
}

# begin: product and first patch made, product installed
begin() {
	make_base
	make_patch PRDp1 1 v2 110
	build_patch PRDp1
	installed
}

# built_and_installed: PRD and PRDp1 from their sources, and PRD in a root
built_and_installed() {
	dated src/PRD/root 200401021304.05
	build_classic PRD
	build_patch PRDp1
	installed
}

# there_twice_and_back MODE: the patch, once more, and its removal; sources,
# patched and rolled_back are functions of the file
there_twice_and_back() {
	sources
	add 0 $1 PRDp1
	patched
	add 0 $1 PRDp1
	patched
	remove 0 $1 PRDp1
	rolled_back
}
