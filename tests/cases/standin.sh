#!/bin/sh
. "$(dirname "$0")/../lib.sh"

MADE=$(dirname "$PKGSTREAM")/standin
SRC=$MADE/src
GEN=$(dirname "$PKGSTREAM")/standin-gen
ARCHIVE=$MADE/imss51sp1_sol_patch3.tar.gz
PREFIX=imss51sp1_sol_patch3

case_archive_size() {
	[ "$(wc -c <"$ARCHIVE")" -eq 6192880 ]
	gzip -t "$ARCHIVE"
}

# the payload holds what the manifest names, and nothing else
case_archive_names() {
	sed -n 's/.*<file path="\([^"]*\)".*/\1/p' "$TOP/manifest.xml" |
	    sort >want
	[ "$(wc -l <want)" -eq 37 ]
	gzip -dc "$ARCHIVE" | tar tf - |
	    sed -n "s,^$PREFIX/\(imss/.*[^/]\)\$,\1,p" | sort >got
	same want got
}

# dates as in the vendor's list
case_archive_dates() {
	gzip -dc "$ARCHIVE" | tar xf -
	sed -n 's/.*<file path="\([^"]*\)" date="\([^"]*\)".*/\2 \1/p' \
	    "$TOP/manifest.xml" >list
	[ "$(wc -l <list)" -eq 37 ]
	while read -r date path; do
		touch -t "$(echo "$date" | tr -d -)0000" stamp
		[ -z "$(find "$PREFIX/$path" -newer stamp)" ] &&
		    [ -z "$(find stamp -newer "$PREFIX/$path")" ] ||
		    fail "$path is not of $date"
	done <list
}

case_same_bytes() {
	"$GEN" "$TOP/tests/standin" again
	same again/$PREFIX.tar.gz "$ARCHIVE"
	for p in TMIMSS TMIMSSsp1 TMIMSSp1 TMIMSSp2; do
		diff -r "again/src/$p" "$SRC/$p"
	done
}

case_marked() {
	gzip -dc "$ARCHIVE" | tar xf -
	find $PREFIX "$SRC"/TMIMSS*/root -type f >files
	while read -r file; do
		grep -ai 'stand-in' "$file" >/dev/null ||
		    fail "$file does not say what it is"
	done <files
}

# big-endian 32-bit SPARC, program or library
case_programs() {
	root=$SRC/TMIMSS/root/imss
	od -An -tx1 -N20 "$root/bin/imssd" | tr -d ' \n' >program
	od -An -tx1 -N20 "$root/lib/libtmmsg.so" | tr -d ' \n' >library
	contains program 7f454c4601020100000000000000000000020002
	contains library 7f454c4601020100000000000000000000030002
}

build_of() {
	sed -n 's/^Build //p' "$1"
}

case_builds() {
	gzip -dc "$ARCHIVE" | tar xf -
	cd $PREFIX/imss
	[ "$(build_of bin/imssd)" = 5.1-2048 ]
	[ "$(build_of lib/libCIS_DLL.so)" = 5.1-1240 ]
	[ "$(build_of lib/libtmmsg.so)" = 5.1-1290 ]
	[ "$(build_of lib/libEN_Product.so)" = 5.1-2048 ]
	[ "$(build_of emanager/lib/libem_core.so)" = 5.1-1125 ]
	[ "$(build_of UI/apache/bin/httpd)" = 1.3.33 ]
	[ "$(build_of "$SRC/TMIMSS/root/imss/bin/imssd")" = 5.1-1132 ]
	[ "$(build_of "$SRC/TMIMSSp2/root/imss/bin/imssd")" = 5.1-1862 ]
}

# what `make package' leaves comes out again, in another directory
case_packages() {
	for p in TMIMSS TMIMSSsp1 TMIMSSp1 TMIMSSp2; do
		expect 0 "$PKGSTREAM" build -f "$SRC/$p/prototype" \
		    -r "$SRC/$p/root" -o $p.pkg
		same $p.pkg "$MADE/$p.pkg"
	done
	expect 0 "$PKGSTREAM" build -p "$ARCHIVE" -o p3.pkg \
	    "$TOP/manifest.xml"
	same p3.pkg "$MADE/../imss51sp1p3.pkg"
}

case_verify() {
	for p in "$MADE"/TMIMSS*.pkg "$MADE/../imss51sp1p3.pkg"; do
		expect 0 "$PKGSTREAM" verify "$p"
	done
}

case_patch_map() {
	"$PKGSTREAM" build -n -p "$ARCHIVE" "$TOP/manifest.xml" >map
	[ "$(grep -c '^1 e patch imss/' map)" -eq 37 ]
	contains map '1 e patch imss/bin/aphost 4755 root bin 218884 '
	contains map '1 e patch imss/mib/imss50.mib 0644 root bin '
	contains map '1 d none imss/mib 0755 root bin'
	lacks map '1 f '
}

# a product that can run
product() {
	mkdir -p p/imss/log
	cp -R "$SRC/TMIMSS/root/imss/bin" "$SRC/TMIMSS/root/imss/script" \
	    p/imss/
	script=p/imss/script/S99IMSS
}

# service SHELL: the start script in that shell
service() {
	product
	expect 1 "$1" $script status
	expect 0 "$1" $script start
	[ "$(cat p/imss/log/running)" = 5.1-1132 ]
	pid=$(cat p/imss/log/imssd.pid)
	kill -0 "$pid"
	expect 1 "$1" $script start
	contains err "running already, process $pid"

	# another build takes over with a restart only
	cp "$SRC/TMIMSSp1/root/imss/bin/imssd" p/imss/bin/
	expect 0 "$1" $script status
	contains out '5.1-1132 is running'
	expect 0 "$1" $script restart
	[ "$(cat p/imss/log/running)" = 5.1-1718 ]
	expect 0 "$1" $script stop
	expect 1 "$1" $script status
	[ ! -f p/imss/log/imssd.pid ]
	expect 0 "$1" $script stop
}

case_service() {
	service sh
}

case_service_ksh() {
	need ksh
	service ksh
}

# a pid file that outlived its daemon does no harm
case_service_stale() {
	need ps
	product
	echo $$ >p/imss/log/imssd.pid
	expect 1 sh $script status
	expect 0 sh $script stop
	echo 'x y' >p/imss/log/imssd.pid
	expect 0 sh $script start
	expect 0 sh $script stop
}

case_service_hangs() {
	product
	: >p/imss/log/ignore-term
	expect 0 sh $script start
	pid=$(cat p/imss/log/imssd.pid)
	status=0
	sh $script stop 2>err || status=$?
	kill -9 "$pid"
	[ $status -eq 1 ]
	contains err 'does not stop'
}

# nothing is said of a machine that is not the one installed
case_alternate_root() {
	for s in postinstall preremove; do
		expect 0 sh "$TOP/$s"
		[ -s out ]
		expect 0 env PKG_INSTALL_ROOT=/a sh "$TOP/$s"
		[ ! -s out ]
	done
}

run_cases "$0"
