#!/bin/sh
. "$(dirname "$0")/../lib.sh"

# all verbs that are not hidden
verbs() {
	"$PKGSTREAM" help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p'
}

# a page with its lists
page() {
	sh "$TOP/tools/page.sh" "$PKGSTREAM" "$TOP/man/$1" >"$1" ||
	    fail "$1 cannot be made"
}

case_every_verb_has_a_page() {
	verbs | grep '^build$' >/dev/null || fail "no verbs"
	missing=
	for verb in $(verbs); do
		page=$TOP/man/pkgstream-$verb.1
		for marker in SYNOPSIS OPTIONS; do
			grep "^\.\\\\\" @$marker@\$" "$page" >/dev/null 2>&1 ||
			    missing="$missing $verb:$marker"
		done
	done
	[ -z "$missing" ] || fail "pages or markers are missing:$missing"
}

# sections in the order of mdoc(7), none of the usual ones left out
case_sections() {
	wanted='NAME SYNOPSIS DESCRIPTION EXIT STATUS'
	for page in "$TOP"/man/*.1; do
		got=$(sed -n 's/^\.Sh //p' "$page" | grep -v -x \
		    -e ENVIRONMENT -e FILES -e JSON | head -n 4 | tr '\n' ' ')
		[ "$got" = "$wanted " ] || fail "$page: $got"
		grep '^\.Sh EXAMPLES' "$page" >/dev/null ||
		    fail "$page: no examples"
		grep '^\.Sh SEE ALSO' "$page" >/dev/null ||
		    fail "$page: sees nothing also"
	done
}

case_lint() {
	need mandoc
	for file in "$TOP"/man/*.[157]; do
		page "${file##*/}"
	done
	mandoc -Tlint -Wwarning *.[157] >lint 2>/dev/null || :
	[ ! -s lint ] || fail "$(cat lint)"
}

case_lists_are_those_of_the_tables() {
	page pkgstream-build.1
	contains pkgstream-build.1 \
	    '.It Fl o Ar FILE , Fl Fl output Ns = Ns Ar FILE'
	contains pkgstream-build.1 '.Oo Fl r Ar ROOT Oc Ns ...'
	contains pkgstream-build.1 '.Oo Ar VAR Ns = Ns Ar value Oc Ns ...'
	contains pkgstream-build.1 '.It Fl n , Fl Fl dry\-run'
	contains pkgstream-build.1 '.It Fl a Ar ARCH'
	contains pkgstream-build.1 'The prototype, `\-'"' for standard input."
	lacks pkgstream-build.1 '@'
	page pkgstream.1
	contains pkgstream.1 '.It Xr pkgstream-build 1'
	contains pkgstream.1 '.It Fl Fl version'
	lacks pkgstream.1 'pkgstream-manual'
}

# a name that is in the schema and not in the page, or the reverse
case_manifest_page_names_the_schema() {
	sed -n 's/.*<\(element\|attribute\) name="\([^"]*\)".*/\2/p' \
	    "$TOP/tools/schema/manifest.rng" | sort -u >schema
	[ -s schema ] || fail "no names in the schema"
	sed -n 's/^\.It Ic \([a-z:0-9]*\).*/\1/p' \
	    "$TOP/man/pkgstream-manifest.5" | sort -u >page
	same schema page
}

# literal FILE N: the lines of the nth literal block
literal() {
	awk -v n="$2" '/^\.Bd -literal/ { in_block = 1; count++; next }
	    /^\.Ed/ { in_block = 0 }
	    in_block && count == n' "$TOP/man/$1"
}

# its sources are in the page, behind `$ cat NAME'
case_examples_of_build() {
	literal pkgstream-build.1 2 >example
	awk '/^\$ cat / { file = $3; next } /^\$/ { file = "commands" }
	    { sub(/^\$ /, ""); print >file }' example
	mkdir -p stage/opt/hello/bin
	echo 'echo hello' >stage/opt/hello/bin/hello
	PATH=${PKGSTREAM%/*}:$PATH
	expect 0 sh ./commands
	expect 0 pkgstream verify ACMEhello.pkg
	expect 0 pkgstream cat ACMEhello.pkg pkgmap
	contains out '1 f none bin/hello 0755 root bin 11 989 1136214245'
	literal pkgstream-build.1 3 | sed 's/^\$ //' >commands
	expect 0 sh ./commands
	contains out '1 f none bin/hello 0755 root bin 11 989'
	literal pkgstream-build.1 4 | sed 's/^\$ //' >commands
	expect 0 sh ./commands
}

case_examples_of_manifest() {
	literal pkgstream-build.1 2 |
	    awk '/^\$ cat / { file = $3; next } /^\$/ { exit }
	    { print >file }'
	literal pkgstream-manifest.5 1 >manifest.xml
	mkdir -p stage/opt/hello/bin
	echo 'echo hello' >stage/opt/hello/bin/hello
	expect 0 "$PKGSTREAM" build -t 1709164800 manifest.xml
	expect 0 "$PKGSTREAM" cat ACMEhello.pkg pkginfo
	contains out 'ACME_BUILD=7'
	contains out 'CLASSES=none'
	# with the other one in it: the manifest is good, its prototype not
	literal pkgstream-manifest.5 2 >patch
	awk '/<\/manifest>/ { while ((getline line <"patch") > 0) print line }
	    { print }' manifest.xml >patch.xml
	expect 3 "$PKGSTREAM" build -n patch.xml
	contains err 'a file of a patch has type e and class acmepatch'
	lacks err 'patch.xml:'
}

# built_already [BUILD]: the program is in use by other cases, and not made
# again; a make that runs the tests has no part in this
built_already() {
	MAKE="$(command -v gmake || echo make) -o ${1-$BUILD}/pkgstream"
	MAKEFLAGS=
	export MAKE MAKEFLAGS
}

case_installed() {
	built_already
	expect 0 $MAKE -C "$TOP" -s BUILD="$BUILD" PREFIX=/p \
	    DESTDIR="$PWD" install
	[ -x p/bin/pkgstream ] || fail "no program"
	contains p/share/man/man1/pkgstream-build.1 '.It Fl o Ar FILE'
	[ -f p/share/man/man5/pkgstream-manifest.5 ] || fail "no manifest(5)"
	contains p/share/man/man7/pkgstream-lint-tags.7 '.It '
	contains p/share/bash-completion/completions/pkgstream 'complete -F'
	contains p/share/zsh/site-functions/_pkgstream '#compdef pkgstream'
	contains p/share/fish/vendor_completions.d/pkgstream.fish 'complete -c'
}

# each page renders, and each link that is no address leads somewhere
case_browser() {
	need mandoc
	need cmark-gfm
	expect 0 sh "$TOP/tools/html.sh" "$BUILD/man" html
	cd html
	for file in *.html; do
		contains "$file" '</html>'
		sed 's/href="/\n&/g; s/ src="/\nhref="/g' "$file" |
		    sed -n 's/^href="\([^"#][^"#]*\).*/\1/p' | grep -v '^https*:'
	done | sort -u >links
	[ "$(wc -l <links)" -gt 20 ] || fail "$(wc -l <links) links"
	while read -r link; do
		[ -f "$link" ] || fail "there is no $link"
	done <links
	contains index.html 'pkgstream-build(1)'
	grep '<li>' index.html | sed 's/.*href="//; s/".*//' >documents
	[ "$(sed -n '1,2p' documents | tr '\n' ' ')" = \
	    'README.html docs-quickstart.html ' ] || fail "$(cat documents)"
	[ "$(sort -u documents | wc -l)" -eq \
	    "$(ls "$TOP"/*.md "$TOP"/docs/*.md | wc -l)" ] ||
	    fail "not all documents: $(cat documents)"
	contains README.html '<a href="docs-architecture.html">'
	contains README.html 'src="images/cycle.png"'
	contains pkgstream-build.1.html 'href="pkgstream-manifest.5.html"'
	lacks pkgstream-build.1.html 'href="none"'
}

case_debian_package() {
	need dpkg-shlibdeps
	built_already "$PWD/build"
	mkdir build
	cp -R "$BUILD/pkgstream" "$BUILD/man" "$BUILD/completion" build
	SOURCE_DATE_EPOCH=1000000000
	VERSION=1.2
	export SOURCE_DATE_EPOCH VERSION
	expect 0 sh "$TOP/tools/deb.sh" build
	mv build/pkgstream_1.2_*.deb first.deb
	expect 0 sh "$TOP/tools/deb.sh" build
	same build/pkgstream_1.2_*.deb first.deb
	dpkg-deb -f first.deb Depends >depends
	contains depends libarchive
	dpkg-deb -x first.deb root
	expect 0 root/usr/bin/pkgstream --version
	[ -s root/usr/share/man/man1/pkgstream-build.1.gz ]
	# ours reads it as well
	expect 0 "$PKGSTREAM" init -o sources first.deb
	contains sources/pkginfo VERSION=1.2
}

# the example that packages the program with itself
case_packages_itself() {
	built_already
	SOURCE_DATE_EPOCH=1000000000
	export SOURCE_DATE_EPOCH
	expect 0 "$TOP/examples/itself/build.sh" "$BUILD" a.pkg
	expect 0 "$TOP/examples/itself/build.sh" "$BUILD" b.pkg
	same a.pkg b.pkg
	expect 0 "$PKGSTREAM" verify a.pkg
	contains out 'no findings'
	expect 0 "$PKGSTREAM" list a.pkg
	contains out share/man/man1/pkgstream-build.1
}

run_cases "$0"
