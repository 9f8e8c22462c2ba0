#!/bin/sh
# init from what other systems have: Debian and RPM packages, zip, wheel, npm,
# the tree of `make install DESTDIR=...'
. "$(dirname "$0")/../lib.sh"

# elf FILE MACHINE: 64 bytes that begin like an ELF file, little-endian
elf() {
	printf "\\177ELF\\002\\001\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000\\003\\000\\$2\\000" >"$1"
	head -c 44 /dev/zero >>"$1"
}

# a tree of a daemon as it is installed below /
make_stage() {
	mkdir -p stage/usr/bin stage/usr/lib/tool stage/etc/init.d \
	    stage/var/log stage/usr/share/doc/tool stage/lib/svc/manifest/site
	echo '#!/bin/sh' >stage/usr/bin/tool
	elf stage/usr/lib/tool/daemon 076
	chmod 755 stage/usr/bin/tool
	chmod 4755 stage/usr/lib/tool/daemon
	echo 'level=1' >stage/etc/tool.conf
	echo '#!/bin/sh' >stage/etc/init.d/tool
	: >stage/var/log/tool.log
	echo '<service/>' >stage/lib/svc/manifest/site/tool.xml
	echo 'Copyright of somebody' >stage/usr/share/doc/tool/copyright
	ln -s tool stage/usr/bin/tool2
	find stage -type f -exec touch -t 200501020304 {} +
}

wanted_stage() {
	cat <<-'TEXT'
	i pkginfo
	i copyright
	d none etc ? ? ?
	d none etc/init.d ? ? ?
	f none etc/init.d/tool 0644 root bin
	e preserve etc/tool.conf 0644 root bin
	d none lib ? ? ?
	d none lib/svc ? ? ?
	d none lib/svc/manifest ? ? ?
	d none lib/svc/manifest/site ? ? ?
	f manifest lib/svc/manifest/site/tool.xml 0644 root bin
	d none usr ? ? ?
	d none usr/bin ? ? ?
	f none usr/bin/tool 0755 root bin
	s none usr/bin/tool2=tool
	d none usr/lib ? ? ?
	d none usr/lib/tool 0755 root bin
	f none usr/lib/tool/daemon 4755 root bin
	d none usr/share ? ? ?
	d none usr/share/doc ? ? ?
	d none usr/share/doc/tool 0755 root bin
	f none usr/share/doc/tool/copyright 0644 root bin
	d none var ? ? ?
	d none var/log ? ? ?
	v none var/log/tool.log 0644 root bin
	TEXT
}

case_destdir() {
	make_stage
	expect 0 "$PKGSTREAM" init -o src --pkg ACMEtool --version 1.2 stage
	wanted_stage >want
	same want src/pkgproto
	contains src/pkginfo 'CLASSES=none preserve manifest'
	contains src/pkginfo 'BASEDIR=/'
	contains src/pkginfo 'ARCH=i386'
	contains out 'assumed: BASEDIR=/ (--basedir)'
	contains err 'usr/lib/tool/daemon: runs as its owner: mode 4755, root:bin'
	contains err '1 ELF files are for x86-64'
	[ "$(cat src/copyright)" = 'Copyright of somebody' ]
	expect 0 "$PKGSTREAM" build -o a.pkg -p stage src/manifest.xml
	[ ! -s err ] || fail "$(cat err)"
	expect 0 "$PKGSTREAM" verify a.pkg
	# the same in one step, which leaves nothing but the package
	expect 0 "$PKGSTREAM" init --build --pkg ACMEtool --version 1.2 stage
	same a.pkg ACMEtool.pkg
	expect 0 "$PKGSTREAM" init --build -q -o kept --stream b.pkg \
	    --pkg ACMEtool --version 1.2 stage
	same a.pkg b.pkg
	same src/manifest.xml kept/manifest.xml
	expect 3 "$PKGSTREAM" init --build -q --stream b.pkg stage
	# a tar, a zip without directories
	need tar
	(cd stage && tar cf ../stage.tar *)
	expect 0 "$PKGSTREAM" init -q -o tar --pkg ACMEtool --version 1.2 \
	    stage.tar
	same want tar/pkgproto
	need python3
	python3 - <<-'TEXT'
	import zipfile, os
	z = zipfile.ZipFile('stage.zip', 'w')
	for d, _, files in os.walk('stage'):
	    for f in files:
	        p = os.path.join(d, f)
	        if not os.path.islink(p):
	            z.write(p, p[len('stage/'):])
	TEXT
	expect 0 "$PKGSTREAM" init -q -o zip --pkg ACMEtool --version 1.2 \
	    stage.zip
	grep -v tool2= want >want.zip
	same want.zip zip/pkgproto
	expect 0 "$PKGSTREAM" build -o zip.pkg -p stage.zip zip/manifest.xml
	[ ! -s err ]
}

# no directory of the system gets attributes; one of the product does
case_system_directories() {
	for dir in etc/security/auth_attr.d etc/cron.d kernel/drv \
	    kernel/drv/amd64 lib/svc/method lib/svc/manifest/application \
	    lib/svc/monitor opt usr/bin/amd64 usr/bin/sparcv9 usr/ccs/lib \
	    usr/gnu/bin usr/kernel/drv/sparcv9 usr/lib/64 usr/lib/amd64 \
	    usr/lib/pkgconfig usr/lib/security/64 usr/local/bin \
	    usr/openwin/lib usr/sadm/lib usr/sfw/bin usr/share/man/man1m \
	    usr/share/man/ja/man1 usr/share/locale/ja/LC_MESSAGES \
	    usr/share/icons/hicolor/48x48/apps usr/tmp usr/xpg4/bin \
	    var/spool/cron/crontabs var/spool/pkg var/svc/manifest/network \
	    var/opt; do
		mkdir -p stage/$dir
		: >stage/$dir/file
	done
	expect 0 "$PKGSTREAM" init -q -o src --pkg ACMEx stage
	grep '^d' src/pkgproto >got
	! grep -v ' ? ? ?$' got || fail 'directories of the system'
	rm -r stage/*
	for dir in etc/acme etc/opt/acme opt/acme/bin opt/amd64 \
	    usr/lib/acme usr/lib/acme/amd64 usr/share/acme var/opt/acme \
	    usr/share/doc/acme; do
		mkdir -p stage/$dir
	done
	expect 0 "$PKGSTREAM" init -q --force -o src --pkg ACMEx stage
	[ "$(grep -c '^d.*0755 root bin' src/pkgproto)" -eq 10 ]
}

# bin is a link to usr/bin on Solaris: nothing may turn it into a directory
case_bin() {
	mkdir -p stage/bin stage/usr/bin
	echo one >stage/bin/one
	echo two >stage/usr/bin/two
	ln -s one stage/bin/link
	expect 0 "$PKGSTREAM" init -o src --pkg ACMEbin stage
	cat >want <<-'TEXT'
	i pkginfo
	d none usr ? ? ?
	d none usr/bin ? ? ?
	s none usr/bin/link=one
	f none usr/bin/one 0644 root bin
	f none usr/bin/two 0644 root bin
	TEXT
	same want src/pkgproto
	contains src/manifest.xml 'path="usr/bin/one" source="bin/one"'
	expect 0 "$PKGSTREAM" build -q -o a.pkg -p stage src/manifest.xml
	expect 0 "$PKGSTREAM" cat a.pkg usr/bin/one
	contains out one
	echo other >stage/usr/bin/one
	expect 0 "$PKGSTREAM" init -o two --pkg ACMEbin stage
	contains err '1 files of usr/bin are also in bin'
	expect 0 "$PKGSTREAM" build -q -o b.pkg -p stage two/manifest.xml
	expect 0 "$PKGSTREAM" cat b.pkg usr/bin/one
	contains out other
}

case_options() {
	make_stage
	echo 'exit 0' >post
	cat >i.mine <<-'TEXT'
	while read from to; do cp $from $to; done
	TEXT
	expect 0 "$PKGSTREAM" init -o src --pkg ACMEt --name 'A tool' \
	    --version 2 --arch sparc --category system --vendor V --email e@x \
	    --desc D --basedir / --depends SUNWcsr:11.0 --depends SUNWzlib \
	    --script postinstall=post --script i.mine=i.mine \
	    --class 'mine=usr/bin/*' --config '*.xml' --exclude var \
	    --exclude '*.log' --mode 'usr/lib/*=0555' --owner root --group sys \
	    stage
	cat >want <<-'TEXT'
	PKG=ACMEt
	NAME=A tool
	ARCH=sparc
	VERSION=2
	CATEGORY=system
	DESC=D
	VENDOR=V
	EMAIL=e@x
	PSTAMP=ACMEt-2005-01-02
	BASEDIR=/
	CLASSES=none preserve manifest mine
	TEXT
	same want src/pkginfo
	lacks out assumed
	printf 'P SUNWcsr\tSUNWcsr\n\t11.0\nP SUNWzlib\tSUNWzlib\n' >want
	same want src/depend
	same post src/postinstall
	lacks src/pkgproto var
	contains src/pkgproto 'f mine usr/bin/tool 0755 root sys'
	contains src/pkgproto 'd none usr/lib/tool 0555 root sys'
	contains src/pkgproto 'd none usr/lib ? ? ?'
	contains src/pkgproto 'f manifest lib/svc/manifest/site/tool.xml'
	contains err "\`*.log' matches nothing"
	expect 0 "$PKGSTREAM" build -q -o a.pkg -p stage src/manifest.xml
	for bad in '--class x' '--mode x=9' '--script x=post' '--depends 9' \
	    '--script postinstall' '--stream x'; do
		expect 2 "$PKGSTREAM" init -o no $bad stage
		[ ! -e no ]
	done
	expect 3 "$PKGSTREAM" init -o no --script postinstall=none stage
	[ ! -e no ]
}

case_help_on_one_screen() {
	expect 0 "$PKGSTREAM" init --help
	[ "$(wc -l <out)" -le 24 ] || fail "$(wc -l <out) lines"
	[ "$(grep -c '^  pkgstream init' out)" -eq 3 ]
	awk 'length($0) > 79 { exit 1 }' out
}

# what decides ARCH
case_machines() {
	mkdir t
	elf t/x86 003
	expect 0 "$PKGSTREAM" init -q -o one --pkg A t
	contains one/pkginfo 'ARCH=i386'
	elf t/sparc 002
	expect 0 "$PKGSTREAM" init -o two --pkg A t
	contains two/pkginfo 'ARCH=sparc,i386'
	contains err '1 ELF files are for SPARC and 1 for x86'
	rm t/x86
	expect 0 "$PKGSTREAM" init -q -o three --pkg A t
	contains three/pkginfo 'ARCH=sparc'
	elf t/arm 050
	expect 0 "$PKGSTREAM" init -o four --pkg A t
	contains err '1 ELF files are for a machine without Solaris'
	rm t/*
	echo text >t/file
	expect 0 "$PKGSTREAM" init -q -o five --pkg A t
	contains five/pkginfo 'ARCH=all'
}

# a program for Linux, by its interpreter
case_foreign_elf() {
	need python3
	mkdir t
	python3 -c '
import struct
name = b"/lib64/ld-linux-x86-64.so.2\0"
open("t/prog", "wb").write(b"\177ELF\2\1\1" + bytes(9) +
    struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 1, 64, 0, 0) +
    struct.pack("<IIQQQQQQ", 3, 4, 120, 0, 0, len(name), len(name), 1) + name)'
	expect 0 "$PKGSTREAM" init -o src --pkg A t
	contains err '1 ELF files are for another system and do not run on Sol'
	printf '\007' | dd of=t/prog bs=1 seek=128 conv=notrunc 2>dd.log
	expect 0 "$PKGSTREAM" init -o two --pkg A t
	lacks err 'another system'
}

# a library has no interpreter; the C library that it needs tells
case_foreign_library() {
	need python3
	mkdir t
	python3 - <<-'TEXT'
	import struct
	def library(name, libc):
	    strings = b'\0' + libc + b'\0'
	    dynamic = struct.pack('<4Q', 1, 1, 0, 0)
	    # far from the headers, as that of a large library
	    at = 64 + 300000
	    def section(kind, offset, size, link):
	        return struct.pack('<IIQQQQIIQQ', 0, kind, 0, 0, offset, size,
	            link, 0, 1, 0)
	    table = at + len(strings) + len(dynamic)
	    open('t/' + name, 'wb').write(b'\177ELF\2\1\1' + bytes(9) +
	        struct.pack('<HHIQQQIHHHHHH', 3, 62, 1, 0, 0, table, 0, 64, 0, 0,
	        64, 3, 0) + bytes(300000) + strings + dynamic +
	        section(0, 0, 0, 0) + section(3, at, len(strings), 0) +
	        section(6, at + len(strings), len(dynamic), 1))
	library('linux.so', b'libc.so.6')
	library('solaris.so', b'libc.so.1')
	TEXT
	expect 0 "$PKGSTREAM" init -o src --pkg A t
	contains err '2 ELF files are for x86-64'
	contains err '1 ELF files are for another system and do not run on Sol'
	expect 0 "$PKGSTREAM" init --build -q -o x.pkg --pkg A t
	"$PKGSTREAM" lint x.pkg >out || :
	[ "$(grep -c elf-foreign-system out)" -eq 1 ]
	tar cf t.tar t
	expect 0 "$PKGSTREAM" init -o tar --pkg A t.tar
	contains err '1 ELF files are for another system and do not run on Sol'
}

# without ELF files, as of static libraries, it is the package that tells ARCH
case_deb_arch() {
	need dpkg-deb
	mkdir -p s/DEBIAN s/usr/lib
	echo text >s/usr/lib/libx.a
	for arch in all:all amd64:i386 i386:i386 sparc64:sparc arm64:all; do
		printf '%s\n' 'Package: libx' 'Version: 1' \
		    "Architecture: ${arch%:*}" 'Maintainer: A <a@example.com>' \
		    'Description: x' >s/DEBIAN/control
		dpkg-deb --root-owner-group -b s x.deb >log 2>&1
		expect 0 "$PKGSTREAM" init --force -o src x.deb
		contains src/pkginfo "ARCH=${arch#*:}"
		[ $arch = arm64:all ] || [ ! -s err ]
	done
	contains err 'its architecture arm64 is none of Solaris'
}

make_deb() {
	make_stage
	mkdir stage/DEBIAN
	cat >stage/DEBIAN/control <<-'TEXT'
	Package: libtool+x
	Version: 1:2.3-4
	Architecture: amd64
	Maintainer: Some Body <body@example.com>
	Depends: libc6 (>= 2.34), zlib1g (>= 1:1.2),
	 libunknown1 | other
	Pre-Depends: dpkg
	Description: a tool for tests
	 with a longer text
	 .
	 in paragraphs
	TEXT
	printf '/etc/tool.conf\n' >stage/DEBIAN/conffiles
	printf '#!/bin/sh\nexit 0\n' >stage/DEBIAN/postinst
	chmod 755 stage/DEBIAN/postinst
	dpkg-deb --root-owner-group "$@" -b stage tool.deb >log 2>&1
}

case_deb() {
	need dpkg-deb
	for kind in gzip xz zstd none; do
		rm -rf stage tool.deb src
		make_deb -Z$kind || continue
		expect 0 "$PKGSTREAM" init -o src tool.deb
		# the owners are those of the package
		{ wanted_stage | sed 's/^i copyright/&\
i depend/; s/ root bin$/ root root/'; } >want
		same want src/pkgproto
		contains err 'its script postinst is not taken over'
		expect 0 "$PKGSTREAM" build -q -o $kind.pkg -p tool.deb \
		    src/manifest.xml
		expect 0 "$PKGSTREAM" verify $kind.pkg
		same src/copyright stage/usr/share/doc/tool/copyright
	done
	sed '/^PSTAMP/d' src/pkginfo >got
	cat >want <<-'TEXT'
	PKG=libtool+x
	NAME=a tool for tests
	ARCH=i386
	VERSION=1:2.3-4
	CATEGORY=application
	DESC=a tool for tests
	VENDOR=Some Body
	EMAIL=body@example.com
	BASEDIR=/
	CLASSES=none preserve manifest
	TEXT
	same want got
	cat >want <<-'TEXT'
	# Debian: dpkg
	# Debian: libc6 (>= 2.34)
	#P SUNWcsl	Core Solaris, (Shared Libs)
	# Debian: zlib1g (>= 1:1.2)
	#P SUNWzlib	The Zip compression library
	# Debian: libunknown1 | other
	TEXT
	same want src/depend
	expect 0 "$PKGSTREAM" init -q --build tool.deb
	expect 0 "$PKGSTREAM" verify libtool+x.pkg
}

# a conffile that is not below etc, and one below etc that is none
case_deb_conffiles() {
	need dpkg-deb
	make_deb
	printf '/usr/lib/tool/daemon\n' >stage/DEBIAN/conffiles
	dpkg-deb -b stage tool.deb >log 2>&1
	expect 0 "$PKGSTREAM" init -q -o src tool.deb
	contains src/pkgproto 'e preserve usr/lib/tool/daemon'
	contains src/pkgproto 'f none etc/tool.conf'
}

# owners are kept, those that Solaris lacks are named; a change is in a patch
case_deb_owners() {
	need python3
	for version in 1 2; do
		python3 - $version <<-'TEXT'
		import io, sys, tarfile
		version = sys.argv[1]
		def tar(members):
		    out = io.BytesIO()
		    t = tarfile.open(fileobj=out, mode='w:gz')
		    for name, owner, group, mode, data in members:
		        i = tarfile.TarInfo(name)
		        i.uname, i.gname, i.mode = owner, group, mode
		        i.size, i.mtime = len(data), 1104635040
		        t.addfile(i, io.BytesIO(data))
		    t.close()
		    return out.getvalue()
		out = b'!<arch>\n'
		control = 'Package: ownd\nVersion: %s\n' % version
		for name, data in (('debian-binary', b'2.0\n'),
		        ('control.tar.gz', tar([('control', '', '', 0o644,
		            control.encode())])),
		        ('data.tar.gz', tar([
		            ('./usr/bin/mailer', 'root', 'mail', 0o2755, b'x'),
		            ('./var/lib/own/a', 'www-data', 'www-data', 0o640, b'x'),
		            ('./var/lib/own/b', 'www-data', 'www-data', 0o640, b'x'),
		            ('./var/lib/own/c', 'a b', '', 0o640, b'x'),
		            ('./var/lib/own/d', 'root', 'sys' if version == '1'
		                else 'adm', 0o640, b'x')]))):
		    out += b'%-16s%-12d%-6d%-6d%-8s%-10d`\n' % (name.encode(), 0, 0,
		        0, b'100644', len(data)) + data + b'\n' * (len(data) % 2)
		open('ownd-%s.deb' % version, 'wb').write(out)
		TEXT
	done
	expect 0 "$PKGSTREAM" init -o src ownd-1.deb
	cat >want <<-'TEXT'
	f none usr/bin/mailer 2755 root mail
	f none var/lib/own/a 0640 www-data www-data
	f none var/lib/own/b 0640 www-data www-data
	f none var/lib/own/c 0640 root bin
	f none var/lib/own/d 0640 root sys
	TEXT
	grep '^f' src/pkgproto >got
	same want got
	contains err 'usr/bin/mailer: runs as its group: mode 2755, root:mail'
	contains err 'var/lib/own/a: its owner www-data is none of a new Solaris'
	contains err 'var/lib/own/a: its group www-data is none of a new Solaris'
	[ "$(grep -c 'is none of' err)" -eq 2 ]
	expect 0 "$PKGSTREAM" init -o given --owner nobody ownd-1.deb
	contains given/pkgproto 'var/lib/own/a 0640 nobody www-data'
	[ "$(grep -c 'is none of' err)" -eq 1 ]
	expect 0 "$PKGSTREAM" init -o p --from ownd-1.deb --to ownd-2.deb
	contains out '1 of 1 differences are covered'
	contains p/manifest.xml \
	    'path="var/lib/own/d" action="attributes" group="adm"'
	# who made a tar is of no interest
	python3 -c 'import tarfile
t = tarfile.open("x.tar", "w")
i = tarfile.TarInfo("usr/x")
i.uname = i.gname = "builder"
t.addfile(i)'
	expect 0 "$PKGSTREAM" init -o tar x.tar
	contains tar/pkgproto 'f none usr/x 0644 root bin'
	lacks err builder
}

# cut short, turned bytes, a member that leads out: a line, and nothing written
case_deb_hostile() {
	need dpkg-deb
	need python3
	make_deb -Zgzip
	size=$(wc -c <tool.deb)
	for cut in 8 30 68 80 200 $((size / 2)) $((size - 20)); do
		head -c $cut tool.deb >cut.deb
		expect 3 "$PKGSTREAM" init -o src cut.deb
		[ -s err ]
		[ ! -e src ]
	done
	python3 - <<-'TEXT'
	import random
	data = bytearray(open('tool.deb', 'rb').read())
	for i in range(40):
	    random.seed(i)
	    bad = bytearray(data)
	    for _ in range(3):
	        bad[random.randrange(8, len(bad))] ^= 1 << random.randrange(8)
	    open('bad%d.deb' % i, 'wb').write(bad)
	TEXT
	for bad in bad*.deb; do
		status=0
		"$PKGSTREAM" init -o src $bad >out 2>err || status=$?
		[ $status -eq 0 ] || [ $status -eq 3 ] ||
		    fail "$bad: status $status"
		[ $status -eq 0 ] || [ ! -e src ]
		rm -rf src
	done
	python3 - <<-'TEXT'
	import io, tarfile
	def tar(names):
	    out = io.BytesIO()
	    t = tarfile.open(fileobj=out, mode='w:gz')
	    for name, data in names:
	        i = tarfile.TarInfo(name)
	        i.size = len(data)
	        i.mtime = 1104635040
	        t.addfile(i, io.BytesIO(data))
	    t.close()
	    return out.getvalue()
	def ar(members):
	    out = b'!<arch>\n'
	    for name, data in members:
	        out += b'%-16s%-12d%-6d%-6d%-8s%-10d`\n' % (name, 0, 0, 0,
	            b'100644', len(data)) + data + b'\n' * (len(data) % 2)
	    return out
	control = b'Package: x\nVersion: 1\n'
	def deb(control, names):
	    return ar([(b'debian-binary', b'2.0\n'),
	        (b'control.tar.gz', tar([('control', control)])),
	        (b'data.tar.gz', tar(names))])
	open('out.deb', 'wb').write(deb(control, [('../../evil', b'x'),
	    ('/abs', b'x'), ('usr/ok', b'x'), ('usr/with blank', b'x'),
	    ('usr/new\nline', b'x'), ('usr/\xff\xfe', b'x'), ('usr/OK', b'x')]))
	open('empty.deb', 'wb').write(deb(b'\n', [('usr/ok', b'x')]))
	open('big.deb', 'wb').write(deb(b'Package: x\n' + b'#' * 2000000,
	    [('usr/ok', b'x')]))
	TEXT
	expect 0 "$PKGSTREAM" init -o src out.deb
	for name in ../../evil /abs 'usr/with blank' 'usr/new?line'; do
		contains err "$name: left out"
	done
	cat >want <<-'TEXT'
	d none usr ? ? ?
	f none usr/OK 0644 root bin
	f none usr/ok 0644 root bin
	f none usr/ÿþ 0644 root bin
	TEXT
	grep -v '^i' src/pkgproto >got
	same want got
	[ ! -e evil ] && [ ! -e ../evil ] && [ ! -e ../../evil ]
	for bad in empty big; do
		expect 3 "$PKGSTREAM" init -o no $bad.deb
		[ ! -e no ]
	done
	contains err 'control has more than'
}

make_rpm() {
	python3 - <<-'TEXT'
	import gzip, io, struct
	def header(tags):
	    index, data = b'', b''
	    for tag, kind, value in tags:
	        if kind == 4:
	            data += b'\0' * (-len(data) % 4)
	            index += struct.pack('>4I', tag, 4, len(data), len(value))
	            data += b''.join(struct.pack('>I', v) for v in value)
	        else:
	            n = len(value) if kind == 8 else 1
	            index += struct.pack('>4I', tag, kind, len(data), n)
	            for v in value if kind == 8 else [value]:
	                data += v.encode() + b'\0'
	    return (b'\x8e\xad\xe8\x01' + b'\0' * 4 +
	        struct.pack('>2I', len(index) // 16, len(data)) + index + data)
	def cpio(files):
	    out = b''
	    for n, (name, mode, data) in enumerate(files + [('TRAILER!!!', 0,
	            b'')]):
	        name = name.encode() + b'\0'
	        out += b'070701' + b''.join(b'%08X' % v for v in (n + 1, mode, 0,
	            0, 1, 1104635040, len(data), 0, 0, 0, 0, len(name), 0)) + name
	        out += b'\0' * (-len(out) % 4) + data
	        out += b'\0' * (-len(out) % 4)
	    return out
	lead = (b'\xed\xab\xee\xdb\3\0' + struct.pack('>2H', 0, 1) +
	    b'tool-1.5-2'.ljust(66, b'\0') + struct.pack('>2H', 1, 5) + b'\0' * 16)
	signature = header([(1000, 4, [1])])
	signature += b'\0' * (-(len(lead) + len(signature)) % 8)
	main = header([(1000, 6, 'tool'), (1001, 6, '1.5'), (1002, 6, '2'),
	    (1004, 9, 'A tool'), (1011, 6, 'Vendors'), (1022, 6, 'x86_64'),
	    (1024, 6, 'ldconfig'),
	    (1015, 6, 'Somebody <some@example.com>'),
	    (1037, 4, [0, 17, 0]), (1116, 4, [0, 1, 2]),
	    (1117, 8, ['tool', 'tool.conf', 'other.conf']),
	    (1118, 8, ['/usr/bin/', '/etc/', '/etc/']),
	    (1049, 8, ['rpmlib(x)', 'libc.so.6()(64bit)', 'bash']),
	    (1050, 8, ['1', '', '4.2']),
	    (1039, 8, ['root', 'tool', 'a b']), (1040, 8, ['bin', 'sys', 'sys'])])
	files = cpio([('./usr/bin/tool', 0o100755, b'#!/bin/sh\n'),
	    ('./etc/tool.conf', 0o100644, b'x\n'),
	    ('./etc/other.conf', 0o100644, b'x\n')])
	body = gzip.compress(files)
	open('tool.rpm', 'wb').write(lead + signature + main + body)
	TEXT
}

case_rpm() {
	need python3
	make_rpm
	expect 0 "$PKGSTREAM" init -o src tool.rpm
	cat >want <<-'TEXT'
	i pkginfo
	i depend
	d none etc ? ? ?
	f none etc/other.conf 0644 root sys
	e preserve etc/tool.conf 0644 tool sys
	d none usr ? ? ?
	d none usr/bin ? ? ?
	f none usr/bin/tool 0755 root bin
	TEXT
	same want src/pkgproto
	contains src/pkginfo 'PKG=tool'
	contains src/pkginfo 'VERSION=1.5-2'
	contains src/pkginfo 'NAME=A tool'
	contains src/pkginfo 'VENDOR=Vendors'
	contains src/pkginfo 'EMAIL=some@example.com'
	contains src/depend '# RPM: libc.so.6()(64bit)'
	contains src/depend '#P SUNWbash'
	lacks src/depend rpmlib
	contains err 'its script %post is not taken over'
	contains err 'etc/tool.conf: its owner tool is none of a new Solaris'
	expect 0 "$PKGSTREAM" build -q -o a.pkg -p tool.rpm src/manifest.xml
	expect 0 "$PKGSTREAM" verify a.pkg
	# whatever is damaged, nothing is half-written
	python3 - <<-'TEXT'
	import random
	data = open('tool.rpm', 'rb').read()
	for i in range(60):
	    random.seed(i)
	    bad = bytearray(data)
	    for _ in range(2):
	        bad[random.randrange(96, len(bad))] = random.randrange(256)
	    open('bad%d.rpm' % i, 'wb').write(bad)
	TEXT
	for bad in bad*.rpm; do
		status=0
		"$PKGSTREAM" init -o no $bad >out 2>err || status=$?
		[ $status -eq 0 ] || [ $status -eq 3 ] ||
		    fail "$bad: status $status"
		[ $status -eq 0 ] || [ ! -e no ]
		rm -rf no
	done
	for cut in 50 96 100 130 200 600; do
		head -c $cut tool.rpm >cut.rpm
		expect 3 "$PKGSTREAM" init -o no cut.rpm
		[ ! -e no ]
	done
}

# plain trees in archives: npm has no directories, a wheel is a zip
case_npm_and_wheel() {
	need python3
	python3 - <<-'TEXT'
	import io, tarfile, zipfile
	t = tarfile.open('left-pad-1.3.0.tgz', 'w:gz')
	for name in 'package/package.json', 'package/lib/x.js', 'package/LICENSE':
	    i = tarfile.TarInfo(name)
	    i.size = 3
	    i.mtime = 1104635040
	    t.addfile(i, io.BytesIO(b'{}\n'))
	t.close()
	z = zipfile.ZipFile('tool_x-2.1-py3-none-any.whl', 'w')
	for name in 'tool/__init__.py', 'tool_x-2.1.dist-info/METADATA':
	    z.writestr(zipfile.ZipInfo(name, (2005, 1, 2, 3, 4, 0)), 'x')
	z.close()
	TEXT
	expect 0 "$PKGSTREAM" init -o npm left-pad-1.3.0.tgz
	cat >want <<-'TEXT'
	i pkginfo
	i copyright
	f none LICENSE 0644 root bin
	d none lib 0755 root bin
	f none lib/x.js 0644 root bin
	f none package.json 0644 root bin
	TEXT
	same want npm/pkgproto
	contains npm/pkginfo 'PKG=left-pad'
	contains npm/pkginfo 'VERSION=1.3.0'
	contains npm/pkginfo 'BASEDIR=/opt/left-pad'
	expect 0 "$PKGSTREAM" build -o npm.pkg -p left-pad-1.3.0.tgz \
	    npm/manifest.xml
	[ ! -s err ]
	expect 0 "$PKGSTREAM" init -o whl tool_x-2.1-py3-none-any.whl
	contains whl/pkginfo 'PKG=toolx'
	contains whl/pkginfo 'VERSION=2.1'
	expect 0 "$PKGSTREAM" build -o whl.pkg -p tool_x-2.1-py3-none-any.whl \
	    whl/manifest.xml
	[ ! -s err ]
}

# a patch from one release to the next in one command
case_patch_of_debs() {
	need dpkg-deb
	make_deb
	mv tool.deb old.deb
	sed 's/2.3-4/2.3-5/' stage/DEBIAN/control >c
	mv c stage/DEBIAN/control
	echo new >stage/usr/lib/tool/new
	echo 'echo changed' >>stage/usr/bin/tool
	rm stage/usr/share/doc/tool/copyright
	dpkg-deb --root-owner-group -b stage new.deb >log 2>&1
	expect 0 "$PKGSTREAM" init --build --from old.deb --to new.deb
	contains out '3 of 3 differences are covered'
	expect 0 "$PKGSTREAM" verify libtool+xp1.pkg
	expect 0 "$PKGSTREAM" cat libtool+xp1.pkg pkginfo
	contains out 'VERSION=1:2.3-5'
	contains out 'PATCH_BASE=libtool+x'
	contains out 'PATCH_BASE_VERSION=1:2.3-4'
	contains out 'BASEDIR=/'
}

run_cases "$0" "$@"
