#!/bin/sh
# The example of a patch: another product, without a service.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

E=$TOP/examples/patch

# built [SED]: the example, its manifest edited
built() {
	cp -r "$E/." .
	sed "${1-}" "$E/manifest.xml" >manifest.xml
	"$PKGSTREAM" build -q -f base/prototype -r base/root -o EXwkday.pkg
	expect 0 "$PKGSTREAM" build -q -o EXwkdayp1.pkg manifest.xml
	[ ! -s err ] || fail "$(cat err)"
	"$PKGSTREAM" trans -q -d pkgs EXwkday.pkg EXwkdayp1.pkg
	make_root
	add 0 alt EXwkday
	listing before
}

# listing FILE: what lies below opt.  A directory's time is left out: it changes
# with every file that comes or goes.
listing() {
	( cd root && find opt -type f -exec cksum {} + \
	    -exec stat -c '%n %A %h %u %g %s %Y' {} +
	find opt ! -type f -exec stat -c '%n %A %u %g' {} + ) | sort >"$1"
}

case_cycle() {
	built
	for mode in live alt; do
		add 0 $mode EXwkdayp1
		[ "$(sh root/opt/weekday/bin/weekday 2000 2 29)" = Tuesday ]
		[ ! -f root/opt/weekday/share/faults ]
		checked EXwkday EXwkdayp1
		remove 0 $mode EXwkdayp1
		[ "$(sh root/opt/weekday/bin/weekday 2000 2 29)" != Tuesday ]
		listing after
		same before after
		checked EXwkday
	done
}

# the manifest knows the contents before
case_known() {
	built
	echo '# changed' >>root/opt/weekday/bin/weekday
	add 4 alt EXwkdayp1
	contains out 'changed: bin/weekday is none of the known builds'
}

# a manifest without levels, build numbers, marks and texts; what is newer can
# only be told by its order, and that by the manifest
case_bare() {
	built 's/ level="1" mark="[^"]*"//; s/ number="15" date/ date/
	s/ build="1[0-9]"//; s/ languages="en ja"//; /<fixes>/,/<.fixes>/d'
	grep '^PATCH_LEVEL=$' pkgs/EXwkdayp1/pkginfo
	lacks pkgs/EXwkdayp1/pkginfo PATCH_LEVEL=1
	for mode in live alt; do
		add 0 $mode EXwkdayp1
		contains out 'weekday patch (build 2005-06-01) is installed: 3'
		checked EXwkday EXwkdayp1
		remove 0 $mode EXwkdayp1
		listing after
		same before after
	done
}

# nothing of the first customer is in what every package gets
case_nothing_of_imss() {
	built
	expect 0 cat pkgs/EXwkdayp1/install/*
	if grep -i 'imss\|trend' out; then
		fail "it is there"
	fi
}

run_cases "$0" ${1+"$@"}
