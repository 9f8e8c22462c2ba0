#!/bin/sh
# Memory stays below what SECURITY.md promises for the size of the input.
. "$(dirname "$0")/../lib.sh"

: "${BUILD:=$TOP/build}"
BASE=$((72 * 1024)) # KiB that the program with its libraries may address

# limited KIB COMMAND...: with so much memory above the base, to be addressed
limited() (
	_kib=$1
	shift
	ulimit -v $((BASE + _kib)) || exit 99
	"$@"
)

# sanitizers address terabytes, and some systems cannot limit
need_limit() {
	limited 0 "$PKGSTREAM" --version >/dev/null 2>&1 ||
	    skip "memory cannot be limited here"
}

# kib N BYTES FILE FACTOR: what N things of BYTES each and FACTOR times the file
# may take
kib() {
	echo $(($1 * $2 / 1024 + $(wc -c <"$3") / 1024 * $4))
}

pkginfo() {
	printf '%s\n' PKG=ACME NAME=x ARCH=all VERSION=1 CATEGORY=system \
	    BASEDIR=/opt CLASSES=none PSTAMP=x >pkginfo
}

# the least that an entry needs, and names that are all different
case_entries() {
	need_limit
	pkginfo
	n=100000
	awk -v n=$n 'BEGIN {
		print "i pkginfo"
		for (i = 0; i < n; i++)
			printf "p none %d 0600 o%d g%d\n", i, i, i
	}' >prototype
	expect 0 limited "$(kib $n 700 prototype 4)" \
	    "$PKGSTREAM" build -q -f prototype -o x.pkg
	for verb in verify info list; do
		expect 0 limited "$(kib $n 350 x.pkg 3)" \
		    "$PKGSTREAM" $verb x.pkg
	done
	expect 0 limited "$(kib $n 700 x.pkg 6)" "$PKGSTREAM" diff x.pkg x.pkg
	# the limit is one: without the share of the entries it fails
	expect 4 limited 0 "$PKGSTREAM" verify x.pkg
	contains err "out of memory"
}

# stream PACKAGES CLAIM: a stream of small packages; the pkgmap of the last one
# claims CLAIM bytes unless that is 0, and the stream ends there
stream() {
	need python3
	python3 - "$1" "$2" >x.pkg <<-'EOF'
	import sys
	n, claim = int(sys.argv[1]), int(sys.argv[2])
	def member(name, data, size=None):
	    name = name.encode() + b"\0"
	    size = len(data) if size is None else size
	    h = b"070701" + b"".join(b"%08x" % x for x in (1, 0o100644, 0, 0,
	        1, 1, size, 0, 0, 0, 0, len(name), 0)) + name
	    h += b"\0" * (-len(h) % 4) + data
	    return h + b"\0" * (-len(h) % 4)
	def archive(members):
	    a = b"".join(members) + member("TRAILER!!!", b"")
	    return a + b"\0" * (-len(a) % 512)
	def info(i):
	    return (b"PKG=ACME%d\nNAME=x\nARCH=all\nVERSION=1\n"
	        b"CATEGORY=system\nBASEDIR=/opt\n" % i)
	pkgmap = b": 1 2\n1 i pkginfo ? ? ?\n"
	out = b"# PaCkAgE DaTaStReAm\n" + b"".join(
	    b"ACME%d 1 2\n" % i for i in range(n)) + b"# end of header\n"
	out += b"\0" * (-len(out) % 512)
	members = []
	for i in range(n):
	    members.append(member("ACME%d/pkginfo" % i, info(i)))
	    members.append(member("ACME%d/pkgmap" % i, pkgmap,
	        claim if claim and i == n - 1 else None))
	parts = [out, b"".join(members) if claim else archive(members)]
	if not claim:
	    parts += [archive([member("pkginfo", info(i)),
	        member("pkgmap", pkgmap)]) for i in range(n)]
	sys.stdout.buffer.write(b"".join(parts))
	EOF
}

# each text had a buffer of 64 KiB once
case_packages() {
	need_limit
	stream 9000 0
	expect 0 limited "$(kib 9000 2500 x.pkg 1)" "$PKGSTREAM" verify x.pkg
}

# what a header claims is not taken before it is there
case_claims() {
	need_limit
	stream 1 500000000
	expect 1 limited 0 "$PKGSTREAM" verify x.pkg
	contains out "within an archive"
	stream 1 4294967295
	expect 1 limited 0 "$PKGSTREAM" verify x.pkg
	contains out "larger than the limit"
}

# contents KIND N: a contents database of N entries, or of N owners
contents() {
	awk -v kind="$1" -v n="$2" 'BEGIN {
		for (i = 0; i < n; i++) {
			if (kind == "entries") {
				printf "/%d p none 0600 o%d g%d P%d:c%d\n", i,
				    i, i, i, i
				continue
			}
			if (i % 800 == 0)
				printf "%s/%d d none 0755 root bin",
				    i ? "\n" : "", i
			printf " P%d", i
		}
		if (kind != "entries")
			print ""
	}'
}

case_contents() {
	need_limit
	need_root
	pkginfo
	echo 'i pkginfo' >prototype
	expect 0 "$PKGSTREAM" build -q -f prototype -o x.pkg
	mkdir root
	expect 0 "$PKGSTREAM" rehearse add -n -R "$PWD/root" -d x.pkg all
	db=root/var/sadm/install/contents
	contents entries 100000 >$db
	expect 0 limited "$(kib 100000 600 $db 3)" \
	    "$PKGSTREAM" rehearse installf -R "$PWD/root" ACME /opt/x f
	contents owners 200000 >$db
	expect 0 limited "$(kib 200000 120 $db 3)" \
	    "$PKGSTREAM" rehearse installf -R "$PWD/root" ACME /opt/x f
}

run_cases "$0" "$@"
