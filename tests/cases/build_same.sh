#!/bin/sh
# The same input gives the same bytes, whatever surrounds the build.

. "${TOP:-.}/tests/lib.sh"

# A package of all kinds of objects, with a large file and many small ones, in
# the directory $1.  Times come from touch alone.
make_source() {
	mkdir -p "$1/root/opt/app/many" "$1/root/etc"
	awk 'BEGIN { for (i = 0; i < 300000; i++) print i * i % 7919 }' \
	    >"$1/root/opt/app/large"
	echo conf >"$1/root/etc/conf"
	(
		cat <<-'EOF'
		i pkginfo
		i postinstall
		d none /etc 0755 root sys
		e none /etc/conf 0644 root sys
		d none opt 0755 root sys
		d none opt/app 0755 root bin
		d none opt/app/many 0755 root bin
		f none opt/app/large 4755 root bin
		s none opt/app/link=large
		l none opt/app/hard=large
		EOF
		i=0
		while [ $i -lt 200 ]; do
			echo "$i" >"$1/root/opt/app/many/f$i"
			echo "f none opt/app/many/f$i 0644 root bin"
			i=$((i + 1))
		done
	) >"$1/prototype"
	echo 'exit 0' >"$1/postinstall"
	printf '%s\n' PKG=ACMEtst NAME=n ARCH=sparc CATEGORY=application \
	    BASEDIR=/ >"$1/pkginfo"
	find "$1" -exec touch -t 200301020304.05 {} +
	touch -t 200302020304.05 "$1/root/opt/app/large"
}

build() {
	"$PKGSTREAM" build -q --force -f "$1/prototype" -r "$1/root" -o "$2"
}

reference() {
	make_source one
	build one one.pkg
}

# VERSION and PSTAMP are made up too, so even those have no clock in them
case_directory() {
	reference
	mkdir -p two/deep/down
	cp -R one two/deep/down
	(cd one && find . -type f) | while read -r f; do
		touch -r "one/$f" "two/deep/down/one/$f"
	done
	(cd two/deep/down && build one ../../../two.pkg)
	same one.pkg two.pkg
	build "$PWD/two/deep/down/one" three.pkg
	same one.pkg three.pkg
}

# the order in which a directory was filled is that of readdir often
case_reversed() {
	reference
	mkdir -p two/root/opt/app/many two/root/etc
	(cd one && find . -type f | sort -r) | while read -r f; do
		cp "one/$f" "two/$f"
		touch -r "one/$f" "two/$f"
	done
	sort -r one/prototype >two/prototype
	build two two.pkg
	same one.pkg two.pkg
}

case_umask() {
	reference
	(umask 077 && build one two.pkg)
	(umask 000 && build one three.pkg)
	same one.pkg two.pkg
	same one.pkg three.pkg
}

# modes, owners and hard links of the sources do not get into the package
case_source_modes() {
	reference
	find one -type f -exec chmod 0400 {} +
	chmod 0700 one/root/opt
	ln one/root/opt/app/many/f1 other-name
	build one two.pkg
	same one.pkg two.pkg
}

case_locale() {
	reference
	for locale in $(locale -a 2>/dev/null | head -n 20) xx_YY; do
		LC_ALL=$locale LANG=$locale build one two.pkg
		same one.pkg two.pkg
	done
}

case_time_zone() {
	reference
	for zone in UTC Asia/Tokyo America/New_York XYZ+11:30 ""; do
		TZ=$zone build one two.pkg
		same one.pkg two.pkg
	done
	unset TZ
	build one two.pkg
	same one.pkg two.pkg
}

# no tool to change the clock is at hand; seconds pass all the same
case_clock() {
	reference
	sleep 1.1 2>/dev/null || sleep 2
	build one two.pkg
	same one.pkg two.pkg
}

case_environment() {
	reference
	env -i "$PKGSTREAM" build -q -f one/prototype -r one/root -o two.pkg
	same one.pkg two.pkg
	HOME=/nowhere USER=x LOGNAME=x PKG=other VERSION=9 PSTAMP=y \
	    build one three.pkg
	same one.pkg three.pkg
}

case_other_user() {
	need_other
	reference
	chmod 0777 .
	as_other "$PKGSTREAM" build -q -f one/prototype -r one/root -o two.pkg
	same one.pkg two.pkg
	find one -exec chown 65534:65534 {} +
	build one three.pkg
	same one.pkg three.pkg
}

case_processors() {
	need taskset
	reference
	taskset -c 0 "$PKGSTREAM" build -q -f one/prototype -r one/root \
	    -o two.pkg
	same one.pkg two.pkg
	i=0
	while [ $i -lt 10 ]; do
		build one many.pkg
		same one.pkg many.pkg
		rm many.pkg
		i=$((i + 1))
	done
}

case_pipe() {
	reference
	build one - >two.pkg
	same one.pkg two.pkg
	build one - | cat >three.pkg
	same one.pkg three.pkg
	# appended to what is there
	echo before >four.pkg
	build one - >>four.pkg
	(echo before && cat one.pkg) >expected
	same expected four.pkg
}

# with several roots the same files have the same bytes
case_roots() {
	reference
	mkdir more
	mv one/root/etc more/etc
	"$PKGSTREAM" build -q -f one/prototype -r one/root -r more -o two.pkg
	same one.pkg two.pkg
}

# A payload has the same bytes in a tree and in each kind of archive, to a file
# and to a pipe; the manifest names size and digest of one of them, so here it
# is made to name none.
case_payload_forms() {
	archive=$(dirname "$PKGSTREAM")/standin/imss51sp1_sol_patch3.tar.gz
	[ -f "$archive" ] || skip "no $archive"
	mkdir tree
	gzip -dc "$archive" >payload.tar
	(cd tree && tar xf ../payload.tar)
	(cd tree && find . -print | cpio -o -H newc --quiet >../payload.cpio) ||
	    rm -f payload.cpio
	mkdir src
	for file in "$TOP"/*; do
		[ ! -f "$file" ] || cp "$file" src/
	done
	awk '/<payload/ { on = 1 } on {
		gsub(/ (size|sha256)="[^"]*"/, "")
		if (/>/) on = 0
	} { print }' "$TOP/manifest.xml" >src/manifest.xml
	for payload in "$archive" tree payload.tar payload.cpio; do
		[ -e "$payload" ] || continue
		expect 0 "$PKGSTREAM" build -q --force -C src \
		    -p "$(path_of "$payload")" -o "$PWD/new.pkg" manifest.xml
		[ -e first.pkg ] || cp new.pkg first.pkg
		same first.pkg new.pkg
		"$PKGSTREAM" build -q -C src \
		    -p "$(path_of "$payload")" -o - manifest.xml >piped.pkg
		same first.pkg piped.pkg
	done
}

path_of() {
	case $1 in
	/*)	echo "$1" ;;
	*)	echo "$PWD/$1" ;;
	esac
}

run_cases "$0"
