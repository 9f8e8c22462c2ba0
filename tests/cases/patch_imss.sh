#!/bin/sh
# imss51sp1p3.pkg on its stand-in product.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

B=$(dirname "$PKGSTREAM")

# product PKG...: the stand-ins installed; IMup starts the service when it comes
# and when it goes, IMend notes what runs
product() {
	mkdir -p src/IMup src/IMend
	helper IMup '/opt/trend/imss/script/S99IMSS start'
	helper IMend '/opt/trend/imss/script/S99IMSS status >/tmp/status
	:'
	build_classic IMup
	build_classic IMend
	for name in TMIMSS "$@"; do
		"$PKGSTREAM" trans -q -d pkgs "$B/standin/$name.pkg"
	done
	"$PKGSTREAM" trans -q -d pkgs "$B/imss51sp1p3.pkg"
	make_root
	echo imss:x:300:300::/: >>root/etc/passwd
	for name in TMIMSS "$@"; do
		add 0 alt "$name"
	done
	chmod 4755 root/opt/trend/imss/bin/aphost
	# in any minute of the hour
	echo PATCH_QUIET= >response
}

listing() {
	( cd root && find opt ! -path 'opt/trend/imss/log*' -type f \
	    -exec cksum {} + -exec ls -ln {} + | sort
	grep -v '^#' var/sadm/install/contents | sed '/IMup/d; /IMend/d' )
}

cycle() {
	product "$@"
	listing >before
	RESPONSE=$PWD/response
	add 0 live IMup TMIMSSp3 IMend
	contains root/tmp/status 'IMSS 5.1-2048 is running'
	seconds=$(sed -n 's/^IMSS was down for \([0-9]*\) .*/\1/p' out)
	[ "$seconds" -le 2 ] || fail "down for $seconds seconds"
	checked TMIMSSp3 TMIMSS
	remove 0 live IMup TMIMSSp3 IMend
	contains root/tmp/status "IMSS 5.1-$BUILD is running"
	listing >after
	same before after
	checked TMIMSS
}

case_on_service_pack() {
	BUILD=1604
	cycle TMIMSSsp1
}

case_on_patch_1_and_2() {
	BUILD=1862
	cycle TMIMSSsp1 TMIMSSp1 TMIMSSp2
}

case_without_service_pack() {
	product
	RESPONSE=$PWD/response
	add 4 live TMIMSSp3
	contains out 'requires: TMIMSSsp1 is not installed'
}

# hotfixes are told with their builds, all in one run
case_hotfixes() {
	product TMIMSSsp1
	RESPONSE=$PWD/response
	echo 'hotfix 5.1-2060' >root/opt/trend/imss/bin/imssd
	echo 'hotfix 5.1-1301' >root/opt/trend/imss/lib/libtmmsg.so
	add 4 live TMIMSSp3
	contains out 'newer: imss/bin/imssd is build 2060, the patch has 2048'
	contains out \
	    'newer: imss/lib/libtmmsg.so is build 1301, the patch has 1290'
	echo PATCH_NEWER=replace >>response
	add 0 live TMIMSSp3
	remove 0 live TMIMSSp3
	contains root/opt/trend/imss/bin/imssd 'hotfix 5.1-2060'
}

run_cases "$0" ${1+"$@"}
