#!/bin/sh
# The example of a patch: another product, without a service.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

E=$TOP/examples/patch

built() {
	cp -r "$E/." .
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

# nothing of the first customer is in what every package gets
case_nothing_of_imss() {
	built
	expect 0 cat pkgs/EXwkdayp1/install/*
	if grep -i 'imss\|trend' out; then
		fail "it is there"
	fi
}

run_cases "$0" ${1+"$@"}
