#!/bin/sh
# catalog: the files that pkgutil and pkg-get read of a site
. "$(dirname "$0")/../lib.sh"

# package FILE PKG NAME VERSION CATEGORY: a package whose depend file is ./depend
package() {
	mkdir -p src/root
	echo "$2" >src/root/file
	cat >src/pkginfo <<-END
	PKG=$2
	NAME=$3
	ARCH=sparc
	VERSION=$4
	CATEGORY=$5
	BASEDIR=/opt
	CLASSES=none
	PSTAMP=x
	END
	printf 'i pkginfo\nf none %s 0644 root bin\n' "$2=file" >src/prototype
	[ ! -e depend ] || {
		cp depend src/depend
		echo 'i depend' >>src/prototype
	}
	mkdir -p site
	expect 0 "$PKGSTREAM" build -q -t 1580608922 -f src/prototype \
	    -r src/root -o "site/$1"
}

# field N COMMON: a field of the line of the package with the common name
field() {
	sed -n "/^$2 /p" site/catalog | cut -d' ' -f"$1"
}

case_catalog() {
	cat >depend <<-'END'
	P ACMElib the library
	P ACMEbase the base
	P ACMElib again
	I ACMEold what it replaces
	R ACMEplug who needs it
	END
	package tool-1.2-SunOS5.8-sparc-ACME.pkg.gz ACMEtool \
	    'tool - does what a tool does' '1.2,REV=2020.02.02' application,net
	rm depend
	package lib.pkg ACMElib 'A library' 1.0 system
	package web-3.0-sparc.pkg ACMEweb 'Pages without end' 3.0 system
	expect 0 "$PKGSTREAM" catalog site
	contains out 'site: a catalog of 3 packages'
	# the layout of the documentation
	head -n 1 site/catalog | grep -Ex \
	    '# CREATIONDATE [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z' >/dev/null
	[ "$(grep -c '' site/catalog)" -eq 4 ]
	[ "$(sed 1d site/catalog | grep -Exc '([^ ]+ ){4}[0-9a-f]{32} [0-9]+( [^ |][^ ]*[^ |]){3}')" -eq 3 ]
	[ "$(field 2 tool)" = 1.2,REV=2020.02.02 ]
	[ "$(field 3 tool)" = ACMEtool ]
	[ "$(field 4 tool)" = tool-1.2-SunOS5.8-sparc-ACME.pkg.gz ]
	[ "$(field 6 tool)" = "$(cat site/tool-*.gz | wc -c | tr -d " ")" ]
	[ "$(field 7 tool)" = 'ACMElib|ACMEbase' ]
	[ "$(field 8 tool)" = 'application|net' ]
	[ "$(field 9 tool)" = ACMEold ]
	# names of packages that were not made for catalogs
	[ "$(field 3 ACMElib)" = ACMElib ]
	[ "$(field 7 ACMElib)" = none ]
	[ "$(field 9 ACMElib)" = none ]
	[ "$(field 3 web)" = ACMEweb ]
	cat >want <<-'END'
	ACMElib - A library
	tool - does what a tool does
	web - Pages without end
	END
	same site/descriptions want
	need md5sum
	[ "$(field 5 tool)" = "$(md5sum site/tool-*.gz | cut -c1-32)" ]
	[ "$(field 5 ACMElib)" = "$(md5sum site/lib.pkg | cut -c1-32)" ]
}

case_catalog_again() {
	package a.pkg ACMEa a 1 system
	expect 0 "$PKGSTREAM" catalog -q site
	[ ! -s out ]
	cp site/catalog first
	expect 3 "$PKGSTREAM" catalog site
	contains err '--force'
	same site/catalog first
	expect 0 "$PKGSTREAM" catalog --force site/
	same site/catalog first
	package b.pkg ACMEb b 1 system
	expect 0 "$PKGSTREAM" catalog --force site
	[ "$(grep -c '' site/catalog)" -eq 3 ]
	[ "$(grep -c '' site/descriptions)" -eq 2 ]
}

# nothing is written when a file cannot be in a catalog; each one is named
case_catalog_refuses() {
	package a.pkg ACMEa a 1 system
	cp site/a.pkg "site/a b.pkg"
	cp site/a.pkg site/c.pkg
	head -c 1300 site/a.pkg >site/cut.pkg
	echo no >site/no.pkg.gz
	cp "$TOP/tests/golden/streams/01-several/stream.pkg" site/three.pkg
	mkdir site/directory.pkg
	ln -s nowhere site/dangling.pkg
	echo hello >site/README
	expect 3 "$PKGSTREAM" catalog site
	contains err 'a b.pkg: a name with a blank'
	contains err 'c.pkg: a.pkg has the package ACMEa too'
	contains err 'cut.pkg: ends before part 1'
	contains err 'no.pkg.gz: is not a datastream'
	contains err 'three.pkg: holds 3 packages'
	contains err 'dangling.pkg: cannot open'
	lacks err README
	lacks err directory.pkg
	[ ! -e site/catalog ]
	[ ! -e site/descriptions ]
	mkdir empty
	expect 3 "$PKGSTREAM" catalog empty
	contains err 'holds no package file'
	expect 3 "$PKGSTREAM" catalog nothing
	expect 3 "$PKGSTREAM" catalog site/README
	expect 2 "$PKGSTREAM" catalog
	expect 2 "$PKGSTREAM" catalog site site
}

case_catalog_warns() {
	package a.pkg.xz ACMEa 'two words - text' 'Version 0.1' system
	expect 0 "$PKGSTREAM" catalog site
	contains err 'know gzip'
	contains err 'Version 0.1'
	[ "$(field 2 ACMEa)" = Version_0.1 ]
	contains site/descriptions 'ACMEa - two words - text'
	# what would steer a terminal, from another tool
	package esc.pkg ACMEe 'x - ESC[2Jgone' 1ESCc system
	expect 0 "$PKGSTREAM" trans -d spool site/esc.pkg
	sed "s/ESC/$(printf '\033')/" spool/ACMEe/pkginfo >info
	cp info spool/ACMEe/pkginfo
	expect 0 "$PKGSTREAM" trans --force -o site/esc.pkg spool
	expect 0 "$PKGSTREAM" catalog --force site
	contains site/descriptions 'x - ?[2Jgone'
	[ "$(field 2 x)" = 1_c ]
	# two files of one common name
	package tool-1.pkg ACMEx 'x' 1 system
	package tool-2.pkg ACMEy 'y' 1 system
	expect 3 "$PKGSTREAM" catalog --force site
	contains err 'tool-2.pkg: tool-1.pkg has the name tool too'
}

run_cases "$0"
