#!/bin/sh
# info, list, cat: looking into packages
. "$(dirname "$0")/../lib.sh"

S=$TOP/tests/golden/streams

case_list_is_the_map() {
	for dir in "$S"/0[1-57]-*; do
		for map in "$dir"/pkgmap.*; do
			expect 0 "$PKGSTREAM" list --map \
			    --pkg "${map##*/pkgmap.}" "$dir/stream.pkg"
			sed 1d "$map" >want
			same out want
		done
	done
}

case_list_table() {
	expect 0 "$PKGSTREAM" list "$S/03-types/stream.pkg"
	contains out '-rwsr-xr-x f none root sys    2 2003-05-08 15:00 typ/u'
	contains out 'crw-rw-rw- c none root sys 13,2 -                typ/c'
	contains out 'd????????? d none ?    ?      - -                /etc'
	contains out 'typ/s2 -> ../typ/./f'
	contains out 'typ/l1 = f'
	expect 0 "$PKGSTREAM" list "$S/01-several/stream.pkg"
	contains out 'ACMEabs:'
	contains out '/opt/abs/b'
}

case_list_filters() {
	expect 0 "$PKGSTREAM" list --map -t d -c none "$S/03-types/stream.pkg"
	[ "$(wc -l <out)" -eq 2 ]
	expect 0 "$PKGSTREAM" list --map -c cls "$S/03-types/stream.pkg"
	contains out 'typ/e'
	lacks out 'typ/f '
	expect 0 "$PKGSTREAM" list --map "$S/03-types/stream.pkg" 'typ/l?'
	[ "$(wc -l <out)" -eq 1 ]
	expect 0 "$PKGSTREAM" list --map "$S/03-types/stream.pkg" typ/x etc
	[ "$(wc -l <out)" -eq 3 ]
	expect 3 "$PKGSTREAM" list "$S/03-types/stream.pkg" nothing
	contains err "no object is called \`nothing'"
	expect 2 "$PKGSTREAM" list -t q "$S/03-types/stream.pkg"
	expect 3 "$PKGSTREAM" list --pkg NONE "$S/03-types/stream.pkg"
}

case_list_sorts() {
	expect 0 "$PKGSTREAM" list --map -t f -s size "$S/07-contents/stream.pkg"
	head -n 1 out >first
	contains first data/n1024
	expect 0 "$PKGSTREAM" list --map -t f -s size -r "$S/07-contents/stream.pkg"
	tail -n 1 out >last
	same first last
	expect 0 "$PKGSTREAM" list --map -s type "$S/03-types/stream.pkg"
	sed -n '1s/^1 \(.\).*/\1/p' out >type
	echo b >want
	same type want
	expect 2 "$PKGSTREAM" list -s nothing "$S/03-types/stream.pkg"
}

case_list_json() {
	need python3
	expect 0 "$PKGSTREAM" list --json "$S/03-types/stream.pkg"
	python3 - <<-'END'
	import json
	rows = {o["path"]: o for o in json.load(open("out"))}
	assert set(rows["typ/f"]) >= {"pkg", "part", "ftype", "class", "path",
	    "target", "mode", "owner", "group", "size", "sum", "mtime"}
	assert rows["typ/u"]["mode"] == "4755"
	assert rows["typ/u"]["size"] == 2
	assert rows["/etc"]["mode"] is None and rows["/etc"]["owner"] == "?"
	assert rows["pkginfo"]["class"] is None
	assert rows["typ/s1"]["target"] == "f"
	assert rows["typ/s1"]["size"] is None
	assert rows["typ/c"]["major"] == 13
	END
}

case_compressed_and_piped() {
	expect 0 "$PKGSTREAM" list "$S/02-two-parts/stream.pkg"
	mv out want
	for tool in gzip bzip2 xz zstd; do
		command -v $tool >/dev/null || continue
		$tool -c <"$S/02-two-parts/stream.pkg" >x
		expect 0 "$PKGSTREAM" list x
		same out want
		expect 0 "$PKGSTREAM" verify x
		head -c 900 x >y
		expect 1 "$PKGSTREAM" verify y
	done
	gzip -c <"$S/02-two-parts/stream.pkg" | gzip -c >x
	expect 1 "$PKGSTREAM" verify x
	contains out 'more than once'
	cat "$S/02-two-parts/stream.pkg" | "$PKGSTREAM" list - >out
	same out want
	cat "$S/02-two-parts/stream.pkg" | "$PKGSTREAM" verify - >out
}

# a compressed file of some kilobytes that is to become 200 MiB of pkgmap
case_compression_bomb() {
	need gzip
	{
		printf '# PaCkAgE DaTaStReAm\nA 1 2\n# end of header\n'
		head -c 469 /dev/zero
		printf '070701%08x%08x%08x%08x%08x%08x%08x' \
		    1 33188 0 0 1 0 209715200
		printf '%08x%08x%08x%08x%08x%08xA/pkgmap\000\000' 0 0 0 0 9 0
		head -c 209715200 /dev/zero
	} | gzip -1 >x
	expect 1 "$PKGSTREAM" verify x
	contains out '(limit)'
}

case_cat() {
	expect 0 "$PKGSTREAM" cat "$S/02-two-parts/stream.pkg" pkgmap
	same out "$S/02-two-parts/pkgmap.ACMEtwo"
	expect 0 "$PKGSTREAM" cat "$S/02-two-parts/stream.pkg" pkginfo
	[ "$(grep -c '^PKG=' out)" -eq 1 ]
	expect 0 "$PKGSTREAM" cat "$S/08-information/stream.pkg" install/depend
	contains out 'ACMErel'
	expect 0 "$PKGSTREAM" cat "$S/01-several/stream.pkg" opt/abs/b rel/a
	[ "$(wc -c <out)" -eq 5 ]
	expect 0 "$PKGSTREAM" cat --pkg ACMErel "$S/01-several/stream.pkg" '*'
	lacks out 'ACMEabs'
	expect 3 "$PKGSTREAM" cat "$S/01-several/stream.pkg" nothing
	expect 2 "$PKGSTREAM" cat "$S/01-several/stream.pkg"
}

case_info() {
	expect 0 "$PKGSTREAM" info "$S/08-information/stream.pkg"
	contains out 'ACMEall: ACMEall of scenario 08'
	contains out 'Version         1.0'
	contains out 'below /opt/all'
	contains out '1 file, 1 directory, 13 information files'
	contains out 'ACMErel 1.0: Relocatable'
	contains out 'checkinstall  looks whether'
	contains out 'WHERE=/opt/where'
	contains out 'not signed'
	[ "$(awk 'length($0) > 80' out | wc -l)" -eq 0 ]
	expect 0 "$PKGSTREAM" info -s "$S/01-several/stream.pkg"
	contains out 'application ACMEinfo       ACMEinfo of scenario 01'
	[ "$(wc -l <out)" -eq 3 ]
	expect 0 "$PKGSTREAM" info --pkg ACMEabs "$S/01-several/stream.pkg"
	lacks out 'ACMErel:'
	contains out 'at /opt/abs'
}

case_info_patch() {
	mkdir -p sp/ACMEp3
	cat >sp/ACMEp3/pkginfo <<-'END'
	PKG=ACMEp3
	NAME=patch
	ARCH=sparc
	VERSION=1.3
	CATEGORY=application
	BASEDIR=/opt
	PATCH_LEVEL=3
	PATCH_BUILD=2048
	PATCH_DATE=2005-05-11
	PATCH_BASE=ACME
	PATCH_BASE_VERSION=1.0
	PATCH_SERVICE=etc/S99acme
	PATCH_QUIET=0 30
	PATCH_MARGIN=3
	PATCH_NEWER=refuse
	END
	printf ': 1 2\n1 i pkginfo ? ? ?\n' >sp/ACMEp3/pkgmap
	expect 0 "$PKGSTREAM" info sp
	contains out 'Patch           level 3, build 2048, dated 2005-05-11'
	contains out 'Patches         ACME 1.0'
	contains out 'Service         is stopped and started with etc/S99acme'
	contains out 'keeps 3 minutes away from the minutes 0 30'
	contains out 'PATCH_NEWER=refuse'
	lacks out 'PATCH_LEVEL'
}

case_info_json() {
	need python3
	expect 0 "$PKGSTREAM" info --json "$S/01-several/stream.pkg"
	python3 - <<-'END'
	import json
	info = json.load(open("out"))
	assert info["format"] == "datastream" and info["size"] == 7680
	assert info["signed"] is False and info["compression"] is None
	p = {p["pkg"]: p for p in info["packages"]}
	assert p["ACMEabs"]["objects"]["by_type"] == {"f": 1, "d": 1, "i": 3}
	assert p["ACMEabs"]["objects"]["by_class"] == {"act": 1, "none": 1}
	assert p["ACMEinfo"]["depend"][0]["pkg"] == "ACMErel"
	assert p["ACMErel"]["parameters"]["VERSION"] == "1.0"
	assert p["ACMErel"]["patch"] is None
	END
}

# untrusted names and values hold nothing that a terminal obeys; U+009B is ESC [
case_control_characters() {
	printf 'PKG=ACMEx\nNAME=evil \033[2Jname\nARCH=a\nVERSION=1\nCATEGORY=application\n' >pkginfo
	printf 'DESC=evil \302\2332Jtext\n' >>pkginfo
	mkdir -p sp/ACMEx
	cp pkginfo sp/ACMEx/pkginfo
	printf ': 1 2\n1 i pkginfo ? ? ?\n' >sp/ACMEx/pkgmap
	for verb in info 'info -s' 'list' 'verify'; do
		"$PKGSTREAM" $verb sp >out 2>&1 || :
		lacks out "$(printf '\033')"
		lacks out "$(printf '\302\233')"
	done
	contains out 'finding'
}

case_not_a_package() {
	echo hello >x
	expect 3 "$PKGSTREAM" info x
	contains err 'is not a datastream'
	: >empty
	expect 3 "$PKGSTREAM" list empty
	expect 3 "$PKGSTREAM" list /dev/null
	expect 3 "$PKGSTREAM" list none
	contains err 'cannot open'
	mkdir dir
	expect 3 "$PKGSTREAM" list dir
	contains err 'without packages'
	tail -c +513 "$S/01-several/stream.pkg" >second
	expect 3 "$PKGSTREAM" list second
	contains err 'second volume'
}

run_cases "$0" "$@"
