#!/bin/sh
# init: sources that build at once
. "$(dirname "$0")/../lib.sh"

make_tree() {
	mkdir -p old/bin old/etc
	echo one >old/bin/prog
	echo two >old/bin/same
	echo three >old/etc/gone
	chmod 755 old/bin/prog
	ln -s prog old/bin/link
	ln old/bin/same old/bin/twin
	find old -type f -exec touch -t 200501020304 {} +
}

make_new() {
	cp -Rp old new
	echo ONE, changed >new/bin/prog
	rm new/etc/gone
	mkdir new/lib
	echo new >new/lib/new
	find new -type f -exec touch -t 200601020304 {} +
}

# the objects of two packages, without times of pkginfo
objects() {
	"$PKGSTREAM" list --map -t fevds "$1" | sed 's/^1 v/1 f/'
}

case_tree() {
	make_tree
	expect 0 "$PKGSTREAM" init --pkg ACMEx -b /opt/acme old
	contains out 'now: pkgstream build manifest.xml'
	expect 0 "$PKGSTREAM" build manifest.xml
	[ ! -s err ]
	expect 0 "$PKGSTREAM" verify ACMEx.pkg
	expect 0 "$PKGSTREAM" list --map ACMEx.pkg
	contains out '1 f none bin/prog 0755 root bin 4 332 1104635040'
	contains out '1 s none bin/link=prog'
	expect 0 "$PKGSTREAM" cat ACMEx.pkg pkginfo
	contains out 'BASEDIR=/opt/acme'
	# nothing is overwritten
	expect 3 "$PKGSTREAM" init old
	expect 0 "$PKGSTREAM" init --force -q old
	[ ! -s out ]
}

case_archive() {
	need tar
	make_tree
	tar cf - old | gzip >old-1.0.tar.gz
	expect 0 "$PKGSTREAM" init old-1.0.tar.gz
	contains manifest.xml 'prefix="old"'
	expect 0 "$PKGSTREAM" build -o a.pkg manifest.xml
	expect 0 "$PKGSTREAM" verify a.pkg
	objects a.pkg >a
	expect 0 "$PKGSTREAM" init -o tree old
	expect 0 "$PKGSTREAM" build -o b.pkg -p old tree/manifest.xml
	objects b.pkg >b
	same a b
}

case_package() {
	stream=$TOP/tests/golden/streams/07-contents/stream.pkg
	expect 0 "$PKGSTREAM" init -o src "$stream"
	contains out 'now: pkgstream build src/manifest.xml'
	expect 0 "$PKGSTREAM" build -o a.pkg src/manifest.xml
	[ ! -s err ]
	expect 0 "$PKGSTREAM" verify a.pkg
	expect 0 "$PKGSTREAM" diff "$stream" a.pkg
	# nothing is replaced, and nothing is left of what was begun
	expect 3 "$PKGSTREAM" init -o src "$stream"
	contains err 'src/payload: exists; --force replaces it'
	[ -z "$(ls -A src | grep '^\.')" ]
	expect 0 "$PKGSTREAM" init --force -o src "$stream"
	[ -z "$(ls -A src | grep '^\.')" ]
}

case_package_equal() {
	for stream in "$TOP"/tests/golden/streams/0[23478]*/stream.pkg; do
		rm -rf src out.pkg
		expect 0 "$PKGSTREAM" init -q -o src "$stream"
		expect 0 "$PKGSTREAM" build -q -o out.pkg src/manifest.xml
		expect 0 "$PKGSTREAM" diff "$stream" out.pkg
		[ ! -s out ]
	done
}

# every field that a pkgmap and a pkginfo have
make_package() {
	mkdir src
	cd src
	mkdir -p tree/etc tree/abs/dir tree/opt
	for f in tree/etc/conf tree/etc/log tree/opt/prog tree/abs/both \
	    tree/abs/dir/x; do
		echo "$f" >$f
	done
	touch -t 200301020304.05 tree/etc/* tree/opt/* tree/abs/both
	printf '%s\n' 'P ACMEbase The base' '	1.0' >depend
	echo 'Copyright of somebody' >copyright
	echo 'echo removed' >r.mine
	echo 'cat' >i.mine
	echo 'a file with the name of a source' >info-manifest
	touch -t 200402030405 depend i.mine
	touch -t 200402030406 copyright r.mine info-manifest
	cat >pkginfo <<-'TEXT'
	VENDOR=A vendor & Sons
	PKG=ACMEall
	NAME=All "kinds" of <objects>
	ARCH=sparc,i386
	VERSION=1.2,REV=2005.01.02
	CATEGORY=system,application
	BASEDIR=/opt/acme
	EMAIL=someone@example.com
	HOTLINE=by letter
	CLASSES=none mine
	ISTATES=S 1 2 3
	PSTAMP=host20050102030405
	ACMEDIR=/var/acme
	TEXT
	cat >prototype <<-'TEXT'
	i pkginfo
	i depend
	i copyright
	i i.mine
	i r.mine
	i manifest.xml=info-manifest
	d none etc ? ? ?
	e mine etc/conf 0640 root sys
	v none etc/log 0666 adm adm
	x none opt 0755 root other
	f mine opt/prog 4755 root bin
	l none opt/prog2=opt/prog
	s none opt/link=../etc/conf
	p none opt/pipe 0600 root sys
	c none opt/null 13 2 0666 root sys
	b none opt/disk 32 0 ? ? ?
	d none /abs 0755 root bin
	f none /abs/both 0444 root bin
	d none abs 0755 root bin
	f none abs/both=etc/log 0444 root bin
	d none $ACMEDIR 0755 root bin
	f none $ACMEDIR/x=abs/dir/x ? ? ?
	TEXT
	expect 0 "$PKGSTREAM" build -q -t 1104635045 -f prototype -r tree \
	    -o ../all.pkg
	cd ..
	rm -r src
}

case_package_everything() {
	make_package
	expect 0 "$PKGSTREAM" init -q -o src all.pkg
	expect 0 "$PKGSTREAM" build -q -o out.pkg src/manifest.xml
	expect 0 "$PKGSTREAM" diff all.pkg out.pkg
	[ ! -s out ]
	"$PKGSTREAM" cat all.pkg pkginfo >a
	"$PKGSTREAM" cat out.pkg pkginfo >b
	same a b
	same all.pkg out.pkg
	# what the user says comes in its place
	expect 0 "$PKGSTREAM" init -q -o other --pkg ACMEx -b /opt/x all.pkg
	sed 's/^PKG=.*/PKG=ACMEx/; s,^BASEDIR=.*,BASEDIR=/opt/x,' a >c
	same c other/pkginfo
}

case_several_packages() {
	stream=$TOP/tests/golden/streams/01-several/stream.pkg
	expect 0 "$PKGSTREAM" init -o src "$stream"
	set -- $(sed -n 's/^now: pkgstream build//p' out)
	[ $# -gt 1 ]
	expect 0 "$PKGSTREAM" build -q -o a.pkg "$@"
	expect 0 "$PKGSTREAM" diff "$stream" a.pkg
	[ ! -s out ]
	expect 2 "$PKGSTREAM" init -o x --pkg ACMEx "$stream"
	contains err 'holds'
	[ ! -e x ]
}

# a damaged package becomes no sources
case_package_damaged() {
	make_package
	size=$(wc -c <all.pkg)
	for cut in 600 2000 5000 $((size - 3000)); do
		head -c $cut all.pkg >cut.pkg
		expect 3 "$PKGSTREAM" init -o src cut.pkg
		[ ! -e src ]
	done
	sed 's,tree/etc/conf,tree/etc/bonf,' all.pkg >bad.pkg
	expect 3 "$PKGSTREAM" init -o src bad.pkg
	contains err 'etc/conf: size or checksum is not that of the pkgmap'
	[ ! -e src ]
}

case_patch() {
	make_tree
	make_new
	expect 0 "$PKGSTREAM" init -q -o base --pkg ACMEx old
	expect 0 "$PKGSTREAM" build -q -o base.pkg -p old base/manifest.xml
	expect 0 "$PKGSTREAM" init --from old --to new --base ACMEx
	sum=$(cksum <old/bin/prog)
	contains manifest.xml '<file path="bin/prog" action="replace"'
	contains manifest.xml "cksum=\"${sum%% *}\""
	contains manifest.xml '<file path="lib/new" action="add"'
	contains manifest.xml '<file path="etc/gone" action="delete">'
	lacks manifest.xml 'bin/same'
	contains pkgproto 'd none bin ? ? ?'
	contains pkgproto 'd none lib 0755 root bin'
	expect 0 "$PKGSTREAM" build -o p.pkg manifest.xml
	expect 0 "$PKGSTREAM" list --map p.pkg
	contains out '1 e patch bin/prog'
	# from packages it is the same, only that their versions are known
	expect 0 "$PKGSTREAM" init -q -o n --pkg ACMEx new
	expect 0 "$PKGSTREAM" build -q -o new.pkg -p new n/manifest.xml
	expect 0 "$PKGSTREAM" init -o q --from base.pkg --to new.pkg
	contains q/manifest.xml '<base package="ACMEx" version="1.0"/>'
	expect 0 "$PKGSTREAM" build -o q.pkg q/manifest.xml
	objects p.pkg >one
	objects q.pkg >two
	same one two
	[ ! -e q/payload/bin/same ]
}

case_strange_names() {
	mkdir tree
	echo x >'tree/with blank'
	echo x >'tree/a=b'
	echo x >'tree/a&b<c'
	mkfifo tree/pipe
	expect 0 "$PKGSTREAM" init -o src tree
	contains err 'with blank'
	contains err 'a=b'
	contains err 'pipe'
	contains src/manifest.xml 'path="a&amp;b&lt;c"'
	expect 0 "$PKGSTREAM" build -q -o x.pkg -p tree src/manifest.xml
}

# a target that would begin another line, or field, of the prototype
case_link_targets() {
	need tar
	mkdir tree
	echo x >tree/file
	ln -s 'x
i postinstall=/etc/hostname' tree/newline
	ln -s 'a b' tree/blank
	ln -s 'a=b' tree/equals
	ln -s '$root/x' tree/variable
	ln -s "$(printf '%01100d' 0)" tree/long
	ln -s file tree/good
	tar cf tree.tar tree
	for input in tree tree.tar; do
		expect 0 "$PKGSTREAM" init -o src $input
		cat >want <<-'TEXT'
		i pkginfo
		f none file 0644 root bin
		s none good=file
		TEXT
		same want src/pkgproto
		for name in newline blank equals variable long; do
			contains err "$name: left out: the target"
		done
		rm -r src
	done
}

# holes are zeros, also at the end and where there is nothing else
case_sparse() {
	need tar
	mkdir tree
	truncate -s 300000 tree/all tree/last
	printf x | dd of=tree/last conv=notrunc 2>dd.log
	printf x | dd of=tree/first bs=1 seek=100000 2>dd.log
	find tree -type f -exec touch -t 200501020304 {} +
	tar cSf tree.tar tree
	expect 0 "$PKGSTREAM" init -o one tree.tar
	expect 0 "$PKGSTREAM" build -q -o one.pkg one/manifest.xml -p tree.tar
	expect 0 "$PKGSTREAM" init -o two tree
	expect 0 "$PKGSTREAM" build -q -o two.pkg two/manifest.xml -p tree
	objects one.pkg >a
	objects two.pkg >b
	same a b
}

# programs that some filters of libarchive would run are not run
case_no_programs() {
	mkdir bin
	for name in lzop grzip lrzip; do
		printf '#!/bin/sh\ntouch "%s/$(basename "$0")"\n' "$PWD" \
		    >bin/$name
		chmod 755 bin/$name
	done
	printf '\211LZO\000\r\n\032\n\020\100\040\240\011\100' >a.lzop
	printf 'GRZipII\000\002\004:)' >a.grzip
	printf 'LRZI\000\006' >a.lrzip
	for name in lzop grzip lrzip; do
		head -c 4096 /dev/zero >>a.$name
		status=0
		PATH="$PWD/bin:$PATH" "$PKGSTREAM" init -o src a.$name \
		    >out 2>err || status=$?
		[ ! -e $name ] || fail "$name was run"
		[ $status -eq 3 ] || fail "a.$name: status $status"
	done
}

case_usage() {
	expect 2 "$PKGSTREAM" init
	expect 2 "$PKGSTREAM" init --from x
	expect 2 "$PKGSTREAM" init --pkg 9x tree
	expect 3 "$PKGSTREAM" init none
	echo hello >text
	expect 3 "$PKGSTREAM" init -o x text
	[ ! -e x/manifest.xml ]
}

run_cases "$0" "$@"
