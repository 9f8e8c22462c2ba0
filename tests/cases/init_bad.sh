#!/bin/sh
# init from what nobody should be given: each a line, and nothing half-written
. "$(dirname "$0")/../lib.sh"

# nothing_written FILE...: there are these and what a case keeps, no more
nothing_written() {
	[ ! -e x.pkg ] && [ ! -e src ] || fail 'something was written'
	[ -z "$(ls -A | grep '^\.')" ] || fail "left: $(ls -A)"
	[ -z "$(ls "${TMPDIR:-/tmp}" | grep "^pkgstream-init\.$$")" ]
}

# an archive that becomes 2 GiB; what it claims is enough
case_bomb() {
	need python3
	python3 - <<-'TEXT'
	import bz2, struct, tarfile, zipfile, zlib
	def member(size):
	    i = tarfile.TarInfo('usr/big')
	    i.size, i.mtime = size, 1104635040
	    return bz2.compress(i.tobuf())
	block = bz2.compress(bytes(1 << 20))
	open('tar.bz2', 'wb').write(member(2 << 30) + block * 2048 +
	    bz2.compress(bytes(1024)))
	# a zip whose table says so, and says so of many
	z = zipfile.ZipFile('zip', 'w', zipfile.ZIP_DEFLATED)
	for n in range(300):
	    z.writestr(zipfile.ZipInfo('usr/%d' % n, (2005, 1, 2, 3, 4, 0)), '')
	z.close()
	data = bytearray(open('zip', 'rb').read())
	at = data.find(b'PK\1\2')
	while at != -1:
	    data[at + 24:at + 28] = struct.pack('<L', 0xf0000000)
	    at = data.find(b'PK\1\2', at + 4)
	open('zip', 'wb').write(data)
	TEXT
	for bomb in tar.bz2 zip; do
		expect 3 "$PKGSTREAM" init --build -o x.pkg $bomb
		contains err "$bomb: the contents have more than 1000 times"
		nothing_written
		expect 3 "$PKGSTREAM" init -o src $bomb
		nothing_written
	done
}

# names that lead out, or that no package can have; the rest is there
case_names() {
	need python3
	python3 - <<-'TEXT'
	import io, tarfile, zipfile
	names = [b'/abs', b'../../up', b'usr/a b', b'usr/new\nline', b'usr/a=b',
	    b'usr/$x', b'$x', b'usr/ok', b'usr/OK']
	t = tarfile.open('x.tar', 'w', format=tarfile.GNU_FORMAT,
	    encoding='utf-8', errors='surrogateescape')
	z = zipfile.ZipFile('x.zip', 'w')
	class raw_name(zipfile.ZipInfo): # not said to be UTF-8, and is not
	    def _encodeFilenameFlags(self):
	        return b'usr/\xff\xfe', 0
	for n in names + [b'usr/\xff\xfe', 'usr/\u00e4'.encode()]:
	    i = tarfile.TarInfo(n.decode('utf-8', 'surrogateescape'))
	    i.size, i.mtime = 1, 1104635040
	    t.addfile(i, io.BytesIO(b'x'))
	    if n != b'usr/OK':
	        kind = raw_name if b'\xff' in n else zipfile.ZipInfo
	        i = kind(n.decode('utf-8', 'replace'), (2005, 1, 2, 3, 4, 0))
	        i.external_attr = 0o100644 << 16
	        z.writestr(i, 'x')
	t.close()
	z.close()
	TEXT
	for kind in tar zip; do
		expect 0 "$PKGSTREAM" init -o src x.$kind
		for name in /abs ../../up 'usr/a b' 'usr/new?line' 'usr/a=b' \
		    'usr/$x' '$x'; do
			contains err "x.$kind: warning: $name: left out: the "
		done
		cat >want <<-'TEXT'
		d none usr ? ? ?
		f none usr/OK 0644 root bin
		f none usr/ok 0644 root bin
		TEXT
		[ $kind = tar ] || { grep -v OK want >w && mv w want; }
		contains err 'left out: the path is not UTF-8'
		printf 'f none usr/\303\244 0644 root bin\n' >>want
		grep -v '^i' src/pkgproto >got
		same want got
		# build takes what init took, and no more
		expect 0 "$PKGSTREAM" build -o x.pkg src/manifest.xml
		for name in /abs ../../up; do
			contains err "x.$kind: warning: $name: left out: the n"
		done
		expect 0 "$PKGSTREAM" verify x.pkg
		rm -r src x.pkg
	done
	[ ! -e up ] && [ ! -e ../up ] && [ ! -e ../../up ] && [ ! -e /abs ]
}

# of what is there twice the last one counts, for init and for build; a zip has
# names in UTF-8 whatever the locale is
case_twice() {
	need python3
	python3 - <<-'TEXT'
	import io, tarfile, zipfile
	t = tarfile.open('x.tar', 'w')
	z = zipfile.ZipFile('x.zip', 'w')
	for name, text in (('usr/a', b'first'), ('usr/b', b'b'), ('usr/d', b'd'),
	        ('usr/a', b'the last')):
	    i = tarfile.TarInfo(name)
	    i.size, i.mtime = len(text), 1104635040
	    t.addfile(i, io.BytesIO(text))
	    i = zipfile.ZipInfo(name, (2005, 1, 2, 3, 4, 0))
	    i.external_attr = 0o100644 << 16
	    z.writestr(i, text)
	i = tarfile.TarInfo('usr/d')
	i.type, i.mode = tarfile.DIRTYPE, 0o755
	t.addfile(i)
	i = tarfile.TarInfo('usr/h')
	i.type, i.linkname = tarfile.LNKTYPE, 'none'
	t.addfile(i)
	t.close()
	z.close()
	TEXT
	for kind in tar zip; do
		expect 0 "$PKGSTREAM" init --build -o x.pkg x.$kind
		contains err "x.$kind: warning: usr/a: is in the archive twice"
		expect 0 "$PKGSTREAM" verify x.pkg
		expect 0 "$PKGSTREAM" cat x.pkg usr/a
		[ "$(cat out)" = 'the last' ]
		mv x.pkg $kind.pkg
	done
	expect 0 "$PKGSTREAM" list --map -q tar.pkg
	contains out '1 d none usr/d 0755 root bin'
	lacks out usr/h
}

# what lies below a link would be written wherever that leads to
case_below_link() {
	need python3
	python3 - <<-'TEXT'
	import io, tarfile
	t = tarfile.open('x.tar', 'w')
	def add(name, **more):
	    i = tarfile.TarInfo(name)
	    i.size, i.mtime = 1, 1104635040
	    for key, value in more.items():
	        setattr(i, key, value)
	    t.addfile(i, io.BytesIO(b'x') if i.isreg() else None)
	add('usr/l', type=tarfile.SYMTYPE, linkname='/etc', size=0)
	add('usr/l/passwd')
	add('usr/file/below')
	add('usr/file')
	add('usr/null', type=tarfile.CHRTYPE, devmajor=1, devminor=3, size=0)
	add('usr/pipe', type=tarfile.FIFOTYPE, size=0)
	add('usr/hard', type=tarfile.LNKTYPE, linkname='/etc/passwd', size=0)
	t.close()
	TEXT
	expect 0 "$PKGSTREAM" init -o src x.tar
	for name in usr/l/passwd usr/file/below; do
		contains err "$name: left out: something above it is no direc"
	done
	for name in usr/null usr/pipe; do
		contains err "$name: left out: it is a device, a pipe or a soc"
	done
	contains err 'usr/hard: left out: the file that it is a hard link to'
	cat >want <<-'TEXT'
	d none usr ? ? ?
	f none usr/file 0644 root bin
	s none usr/l=/etc
	TEXT
	grep -v '^i' src/pkgproto >got
	same want got
}

# sockets, devices, pipes, names of all kinds in a tree
case_tree() {
	need python3
	mkdir t
	echo x >t/good
	mkfifo t/pipe
	echo x >t/"$(printf 'bad\377')"
	echo x >t/"$(printf 'new\nline')"
	ln -s "$(printf 'x\376')" t/link
	python3 -c 'import socket
s = socket.socket(socket.AF_UNIX)
s.bind("t/socket")'
	[ "$(id -u)" -ne 0 ] || mknod t/device c 1 3 2>mk.log || :
	expect 0 "$PKGSTREAM" init --build -o x.pkg --pkg A t
	for file in t/*; do
		name=$(printf %s "${file#t/}" | tr '\n' '?')
		[ "$name" = good ] || contains err "warning: $name: left out: "
	done
	expect 0 "$PKGSTREAM" list x.pkg
	[ "$(grep -c ' f none' out)" -eq 1 ]
}

# two trees whose only difference is the case of a name; both names in one
case_case() {
	mkdir -p old/bin new/bin both/bin
	echo x >old/bin/Tool
	[ ! -e old/bin/tool ] || skip 'names here have no case'
	cp -p old/bin/Tool new/bin/tool
	cp -p old/bin/Tool both/bin/Tool
	cp -p old/bin/Tool both/bin/tool
	expect 0 "$PKGSTREAM" init -o src --from old --to new --base A \
	    --version 2 -b /opt/a
	contains out '2 of 2 differences are covered'
	contains src/manifest.xml '<file path="bin/Tool" action="delete"'
	contains src/manifest.xml '<file path="bin/tool" action="add"'
	expect 0 "$PKGSTREAM" build -q -o p.pkg src/manifest.xml
	expect 0 "$PKGSTREAM" init --build -o both.pkg --pkg A both
	expect 0 "$PKGSTREAM" verify both.pkg
	expect 0 "$PKGSTREAM" list both.pkg 'bin/[Tt]ool'
	[ "$(wc -l <out)" -eq 2 ]
}

run_cases "$0" "$@"
