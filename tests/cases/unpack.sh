#!/bin/sh
# extract and trans
. "$(dirname "$0")/../lib.sh"

S=$TOP/tests/golden/streams

case_extract() {
	expect 0 "$PKGSTREAM" extract -C in "$S/03-types/stream.pkg"
	[ -d in/opt/typ/x ]
	[ "$(readlink in/opt/typ/s2)" = ../typ/./f ]
	[ "$(ls -i in/opt/typ/f | cut -d' ' -f1)" = \
	    "$(ls -i in/opt/typ/x/l2 | sed 's/^ *//' | cut -d' ' -f1)" ]
	[ -p in/opt/typ/p ]
	[ -n "$(find in/opt/typ/e -perm 640)" ]
	[ ! -e in/opt/typ/b ]
	contains err 'is not written: a block device'
	[ ! -e in/var ]
	[ -n "$(find in/opt/typ/f ! -newer "$S/03-types/stream.pkg")" ]
}

case_extract_chosen() {
	expect 0 "$PKGSTREAM" extract -C in "$S/02-two-parts/stream.pkg" d/0 d/3
	[ "$(find in -type f | wc -l)" -eq 2 ]
	expect 0 "$PKGSTREAM" extract -C in -b /elsewhere \
	    "$S/02-two-parts/stream.pkg" d/0
	[ -f in/elsewhere/d/0 ]
	expect 0 "$PKGSTREAM" extract -C in -i "$S/02-two-parts/stream.pkg" \
	    pkginfo i.data
	[ -f in/var/sadm/pkg/ACMEtwo/pkginfo ]
	[ -f in/var/sadm/pkg/ACMEtwo/install/i.data ]
	expect 3 "$PKGSTREAM" extract -C in "$S/02-two-parts/stream.pkg" none
	expect 2 "$PKGSTREAM" extract --spool "$S/02-two-parts/stream.pkg" d/0
}

case_extract_variables() {
	expect 0 "$PKGSTREAM" extract -C in "$S/08-information/stream.pkg"
	[ -f in/opt/where/f ]
	expect 0 "$PKGSTREAM" extract -C in -D WHERE=/x/../y \
	    "$S/08-information/stream.pkg"
	[ -f in/y/f ]
	expect 0 "$PKGSTREAM" extract -C in -D WHERE=rel \
	    "$S/08-information/stream.pkg"
	[ -f in/opt/all/rel/f ]
	expect 0 "$PKGSTREAM" extract -C in -D WHERE=../../../x \
	    "$S/08-information/stream.pkg"
	[ -f in/x/f ]
	expect 2 "$PKGSTREAM" extract -D WHERE "$S/08-information/stream.pkg"
}

case_extract_keeps_what_is_there() {
	mkdir -p in/opt/rel
	echo mine >in/opt/rel/a
	expect 3 "$PKGSTREAM" extract -C in --pkg ACMErel \
	    "$S/01-several/stream.pkg"
	contains err 'exists; --force replaces it'
	[ "$(cat in/opt/rel/a)" = mine ]
	expect 0 "$PKGSTREAM" extract -C in --pkg ACMErel --force \
	    "$S/01-several/stream.pkg"
	[ "$(cat in/opt/rel/a)" = a ]
}

# a package that brings a link and then something below it
case_extract_through_own_link() {
	mkdir -p sp/ACMEx/reloc/link outside
	echo evil >sp/ACMEx/reloc/link/x
	printf 'PKG=ACMEx\nNAME=x\nARCH=a\nVERSION=1\nCATEGORY=application\nBASEDIR=/opt\nCLASSES=none\n' \
	    >sp/ACMEx/pkginfo
	printf ': 1 2\n1 s none link=%s\n1 f none link/x 0644 root bin ? ? ?\n1 i pkginfo ? ? ?\n' \
	    "$PWD/outside" >sp/ACMEx/pkgmap
	expect 3 "$PKGSTREAM" extract -C in sp
	[ -z "$(ls outside)" ]
	# a second run meets the link
	rm -rf in/opt/link
	ln -s "$PWD/outside" in/opt/link
	expect 3 "$PKGSTREAM" extract --force -C in sp
	contains err 'above it is a link'
	[ -z "$(ls outside)" ]
}

case_extract_over_links() {
	mkdir -p in/opt/rel outside
	echo precious >outside/file
	ln -s ../../../outside/file in/opt/rel/a
	expect 3 "$PKGSTREAM" extract -C in --pkg ACMErel \
	    "$S/01-several/stream.pkg"
	expect 0 "$PKGSTREAM" extract --force -C in --pkg ACMErel \
	    "$S/01-several/stream.pkg"
	[ "$(cat outside/file)" = precious ]
	[ ! -h in/opt/rel/a ]
	rm -rf in/opt
	ln -s ../outside in/opt
	expect 3 "$PKGSTREAM" extract --force -C in --pkg ACMErel \
	    "$S/01-several/stream.pkg"
	[ "$(ls outside)" = file ]
}

case_extract_setuid_needs_owner() {
	expect 0 "$PKGSTREAM" extract --no-owner -C in "$S/03-types/stream.pkg" \
	    typ/u
	[ -z "$(find in -perm -4000)" ]
}

# a directory that forbids writing gets its mode when all is written
case_extract_below_closed_directory() {
	for pkg in ACMEa ACMEb; do
		mkdir -p sp/$pkg/reloc/shared
		echo $pkg >sp/$pkg/reloc/shared/$pkg
		printf 'PKG=%s\nNAME=x\nARCH=a\nVERSION=1\nCATEGORY=application\n' \
		    $pkg >sp/$pkg/pkginfo
		printf ': 1 2\n1 d none shared 0555 root bin\n1 f none shared/%s 0444 root bin ? ? ?\n1 i pkginfo ? ? ?\n' \
		    $pkg >sp/$pkg/pkgmap
	done
	expect 0 "$PKGSTREAM" extract -C in sp
	[ -f in/shared/ACMEa ] && [ -f in/shared/ACMEb ]
	[ -n "$(find in/shared -prune -perm 555)" ]
}

case_spool_and_back() {
	for dir in "$S"/0*; do
		rm -rf sp sp2
		expect 0 "$PKGSTREAM" trans -d sp "$dir/stream.pkg"
		expect 0 "$PKGSTREAM" verify sp
		expect 0 "$PKGSTREAM" trans --force -o one.pkg sp
		expect 0 "$PKGSTREAM" verify one.pkg
		expect 0 "$PKGSTREAM" extract --spool -C sp2 one.pkg
		expect 0 "$PKGSTREAM" trans -o - sp2
		same out one.pkg
	done
}

case_trans_of_a_build() {
	mkdir -p root/a/b
	echo 1 >root/a/b/x
	echo 2 >root/a/b.c
	echo 3 >root/a/z
	touch -t 200501010000 root/a/b/x root/a/b.c root/a/z
	printf 'PKG=ACMEx\nNAME=x\nARCH=a\nVERSION=1\nCATEGORY=application\nBASEDIR=/opt\n' >pkginfo
	cat >prototype <<-'END'
	i pkginfo
	d none a 0755 root bin
	d none a/b 0755 root bin
	f none a/b/x 4755 root bin
	f none a/b.c 0600 root bin
	f none /a/z 0644 root bin
	END
	touch -t 200501010000 pkginfo
	expect 0 "$PKGSTREAM" build -o x.pkg -f prototype -r root
	expect 0 "$PKGSTREAM" trans -d sp x.pkg
	find sp -type d -exec chmod 700 {} +
	expect 0 "$PKGSTREAM" trans -o y.pkg sp
	same x.pkg y.pkg
	expect 0 "$PKGSTREAM" trans -o z.pkg sp/ACMEx
	same x.pkg z.pkg
}

case_merge_and_split() {
	expect 0 "$PKGSTREAM" trans --split one "$S/01-several/stream.pkg"
	[ "$(ls one | wc -l)" -eq 3 ]
	expect 0 "$PKGSTREAM" trans -o all.pkg one/ACMErel.pkg one/ACMEabs.pkg \
	    one/ACMEinfo.pkg
	expect 0 "$PKGSTREAM" trans -o want.pkg "$S/01-several/stream.pkg"
	same all.pkg want.pkg
	expect 0 "$PKGSTREAM" trans -o two.pkg --pkg ACMEinfo --pkg ACMErel \
	    all.pkg
	expect 0 "$PKGSTREAM" info -s two.pkg
	[ "$(wc -l <out)" -eq 2 ]
	cat all.pkg | "$PKGSTREAM" trans --split again -
	same one/ACMEabs.pkg again/ACMEabs.pkg
	expect 3 "$PKGSTREAM" trans -o twice.pkg all.pkg one/ACMErel.pkg
	contains err 'another source has it too'
	[ ! -e twice.pkg ]
	expect 3 "$PKGSTREAM" trans -o x.pkg --pkg NONE all.pkg
	expect 3 "$PKGSTREAM" trans -o all.pkg one/ACMErel.pkg
	expect 2 "$PKGSTREAM" trans all.pkg
}

# what is in a directory may be anything
case_spool_with_strangers() {
	expect 0 "$PKGSTREAM" trans -d sp "$S/01-several/stream.pkg"
	ln -s /etc/passwd sp/ACMErel/reloc/link
	mkfifo sp/ACMErel/reloc/pipe
	expect 1 "$PKGSTREAM" verify sp
	contains out 'ACMErel/reloc/link'
	contains out 'ACMErel/reloc/pipe'
	expect 3 "$PKGSTREAM" trans -o x.pkg sp
	[ ! -e x.pkg ]
	rm sp/ACMErel/reloc/link sp/ACMErel/reloc/pipe
	echo x >sp/ACMErel/reloc/new
	expect 1 "$PKGSTREAM" verify sp
	contains out 'reloc/new: is not in the pkgmap (surplus)'
	rm sp/ACMErel/reloc/new
	rm sp/ACMErel/pkgmap
	ln -s /etc/passwd sp/ACMErel/pkgmap
	expect 1 "$PKGSTREAM" verify sp
}

# a package that ends too early leaves the old file of the same name
case_truncated_keeps_the_old_file() {
	pkg=$TOP/tests/golden/07-shared-e-over-f/packages/BASEprod.pkg
	expect 0 "$PKGSTREAM" extract -C files "$pkg"
	file=$(find files -type f | head -n 1)
	for file in $(find files -type f); do echo old >"$file"; done
	size=$(wc -c <"$pkg")
	dd if="$pkg" of=short.pkg bs=1 count=$((size - 1024)) 2>/dev/null
	for size in 3000 4000 5000 6000; do
		dd if="$pkg" of=short.pkg bs=$size count=1 2>/dev/null
		"$PKGSTREAM" extract --force -C files short.pkg >log 2>&1 || :
		for file in $(find files -type f); do
			[ -s "$file" ] || fail "$file is empty ($size)"
		done
		[ "$(find files -type f | wc -l)" -ge 2 ] || fail "a file is gone"
		[ -z "$(find files -name '.pkgstream-*')" ] || fail "left over"
	done
}

run_cases "$0" "$@"
