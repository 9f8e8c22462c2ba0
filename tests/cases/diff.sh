#!/bin/sh
# diff
. "$(dirname "$0")/../lib.sh"

# make NAME: a package from pkginfo, prototype and root as they are now
make() {
	touch -t 200501010000 pkginfo postinstall $(find root -type f)
	"$PKGSTREAM" build -q --force -o "$1" -f prototype -r root
}

setup() {
	mkdir -p root/d
	printf 'PKG=ACMEx\nNAME=x\nARCH=a\nVERSION=1\nCATEGORY=application\nBASEDIR=/opt\nPSTAMP=x\n' >pkginfo
	printf '#!/bin/sh\necho one\nexit 0\n' >postinstall
	echo one >root/d/text
	printf 'a\000b' >root/d/binary
	echo gone >root/d/gone
	cat >prototype <<-'END'
	i pkginfo
	i postinstall
	d none d 0755 root bin
	f none d/text 0644 root bin
	f none d/binary 0644 root bin
	f none d/gone 0644 root bin
	s none d/link=text
	END
	make a.pkg
}

change() {
	printf 'PKG=ACMEx\nNAME=x\nARCH=a\nVERSION=2\nCATEGORY=application\nBASEDIR=/opt\nPSTAMP=x\nNEW=<b>\n' >pkginfo
	printf '#!/bin/sh\necho two\nexit 0\n' >postinstall
	echo eno >root/d/text
	echo new >root/d/new
	sed -e '/gone/d' -e 's/d.link=text/d\/link=new/' \
	    -e 's/binary 0644/binary 0755/' prototype >p
	echo 'f none d/new 0644 root bin' >>p
	mv p prototype
	make b.pkg
}

case_equal() {
	setup
	expect 0 "$PKGSTREAM" diff a.pkg a.pkg
	[ ! -s out ]
	"$PKGSTREAM" trans -d sp a.pkg
	expect 0 "$PKGSTREAM" diff a.pkg sp
}

case_text() {
	setup
	change
	expect 1 "$PKGSTREAM" diff a.pkg b.pkg
	contains out '  ~ VERSION: 1 -> 2'
	contains out '  + NEW=<b>'
	contains out '      -echo one'
	contains out '      +echo two'
	contains out '  - d/gone: regular file, class none, 0644 root bin, 5 bytes'
	contains out '  + d/new: regular file'
	contains out '  ~ d/link: target text -> new'
	contains out '  ~ d/binary: mode 0644 -> 0755'
	# the same size and, as it is a plain sum, the same checksum
	contains out '  ~ d/text: contents differ'
	lacks out '+eno'
	expect 1 "$PKGSTREAM" diff -u a.pkg b.pkg
	contains out '      +eno'
	expect 1 "$PKGSTREAM" diff -q a.pkg b.pkg
	[ ! -s out ]
}

case_times() {
	setup
	touch -t 200601010000 root/d/text
	"$PKGSTREAM" build -q -o b.pkg -f prototype -r root
	expect 1 "$PKGSTREAM" diff a.pkg b.pkg
	contains out 'd/text: time 2005-01-01 00:00:00 -> 2006-01-01 00:00:00'
	expect 0 "$PKGSTREAM" diff -T a.pkg b.pkg
}

case_json() {
	need python3
	setup
	change
	expect 1 "$PKGSTREAM" diff --json a.pkg b.pkg
	python3 - <<-'END'
	import json
	d = json.load(open("out"))["packages"][0]
	assert d["old"] == {"pkg": "ACMEx", "version": "1"}
	params = {p["name"]: p for p in d["parameters"]}
	assert params["NEW"]["change"] == "added"
	assert params["NEW"]["old"] is None
	objects = {o["path"]: o for o in d["objects"]}
	assert objects["d/gone"]["change"] == "removed"
	assert objects["d/binary"]["attributes"]["mode"] == {
	    "old": "0644", "new": "0755"}
	assert "+echo two" in objects["postinstall"]["diff"]
	assert objects["d/text"]["diff"] is None
	END
	expect 0 "$PKGSTREAM" diff --json a.pkg a.pkg
	contains out '"packages": []'
}

case_html() {
	setup
	change
	expect 1 "$PKGSTREAM" diff --html a.pkg b.pkg
	contains out '<title>ACMEx 1 → ACMEx 2</title>'
	contains out '&lt;b&gt;'
	lacks out '<b>'
	contains out '<span class="added">+echo two</span>'
	tail -n 1 out >last
	contains last '</html>'
}

case_packages() {
	one=$TOP/tests/golden/streams/01-several/stream.pkg
	expect 0 "$PKGSTREAM" diff "$one" "$one"
	"$PKGSTREAM" trans -o two.pkg --pkg ACMErel --pkg ACMEabs "$one"
	expect 1 "$PKGSTREAM" diff -T two.pkg "$one"
	contains out '+++'
	contains out 'ACMEinfo 1.0'
	expect 3 "$PKGSTREAM" diff none "$one"
	expect 2 "$PKGSTREAM" diff "$one"
}

run_cases "$0" "$@"
