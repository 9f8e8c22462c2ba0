#!/bin/sh
# What other tools made: compressed contents, class archives, volumes
. "$(dirname "$0")/../lib.sh"

SQUEEZE=${PKGSTREAM%/*}/tests/tools/squeeze

# make_package: plain.pkg and the directory spool/ACMEf of it, with files that
# become smaller and one that does not; root has them as they are installed
make_package() {
	mkdir -p root/opt/f/lib root/usr/f
	seq 1 3000 >root/opt/f/numbers
	head -c 60000 "$PKGSTREAM" >root/opt/f/lib/program
	echo tiny >root/opt/f/tiny
	head -c 4000 /dev/zero >root/usr/f/zeros
	touch -d 2020-02-02T02:02:02Z root/opt/f/* root/opt/f/lib/* root/usr/f/*
	cat >pkginfo <<-'END'
	PKG=ACMEf
	NAME=forms of contents
	ARCH=sparc
	VERSION=1.0
	CATEGORY=application
	BASEDIR=/opt
	CLASSES=none
	COMPRESSED=true
	PSTAMP=x
	END
	cat >prototype <<-'END'
	i pkginfo
	d none f 0755 root bin
	d none f/lib 0755 root bin
	f none f/numbers=opt/f/numbers 0644 root bin
	f none f/lib/program=opt/f/lib/program 0755 root bin
	f none f/tiny=opt/f/tiny 0644 root bin
	f none /usr/f/zeros=usr/f/zeros 0644 root bin
	END
	expect 0 "$PKGSTREAM" build -q -t 1580608922 -f prototype -r root \
	    -o plain.pkg
	expect 0 "$PKGSTREAM" extract -q --spool -C spool plain.pkg
}

# squeezed KIND FILE...: compresses files of the package where they are
squeezed() {
	_kind=$1
	shift
	for _f do
		"$SQUEEZE" "$_kind" <"$_f" >squeezed
		touch -r "$_f" squeezed
		mv squeezed "$_f"
	done
}

# reads PACKAGE: every verb sees the contents as they are installed
reads() {
	rm -rf in
	expect 0 "$PKGSTREAM" verify "$1"
	expect 0 "$PKGSTREAM" diff plain.pkg "$1"
	expect 0 "$PKGSTREAM" extract -q -C in "$1"
	for _f in opt/f/numbers opt/f/lib/program opt/f/tiny usr/f/zeros; do
		same "in/$_f" "root/$_f"
	done
	expect 0 "$PKGSTREAM" cat "$1" f/numbers
	same out root/opt/f/numbers
}

case_compressed_contents() {
	make_package
	P=spool/ACMEf
	squeezed compress $P/reloc/f/numbers $P/root/usr/f/zeros
	squeezed pack $P/reloc/f/lib/program
	[ "$(wc -c <$P/reloc/f/numbers)" -lt "$(wc -c <root/opt/f/numbers)" ]
	reads spool
	expect 0 "$PKGSTREAM" trans -o x.pkg spool
	reads x.pkg
	reads ./x.pkg
	cat x.pkg | "$PKGSTREAM" verify - >out
	# trans and --spool keep what is stored
	expect 0 "$PKGSTREAM" extract -q --spool -C again x.pkg
	same again/ACMEf/reloc/f/numbers $P/reloc/f/numbers
	# without the parameter the files are what they are
	sed s/COMPRESSED=true/COMPRESSED=false/ $P/pkginfo >info
	cat info >$P/pkginfo
	expect 1 "$PKGSTREAM" verify spool
	contains out 'f/numbers: '
}

# a file that is a .Z by itself is not decoded: its size is that of the pkgmap
case_compressed_already() {
	mkdir root
	echo text | "$SQUEEZE" compress >root/a.Z
	printf 'PKG=A\nNAME=a\nARCH=all\nVERSION=1\nCATEGORY=x\nCLASSES=none\nBASEDIR=/opt\nCOMPRESSED=true\n' >pkginfo
	printf 'i pkginfo\nf none a.Z 0644 root bin\n' >prototype
	expect 0 "$PKGSTREAM" build -q -t 0 -f prototype -r root -o x.pkg
	expect 0 "$PKGSTREAM" verify x.pkg
	expect 0 "$PKGSTREAM" cat x.pkg a.Z
	same out root/a.Z
}

# damage is told for each file, and the others are still there
case_compressed_damage() {
	make_package
	P=spool/ACMEf
	cp -p $P/reloc/f/numbers numbers
	for kind in compress pack; do
		cp -p numbers $P/reloc/f/numbers
		squeezed $kind $P/reloc/f/numbers
		head -c 900 $P/reloc/f/numbers >cut
		touch -r numbers cut
		cp -p cut $P/reloc/f/numbers
		expect 1 "$PKGSTREAM" verify spool
		contains out 'reloc/f/numbers'
		[ "$(grep -c numbers out)" -eq 1 ]
		rm -rf in
		expect 3 "$PKGSTREAM" extract -q -C in spool
		[ ! -e in/opt/f/numbers ]
		same in/opt/f/tiny root/opt/f/tiny
		expect 3 "$PKGSTREAM" diff plain.pkg spool
	done
}

# some kilobytes that would become 60 MB; the pkgmap says 4000 bytes
case_compressed_bomb() {
	make_package
	P=spool/ACMEf
	head -c 60000000 /dev/zero | "$SQUEEZE" compress >bomb
	[ "$(wc -c <bomb)" -lt 40000 ]
	touch -r $P/root/usr/f/zeros bomb
	cp -p bomb $P/root/usr/f/zeros
	expect 1 "$PKGSTREAM" verify spool
	contains out 'decoded it has more than the size'
	expect 3 "$PKGSTREAM" extract -q -C in spool
	[ ! -e in/usr/f/zeros ]
	need_plain 'sanitizers need memory'
	ulimit -v 200000
	expect 1 "$PKGSTREAM" verify spool
}

# archived COMMAND NAME: the files below reloc in one archive
archived() {
	rm -rf spool
	expect 0 "$PKGSTREAM" extract -q --spool -C spool plain.pkg
	P=spool/ACMEf
	mkdir -p "$(dirname "$P/$2")"
	( cd $P/reloc && find . -type f | sort | cpio -o -H newc --quiet ) |
	    $1 >archive.tmp
	rm -rf $P/reloc
	mv archive.tmp "$P/$2"
}

case_class_archives() {
	need cpio
	make_package
	archived 'bzip2 -c' archive/none.bz2
	reads spool
	expect 0 "$PKGSTREAM" trans --force -o x.pkg spool
	reads x.pkg
	archived 'gzip -c' archive/none.gz
	reads spool
	archived "$SQUEEZE compress" archive/none.Z
	reads spool
	archived "$SQUEEZE compress" reloc.cpio.Z
	reads spool
	archived cat reloc.cpio
	reads spool
	archived cat reloc
	reads spool
	# absolute objects
	( cd spool/ACMEf/root && find usr -type f | cpio -o -H newc --quiet ) \
	    >root.cpio
	rm -r spool/ACMEf/root
	mv root.cpio spool/ACMEf/root.cpio
	reads spool
}

# one name of a file with several has the contents, the last one in cpio
case_class_archive_with_links() {
	need cpio
	mkdir -p root/bin
	echo hello >root/bin/b
	ln root/bin/b root/bin/a
	ln root/bin/b root/bin/c
	printf 'PKG=A\nNAME=a\nARCH=all\nVERSION=1\nCATEGORY=x\nCLASSES=none\nBASEDIR=/\n' >pkginfo
	printf 'i pkginfo\nd none bin 0755 root bin\nf none bin/b 0644 root bin\nl none bin/a=b\nl none bin/c=b\n' >prototype
	expect 0 "$PKGSTREAM" build -q -t 0 -f prototype -r root -o plain.pkg
	expect 0 "$PKGSTREAM" extract --spool -C spool plain.pkg
	mkdir spool/A/archive
	ln spool/A/reloc/bin/b spool/A/reloc/bin/a
	ln spool/A/reloc/bin/b spool/A/reloc/bin/c
	( cd spool/A/reloc && printf 'bin/b\nbin/a\nbin/c\n' |
	    cpio -o -H newc --quiet ) >spool/A/archive/none
	rm -r spool/A/reloc
	expect 0 "$PKGSTREAM" verify spool
	expect 0 "$PKGSTREAM" diff plain.pkg spool
	expect 0 "$PKGSTREAM" cat spool bin/b
	same out root/bin/b
}

case_class_archive_faults() {
	need cpio
	make_package
	# damaged
	archived 'bzip2 -c' archive/none.bz2
	head -c 9000 spool/ACMEf/archive/none.bz2 >x
	cp x spool/ACMEf/archive/none.bz2
	expect 1 "$PKGSTREAM" verify spool
	contains out 'none.bz2'
	lacks out missing
	expect 3 "$PKGSTREAM" extract -q -C in spool
	contains err 'may be in a class archive that could not be read'
	# cut within the archive itself
	archived cat archive/none
	head -c 9000 spool/ACMEf/archive/none >x
	cp x spool/ACMEf/archive/none
	expect 1 "$PKGSTREAM" verify spool
	contains out '(truncated)'
	# of another kind
	archived cat archive/none
	{ printf '7z\274\257\047\034'; head -c 500 /dev/zero; } \
	    >spool/ACMEf/archive/none
	expect 1 "$PKGSTREAM" verify spool
	contains out 'nothing in the 7-Zip file'
	lacks out missing
	echo something else >spool/ACMEf/archive/none
	expect 0 "$PKGSTREAM" verify --verbose spool
	contains out 'is not looked into'
	# with a file that the pkgmap does not have, and without one that it has
	archived cat archive/none
	( cd root/opt && mv f/tiny f/other && find f -type f |
	    cpio -o -H newc --quiet ) >spool/ACMEf/archive/none
	expect 1 "$PKGSTREAM" verify spool
	contains out 'reloc/f/other: is not in the pkgmap'
	contains out 'f/tiny: the package has no'
	# with a name that leads out
	( cd root && mkdir -p x && cd x && find ../opt -type f |
	    cpio -o -H newc --quiet ) >spool/ACMEf/archive/none
	expect 1 "$PKGSTREAM" verify spool
	contains out 'does not lie in the package'
	# that is a bomb
	head -c 20000000 /dev/zero >big
	printf 'big\n' | cpio -o -H newc --quiet | bzip2 -1 \
	    >spool/ACMEf/archive/none
	expect 1 "$PKGSTREAM" verify spool
	contains out 'holds more than the files of the pkgmap'
}

# make_volumes: whole.pkg, a package of three parts, and vol1 vol2 vol3 with a
# part each, as pkgtrans writes them to media; the second one ends in zeros
make_volumes() {
	expect 0 "$PKGSTREAM" trans -o whole.pkg \
	    "$TOP/tests/golden/streams/02-two-parts/stream.pkg"
	"${PKGSTREAM%/*}/tests/tools/lsstream" whole.pkg >ls
	set -- $(sed -n 's/^archive [0-9]* //p' ls) $(wc -c <whole.pkg)
	[ $# -eq 5 ]
	head -c "$2" whole.pkg | sed '2s/$/ 1 1 1/' >head
	# the header is padded: what was added makes it longer
	{ head -c 59 head; head -c $((512 - 59)) /dev/zero
	  tail -c +513 whole.pkg | head -c $(($3 - 512)); } >vol1
	{ tail -c +$(($3 + 1)) whole.pkg | head -c $(($4 - $3))
	  head -c 10240 /dev/zero; } >vol2
	tail -c +$(($4 + 1)) whole.pkg >vol3
}

case_volumes() {
	make_volumes
	set -- --volume vol2 --volume vol3 vol1
	expect 0 "$PKGSTREAM" verify "$@"
	expect 0 "$PKGSTREAM" info "$@"
	mv out info
	expect 0 "$PKGSTREAM" list --map "$@"
	expect 0 "$PKGSTREAM" cat "$@" /etc/two/1
	mv out cat
	expect 0 "$PKGSTREAM" cat whole.pkg /etc/two/1
	same out cat
	[ "$(wc -c <cat)" -eq 5001 ]
	expect 0 "$PKGSTREAM" extract -q -C in "$@"
	[ "$(find in -type f | wc -l)" -eq 8 ]
	expect 0 "$PKGSTREAM" trans -o joined.pkg "$@"
	cmp joined.pkg whole.pkg
	# together, where several packages can be given
	expect 0 "$PKGSTREAM" verify vol1 vol2 vol3 whole.pkg
	[ "$(grep -c 'no findings' out)" -eq 2 ]
	expect 0 "$PKGSTREAM" info vol1 vol2 vol3
	cmp out info
	expect 0 "$PKGSTREAM" info -s whole.pkg vol1 vol2 vol3
	[ "$(wc -l <out)" -eq 2 ]
	expect 0 "$PKGSTREAM" trans --force -o joined.pkg vol1 vol2 vol3
	cmp joined.pkg whole.pkg
	# one after the other in one file or pipe, zeros between or not
	cat vol1 vol2 vol3 | "$PKGSTREAM" trans -o - - >out
	cmp out whole.pkg
	gzip -c vol2 >vol2.gz
	expect 0 "$PKGSTREAM" trans --force -o joined.pkg --volume vol2.gz \
	    --volume vol3 vol1
	cmp joined.pkg whole.pkg
}

# as the SVR4 pkgtrans wrote them; the second package begins on the next volume
case_volumes_of_pkgtrans() {
	V=$TOP/tests/golden/volumes
	set -- "$V/volume.1.gz" "$V/volume.2.gz" "$V/volume.3.gz"
	expect 0 "$PKGSTREAM" verify "$@"
	expect 0 "$PKGSTREAM" trans -o joined.pkg "$@"
	expect 0 "$PKGSTREAM" diff joined.pkg "$V/whole.pkg.gz"
	expect 0 "$PKGSTREAM" cat --volume "$2" --volume "$3" "$1" two
	[ "$(wc -c <out)" -eq 25001 ]
	expect 1 "$PKGSTREAM" verify "$1"
	contains out 'ends before part 1 of 2 of ACMEvolb'
	expect 1 "$PKGSTREAM" verify "$1" "$3" "$2"
	contains out 'the volumes are in another order'
	need gzip
	for v do gzip -dc "$v"; done | "$PKGSTREAM" trans -o - - >out
	cmp out joined.pkg
}

case_volumes_missing() {
	make_volumes
	expect 1 "$PKGSTREAM" verify vol1
	contains out 'ends before part 2 of 3 of ACMEtwo, which is on another'
	expect 3 "$PKGSTREAM" extract -q -C in --volume vol2 vol1
	contains err 'ends before part 3 of 3'
	expect 3 "$PKGSTREAM" trans -o x --volume vol3 --volume vol2 vol1
	contains err 'the volumes are in another order'
	[ ! -e x ]
	expect 1 "$PKGSTREAM" verify --volume vol2 --volume vol3 --volume vol3 vol1
	contains out 'vol3: is not needed'
	expect 3 "$PKGSTREAM" trans -o x --volume vol2 --volume none vol1
	contains err 'none: cannot open'
	expect 3 "$PKGSTREAM" list vol2
	contains err 'second volume'
	expect 1 "$PKGSTREAM" verify vol1 vol2
	contains out 'ends before part 3 of 3'
	expect 1 "$PKGSTREAM" verify whole.pkg vol2
	contains out 'vol2: is not needed'
	expect 2 "$PKGSTREAM" verify --volume vol2 vol1 vol1
	expect 2 "$PKGSTREAM" trans -o x --volume vol2 vol1 vol1
	head -c 3000 vol3 >cut
	expect 3 "$PKGSTREAM" trans -o x --volume vol2 --volume cut vol1
	contains err 'cut: ends at byte'
}

# a package that begins on the next volume, and one behind it
case_volumes_begin_later() {
	for p in A B; do
		mkdir -p $p
		echo $p >$p/file
		printf 'PKG=%s\nNAME=a\nARCH=all\nVERSION=1\nCATEGORY=x\nCLASSES=none\nBASEDIR=/\n' $p >$p/pkginfo
		printf 'i pkginfo\nf none file 0644 root bin\n' >$p/prototype
		expect 0 "$PKGSTREAM" build -q -t 0 -f $p/prototype -r $p -o $p.pkg
	done
	expect 0 "$PKGSTREAM" trans -o whole.pkg A.pkg B.pkg
	"${PKGSTREAM%/*}/tests/tools/lsstream" whole.pkg >ls
	set -- $(sed -n 's/^archive [0-9]* //p' ls)
	lines=$(head -n 3 whole.pkg)
	{ echo "$lines" | sed '3s/$/ 0 1/'; echo '# end of header'; } >head
	{ cat head; head -c $((512 - $(wc -c <head))) /dev/zero
	  head -c "$3" whole.pkg | tail -c +513; } >vol1
	tail -c +$(($3 + 1)) whole.pkg >vol2
	expect 0 "$PKGSTREAM" trans -o joined.pkg --volume vol2 vol1
	cmp joined.pkg whole.pkg
	expect 0 "$PKGSTREAM" verify --volume vol2 vol1
	expect 0 "$PKGSTREAM" cat --pkg B --volume vol2 vol1 file
	[ "$(cat out)" = B ]
}

# as pkgmk -l leaves them on media that are mounted one after the other
case_volume_directories() {
	make_volumes
	expect 0 "$PKGSTREAM" extract -q --spool -C all whole.pkg
	expect 0 "$PKGSTREAM" trans -o want.pkg all
	for k in 2 3; do
		mkdir -p m$k/ACMEtwo
		cp -p all/ACMEtwo/pkginfo m$k/ACMEtwo
		mv all/ACMEtwo/*.$k m$k/ACMEtwo
	done
	mv all m1
	set -- --volume m2 --volume m3/ACMEtwo m1
	expect 0 "$PKGSTREAM" verify "$@"
	expect 0 "$PKGSTREAM" trans -o joined.pkg "$@"
	cmp joined.pkg want.pkg
	expect 0 "$PKGSTREAM" cat "$@" /etc/two/1
	[ "$(wc -c <out)" -eq 5001 ]
	expect 1 "$PKGSTREAM" verify --volume m2 m1
	contains out 'the package has no'
	expect 3 "$PKGSTREAM" list --volume none m1
	contains err 'none: cannot open'
}

# what there is of a file that is cut short is told, and then that it is
case_truncated() {
	S=$TOP/tests/golden/streams
	expect 0 "$PKGSTREAM" list --map "$S/01-several/stream.pkg"
	mv out whole
	for n in 600 700 900 1300 1560 1500 1800 3000 4600; do
		head -c $n "$S/01-several/stream.pkg" >x
		expect 3 "$PKGSTREAM" info x
		contains err '(truncated)'
		[ $n -lt 800 ] || contains out ACMErel
		[ $n -lt 1800 ] || contains out ACMEabs
		expect 3 "$PKGSTREAM" info -s x
		expect 3 "$PKGSTREAM" list --map x
		[ $n -lt 1500 ] || [ -s out ]
		sed '$d' out | while read -r line; do
			grep -Fx -e "$line" whole >/dev/null ||
			    fail "not of the list: $line"
		done
		# what needs all of it has nothing
		expect 3 "$PKGSTREAM" cat x pkginfo
		expect 3 "$PKGSTREAM" trans -o y x
		[ ! -e y ]
	done
	gzip -c <"$S/02-two-parts/stream.pkg" | head -c 900 >x
	expect 3 "$PKGSTREAM" list --map x
	expect 3 "$PKGSTREAM" info x
	contains err 'the gzip data is damaged'
}

case_info_of_several_files() {
	S=$TOP/tests/golden/streams
	set -- "$S/01-several/stream.pkg" "$S/03-types/stream.pkg"
	expect 0 "$PKGSTREAM" info "$@"
	contains out 'ACMErel: '
	contains out 'ACMEtyp: '
	expect 0 "$PKGSTREAM" info -s "$@"
	[ "$(wc -l <out)" -eq 4 ]
	echo no >no
	expect 3 "$PKGSTREAM" info -s "$1" no "$2"
	[ "$(wc -l <out)" -eq 4 ]
	contains err 'no: is not a datastream'
	expect 2 "$PKGSTREAM" info --volume no "$@"
	need python3
	expect 0 "$PKGSTREAM" info --json "$@"
	python3 -c 'import json; [a, b] = json.load(open("out"))
assert len(a["packages"]) == 3 and len(b["packages"]) == 1'
	expect 0 "$PKGSTREAM" info --json "$1"
	python3 -c 'import json
assert len(json.load(open("out"))["packages"]) == 3'
	expect 3 "$PKGSTREAM" info --json no
	python3 -c 'import json
assert json.load(open("out"))["file"] == "no"'
}

# packages of a system have the root directory
case_root_as_object() {
	printf 'PKG=A\nNAME=a\nARCH=all\nVERSION=1\nCATEGORY=x\nCLASSES=none\nBASEDIR=/\nPSTAMP=x\n' >pkginfo
	printf 'i pkginfo\nd none / 0751 root sys\nd none /opt 0755 root sys\n' >prototype
	expect 0 "$PKGSTREAM" build -t 0 -f prototype -r . -o x.pkg
	expect 0 "$PKGSTREAM" list --map x.pkg /
	contains out '1 d none / 0751 root sys'
	expect 0 "$PKGSTREAM" verify x.pkg
	expect 0 "$PKGSTREAM" trans -d spool x.pkg
	expect 0 "$PKGSTREAM" diff x.pkg spool
	mkdir -m 700 in
	expect 0 "$PKGSTREAM" extract -C in x.pkg
	[ -d in/opt ]
	[ -n "$(find in -maxdepth 0 -perm 700)" ]
	need_root
	expect 0 "$PKGSTREAM" rehearse root R
	cp "$TOP/tests/golden/01-plain-objects/admin" .
	expect 0 "$PKGSTREAM" rehearse add -n -a "$PWD/admin" -R "$PWD/R" \
	    -d x.pkg A
	[ -n "$(find R -maxdepth 0 -perm 751)" ]
	contains R/var/sadm/install/contents '/ d none 0751 root sys A'
	expect 0 "$PKGSTREAM" rehearse chk -R "$PWD/R" A
	chmod 700 R
	expect 1 "$PKGSTREAM" rehearse chk -R "$PWD/R" A
	expect 0 "$PKGSTREAM" rehearse rm -n -a "$PWD/admin" -R "$PWD/R" A
	[ -d R/etc ]
}

run_cases "$0"
