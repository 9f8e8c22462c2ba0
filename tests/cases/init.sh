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
	contains out 'assumed: VERSION=1.0 (--version)'
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

# wherever the sources go, the manifest says where the payload is
case_built_at_once() {
	make_tree
	mkdir -p a/b 'a blank'
	ln -s "$PWD/a/b" link
	for dir in src a/b/src link/other; do
		expect 0 "$PKGSTREAM" init --pkg ACMEx -o $dir old
		contains out "now: pkgstream build $dir/manifest.xml"
		expect 0 "$PKGSTREAM" build --force $dir/manifest.xml
		expect 0 "$PKGSTREAM" verify ACMEx.pkg
	done
	contains src/manifest.xml '<payload name="../old"/>'
	contains a/b/src/manifest.xml '<payload name="../../../old"/>'
	(cd a/b && "$PKGSTREAM" build -q -o ../../b.pkg src/manifest.xml)
	same ACMEx.pkg b.pkg
	(cd a/b && "$PKGSTREAM" init -q --pkg ACMEx ../../old &&
	    "$PKGSTREAM" build -q --force -o ../../b.pkg manifest.xml)
	same ACMEx.pkg b.pkg
	# a patch, too
	make_new
	expect 0 "$PKGSTREAM" init -q -o p --from old --to new --base ACMEx \
	    --version 2 -b /
	expect 0 "$PKGSTREAM" build -q p/manifest.xml
	# what a manifest cannot name is said; as is what is not there any more
	mv old 'a blank/it'"'"'s'
	expect 0 "$PKGSTREAM" init --pkg ACMEx -o q 'a blank/it'"'"'s'
	command=$(sed -n 's/^now: pkgstream //p' out)
	eval "\"\$PKGSTREAM\" $command -q --force"
	same ACMEx.pkg b.pkg
	for dir in src q; do
		expect 3 "$PKGSTREAM" build $dir/manifest.xml
		contains err "that $dir/manifest.xml names is not there; -p"
	done
	expect 3 "$PKGSTREAM" build -p none src/manifest.xml
	contains err 'none: cannot open the payload'
}

# -o x.pkg is what people type for the package
case_output_is_package() {
	make_tree
	expect 0 "$PKGSTREAM" init --build -q --pkg ACMEx -o x.pkg old
	expect 0 "$PKGSTREAM" verify x.pkg
	expect 3 "$PKGSTREAM" init --build -q --pkg ACMEx -o x.pkg old
	expect 0 "$PKGSTREAM" init --build -q --pkg ACMEx -o x.pkg.gz old
	gzip -dc x.pkg.gz >y
	same x.pkg y
	expect 2 "$PKGSTREAM" init -o y.pkg old
	contains err 'the sources go into a directory; with --build it is'
	mkdir d.pkg
	expect 0 "$PKGSTREAM" init --build -q --pkg ACMEx -o d.pkg old
	[ -f d.pkg/manifest.xml ]
	same ACMEx.pkg x.pkg
}

# a file with the name of one that the sources have
case_information_names() {
	make_tree
	echo x >old/pkginfo
	echo Licence >old/LICENSE
	echo x >old/copyright
	expect 0 "$PKGSTREAM" init --build --pkg ACMEx old
	for name in pkginfo copyright; do
		contains err "old: warning: $name: left out: an information"
	done
	expect 0 "$PKGSTREAM" verify ACMEx.pkg
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
	expect 0 "$PKGSTREAM" init -q -o base --pkg ACMEx -b /opt/acme old
	expect 0 "$PKGSTREAM" build -q -o base.pkg -p old base/manifest.xml
	expect 0 "$PKGSTREAM" init --from old --to new --base ACMEx \
	    --version 1.1 -b /opt/acme
	contains out '4 of 4 differences are covered'
	contains out 'assumed: PATCH_LEVEL=1 (--level)'
	contains out 'assumed: base version=any (--base-version)'
	sum=$(cksum <old/bin/prog)
	contains manifest.xml '<file path="bin/prog" action="replace"'
	contains manifest.xml "cksum=\"${sum%% *}\""
	contains manifest.xml '<file path="lib/new" action="add"'
	contains manifest.xml '<file path="etc/gone" action="delete">'
	lacks manifest.xml 'bin/same'
	lacks pkgproto 'd none bin'
	contains pkgproto 'd none lib 0755 root bin'
	expect 0 "$PKGSTREAM" build -o p.pkg manifest.xml
	expect 0 "$PKGSTREAM" list --map p.pkg
	contains out '1 e patch bin/prog'
	# from packages it is the same, and they know versions and places
	expect 0 "$PKGSTREAM" init -q -o n --pkg ACMEx -b /opt/acme \
	    --version 1.1 new
	expect 0 "$PKGSTREAM" build -q -o new.pkg -p new n/manifest.xml
	expect 0 "$PKGSTREAM" init -o q --from base.pkg --to new.pkg
	contains q/manifest.xml '<base package="ACMEx" version="1.0"/>'
	contains q/pkginfo 'VERSION=1.1'
	contains q/pkginfo 'BASEDIR=/opt/acme'
	lacks out 'base version'
	expect 0 "$PKGSTREAM" build -o q.pkg q/manifest.xml
	objects p.pkg >one
	objects q.pkg >two
	same one two
	[ ! -e q/payload/bin/same ]
	# a package and a tree, also one that begins at the root
	mkdir -p stage/opt
	cp -Rp new stage/opt/acme
	for to in new stage; do
		expect 0 "$PKGSTREAM" init -o r --from base.pkg --to $to \
		    --version 1.1
		expect 0 "$PKGSTREAM" build -q -o r.pkg -p $to r/manifest.xml
		objects r.pkg >two
		same one two
		rm -r r r.pkg
	done
}

# what nobody tells is asked for, and nothing is written
case_patch_asks() {
	make_tree
	make_new
	expect 2 "$PKGSTREAM" init -o src --from old --to new
	contains err '--base'
	contains err '--version'
	contains err '--basedir'
	[ ! -e src ]
	expect 2 "$PKGSTREAM" init --from old --to new --level x
	expect 1 "$PKGSTREAM" init -o src --from old --to old
	contains out 'no differences between old and old'
	[ ! -e src ]
}

# each kind of difference is in the patch or named
case_patch_differences() {
	make_tree
	mkdir old/full old/empty old/was old/lib
	echo x >old/full/file
	echo x >old/was/file
	echo x >old/file
	echo x >old/mode
	echo 1 >old/lib/so.1
	ln -s so.1 old/lib/so
	ln -s prog old/bin/other
	ln -s prog old/bin/away
	chmod 700 old/empty
	make_new_differences
	expect 1 "$PKGSTREAM" init -o src --from old --to new --base ACMEx \
	    --version 2 -b /
	cat >want <<-'TEXT'
	was: not covered: a patch puts no file in place of a directory
	was/file: not covered: a directory above it is something else in the new
	pipe: not covered: no package can have it, see above
	TEXT
	sed -n 's,^pkgstream: warning: ,,; /not covered/p' err >got
	same want got
	contains out '15 of 18 differences are covered'
	cat >want <<-'TEXT'
	e patch file/in 0644 root bin
	e patch lib/so.2 0644 root bin
	d none new 0711 root bin
	e patch new/file 0644 root bin
	d none new/sub 0755 root bin
	TEXT
	grep -v ' ? ? ?$\|^i ' src/pkgproto >got
	same want got
	contains src/manifest.xml '<file path="full/file" action="delete">'
	for line in 'path="lib/so.1" action="delete"' \
	    'path="lib/so" action="replace" type="symlink" target="so.2"' \
	    'path="new/link" action="add" type="symlink" target="file"' \
	    'path="bin/away" action="delete" type="symlink"' \
	    'path="empty" action="attributes" type="directory" mode="0755"' \
	    'path="file" action="replace" type="directory" mode="0755" owner="root" group="bin"' \
	    'path="full" action="delete" type="directory"' \
	    'path="mode" action="attributes" mode="0600"'; do
		contains src/manifest.xml "$line"
	done
	lacks src/manifest.xml 'was/file'
	expect 0 "$PKGSTREAM" build -q -o p.pkg -p new src/manifest.xml
}

make_new_differences() {
	cp -Rp old new
	rm -r new/full new/bin/away new/was new/file new/lib/so.1
	mkdir -p new/file new/new/sub
	chmod 711 new/new
	echo x >new/file/in
	echo x >new/was
	echo x >new/new/file
	ln -s file new/new/link
	ln -sf so.2 new/lib/so
	ln -sf link new/bin/other
	echo 2 >new/lib/so.2
	chmod 755 new/empty
	chmod 600 new/mode
	mkfifo new/pipe
	find new -type f -exec touch -t 200601020304 {} +
}

# what the tools of the target would not take is told here, not by build
case_patch_names() {
	mkdir old new
	for name in a 'v,v' 'end\'; do
		echo 1 >"old/$name"
		echo 22 >"new/$name"
	done
	expect 1 "$PKGSTREAM" init -o patch --from old --to new --pkg ACMEp \
	    --base ACMEb --base-version 1 --version 2 --basedir /opt/x
	contains out '1 of 3 differences are covered'
	contains err 'v,v: not covered: a patch cannot change what has a comma'
	contains err 'a backslash at the end of its name'
	expect 0 "$PKGSTREAM" build -q -o p.pkg patch/manifest.xml
}

# information files and parameters of packages are differences too
case_patch_packages() {
	make_package
	expect 0 "$PKGSTREAM" init -q -o src all.pkg
	expect 0 "$PKGSTREAM" init -q -o two --version 1.3 --email e@x all.pkg
	echo more >>two/depend
	echo more >>two/payload/etc/conf
	sed 's/size="9".*sha256="[^"]*"//; /etc.conf/s/ size=.*/\/>/' \
	    two/manifest.xml >m
	sed '/f mine opt.prog/s/root bin/root sys/' two/pkgproto >p
	mv m two/manifest.xml
	mv p two/pkgproto
	echo 'P ACMEmore More' >two/depend
	expect 0 "$PKGSTREAM" build -q -o new.pkg two/manifest.xml
	expect 1 "$PKGSTREAM" init -o patch --from all.pkg --to new.pkg
	contains err 'EMAIL: not covered: a patch changes no parameter'
	contains err 'install:depend: not covered: a patch has scripts'
	contains out '2 of 4 differences are covered'
	contains patch/manifest.xml \
	    'path="opt/prog" action="attributes" group="sys"'
	contains patch/pkgproto 'e patch etc/conf 0640 root sys'
	contains patch/pkginfo 'BASEDIR=/opt/acme'
	expect 0 "$PKGSTREAM" build -q -o p.pkg patch/manifest.xml
}

# base, patch: the files are those of the new one; and without it the old ones
# sources of the packages old.pkg and new.pkg, between which every kind changes
make_kinds() {
	for side in old new; do
		mkdir -p k$side/root/keep k$side/root/gone/deep
		printf '%s\n' PKG=ACMEk NAME=k ARCH=all CATEGORY=application \
		    BASEDIR=/opt/k >k$side/pkginfo
		for path in a b c keep/y gone/x gone/deep/z; do
			echo "$path" >k$side/root/$path
		done
	done
	printf '%s\n' VERSION=1 >>kold/pkginfo
	printf '%s\n' VERSION=2 >>knew/pkginfo
	echo new >knew/root/b
	mkdir knew/root/dir kold/root/doc
	echo conf >kold/root/dir
	echo in >knew/root/dir/in
	echo doc >kold/root/doc/read
	echo link >knew/root/link
	find kold knew -type f -exec touch -t 200601020304 {} +
	cat >kold/prototype <<-'TEXT'
	i pkginfo
	f none a 0644 root bin
	f none b 0644 root bin
	f none c 0644 root bin
	l none hard=a
	l none gonelink=c
	f none dir 0644 root bin
	d none doc 0755 root bin
	f none doc/read 0644 root bin
	d none keep 0755 root bin
	f none keep/y 0644 root bin
	d none gone 0755 root bin
	f none gone/x 0644 root bin
	d none gone/deep 0755 root bin
	f none gone/deep/z 0644 root bin
	s none link=a
	TEXT
	cat >knew/prototype <<-'TEXT'
	i pkginfo
	f none a 0644 root bin
	f none b 0644 root bin
	f none c 0644 root bin
	l none hard=b
	l none keep/hard=../c
	d none dir 0750 root sys
	f none dir/in 0644 root bin
	s none doc=keep
	d none keep 2775 root sys
	f none keep/y 0644 root bin
	f none link 0755 root bin
	TEXT
	for side in old new; do
		expect 0 "$PKGSTREAM" build -q -o $side.pkg \
		    -f k$side/prototype -r k$side/root
	done
}

# below LIST ROOT: what lies below opt/k there, and its lines in the database
below() {
	( cd "$2/opt/k" && find . -type d -printf 'd %p %m %U %G\n' \
	    -o -type l -printf 'l %p %l\n' -o -printf 'f %p %m %U %G %n %s\n' |
	    sort ) >"$1"
	grep '^/opt/k' "$2/var/sadm/install/contents" |
	    sed 's/ ACMEk.*//; s/ e patch / f none /' >>"$1"
}

case_patch_kinds() {
	need_root
	make_kinds
	expect 0 "$PKGSTREAM" init -o src --from old.pkg --to new.pkg
	contains out '14 of 14 differences are covered'
	expect 0 "$PKGSTREAM" build -q -o p.pkg src/manifest.xml
	expect 0 "$PKGSTREAM" verify p.pkg
	for root in patched fresh; do
		mkdir $root
		expect 0 "$PKGSTREAM" rehearse root $root
	done
	expect 0 "$PKGSTREAM" rehearse add -n -a unattended -R patched \
	    -d old.pkg all
	below before patched
	expect 0 "$PKGSTREAM" rehearse add -n -a unattended -R patched \
	    -d p.pkg all
	expect 0 "$PKGSTREAM" rehearse add -n -a unattended -R fresh \
	    -d new.pkg all
	below one patched
	below two fresh
	same two one
	expect 0 "$PKGSTREAM" rehearse rm -n -a unattended -R patched ACMEkp1
	below after patched
	same before after
}

case_patch_rehearsed() {
	need_root
	make_tree
	make_new
	chmod 700 new/bin/same
	mkdir new/empty
	rm new/bin/twin
	ln -s prog new/bin/twin
	ln -sf same new/bin/link
	ln -s ../bin/prog new/lib/link
	expect 0 "$PKGSTREAM" init -q -o base --pkg ACMEx -b /opt/acme old
	expect 0 "$PKGSTREAM" build -q -o base.pkg -p old base/manifest.xml
	expect 0 "$PKGSTREAM" init -q -o src --from base.pkg --to new \
	    --version 2
	expect 0 "$PKGSTREAM" build -q -o p.pkg -p new src/manifest.xml
	expect 0 "$PKGSTREAM" rehearse cycle -q --root-only --with base.pkg p.pkg
	mkdir root
	expect 0 "$PKGSTREAM" rehearse root root
	for p in base p; do
		expect 0 "$PKGSTREAM" rehearse add -n -a unattended -R root \
		    -d $p.pkg all
	done
	rm -r new/etc
	(cd new && find . -type f -exec cksum {} + -exec stat -c '%n %a' {} + |
	    sort) >a
	(cd root/opt/acme && find . -type f -exec cksum {} + \
	    -exec stat -c '%n %a' {} + | sort) >b
	same a b
	[ -d root/opt/acme/empty ]
	[ "$(readlink root/opt/acme/bin/twin)" = prog ]
	[ "$(readlink root/opt/acme/bin/link)" = same ]
	[ "$(readlink root/opt/acme/lib/link)" = ../bin/prog ]
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
