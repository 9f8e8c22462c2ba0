#!/bin/sh
# The announcement page: from the manifest alone, in two languages and forms.
. "$(dirname "$0")/../lib.sh"

: "${BUILD:=$TOP/build}"
IMSS=$TOP/manifest.xml

readme() {
	expect 0 "$PKGSTREAM" readme "$@"
	[ ! -s err ] || fail "$(cat err)"
}

# sources [SED]: those of a small patch whose texts are hostile
sources() {
	printf '%s\n' PKG=ACMEp1 'NAME=A patch' ARCH=all VERSION=1 \
	    CATEGORY=application BASEDIR=/opt/acme >pkginfo
	cat >m.in <<-'TEXT'
	<manifest xmlns="urn:pkgstream:manifest:1" languages="en ja">
	<sources prototype="prototype" pkginfo="pkginfo"/>
	<product name="A&lt;b&gt; &amp; &quot;c&quot; `x` {1}" version="1"/>
	<build date="2005-05-11"/>
	<patch class="patch"><base package="ACME"
	    title="&lt;img src=x onerror=alert(1)&gt;"/></patch>
	<notes><summary xml:lang="en">&lt;script&gt;document.title="no"
	    &lt;/script&gt;</summary><summary xml:lang="ja">漢字</summary>
	</notes>
	<files><file path="a&lt;/td&gt;&lt;script&gt;"/></files>
	</manifest>
	TEXT
	sed "${1-}" m.in >m.xml
}

case_english() {
	readme -l en "$IMSS"
	contains out '5.1 Service Pack 1: Patch 3'
	contains out 'pkgadd -n -a ./admin -d ./imss51sp1p3.pkg TMIMSSp3'
	contains out 'pkgrm -n -a ./admin TMIMSSp3'
	contains out './patchinstall install'
	contains out './patchinstall rollback'
	contains out '(package TMIMSSsp1, version'
	contains out 'minute 0, 30 of each hour'
	contains out 'https://HOST:8445/IMSS.html'
	contains out 'Update the pattern file'
	contains out '(reference 10771)'
	[ "$(grep -c '^  imss/' out)" -eq 37 ] || fail "37 files are wanted"
	if awk 'length($0) > 76' out | grep .; then
		fail "longer than 76 columns"
	fi
}

case_japanese() {
	readme -l ja "$IMSS"
	contains out '5.1 Service Pack 1 Patch 3'
	contains out '適用の前提条件'
	contains out 'アンインストール (ロールバック)'
	contains out '参照番号 10771'
	contains out '新規'
	lacks out 'What must be'
	# the first language that the manifest declares
	cp out ja
	readme "$IMSS"
	contains out 'Preparation'
}

case_encodings() {
	need iconv
	readme -l ja "$IMSS"
	cp out utf8
	readme -l ja -e euc-jp "$IMSS"
	iconv -f EUC-JP -t UTF-8 out >back
	same utf8 back
	readme -l ja -e EUC-JP -f html "$IMSS"
	iconv -f EUC-JP -t UTF-8 out >back
	contains back '<meta charset="EUC-JP">'
	readme -l ja -e ISO-8859-1 -f html "$IMSS"
	if LC_ALL=C grep -n '[^ -~]' out; then
		fail "not ASCII"
	fi
	contains out '<h2>&#27010;&#35201;</h2>'
	expect 0 "$PKGSTREAM" readme -l ja -e ISO-8859-1 "$IMSS"
	contains err "characters are not in ISO-8859-1: \`?' stands for them"
	lacks out '&#'
}

# whatever the manifest holds, it is text
case_escaped() {
	sources
	for lang in en ja; do
		readme -l $lang -f html m.xml
		lacks out '<script'
		lacks out '<img'
		contains out 'A&lt;b&gt; &amp; &quot;c&quot; `x` {1}'
		contains out 'a&lt;/td&gt;&lt;script&gt;'
		contains out '&lt;img src=x onerror=alert(1)&gt;'
	done
	readme m.xml
	contains out '<script>document.title="no" </script>'
}

# a package that is no patch, with what every manifest has
case_plain_package() {
	sources '/<patch/,/<.patch>/d; /<notes/,/<.notes>/d; s/ languages="[^"]*"//'
	readme m.xml
	contains out 'pkgadd -n -a ./admin -d ./ACMEp1.pkg ACMEp1'
	lacks out patchinstall
	lacks out script:
	lacks out PATCH_
	contains out 'Base directory  /opt/acme'
	lacks out 'Problems fixed'
	expect 3 "$PKGSTREAM" readme -l ja m.xml
	contains err "m.xml:1: the manifest does not declare the language \`ja'"
	[ ! -s out ] || fail "a page was written"
}

case_bad_input() {
	sources 's/"en ja"/"fr"/; s/xml:lang="en"/xml:lang="fr"/
	s/<summary xml:lang="ja">.*<.summary>//'
	expect 3 "$PKGSTREAM" readme m.xml
	contains err "there are no sentences in the language \`fr'"
	sources
	expect 2 "$PKGSTREAM" readme -f pdf m.xml
	contains err "html or text, not \`pdf'"
	expect 2 "$PKGSTREAM" readme -e Shift_JIS m.xml
	expect 2 "$PKGSTREAM" readme
	rm pkginfo
	expect 3 "$PKGSTREAM" readme -o page m.xml
	[ ! -e page ] || fail "a page was written"
	echo NAME=x >pkginfo
	expect 3 "$PKGSTREAM" readme m.xml
	contains err 'pkginfo: PKG is missing'
	sources
	echo here >page
	expect 3 "$PKGSTREAM" readme -o page m.xml
	[ "$(cat page)" = here ] || fail "it was replaced"
	readme --force -o page m.xml
	contains page 'About this package'
}

case_browser() {
	need_browser
	need python3
	sources
	for lang in en ja; do
		readme -l $lang -f html -o "$lang.html" "$IMSS"
		browser $lang.html --dump-dom
		[ "$(grep -o '<h2>' dom | wc -l)" -eq 10 ] ||
		    fail "10 sections are wanted"
		[ "$(grep -o '<tr>' dom | wc -l)" -gt 60 ] || fail "few rows"
		# as wide as a phone, and nothing sticks out
		echo '<script>document.title = document.documentElement
		    .scrollWidth + "px"</script>' >>$lang.html
		browser $lang.html --window-size=500,900 --dump-dom
		contains dom '<title>500px</title>'
		browser $lang.html --window-size=800,1200 --screenshot=$lang.png
		python3 - $lang.png <<-'PY'
		import sys, zlib, struct
		data = open(sys.argv[1], "rb").read()
		size = struct.unpack(">2I", data[16:24])
		sys.exit(data[1:4] != b"PNG" or size != (800, 1200)
		    or len(data) < 20000)
		PY
	done
	readme -f html -o x.html m.xml
	browser x.html --dump-dom
	contains dom '<title>A&lt;b&gt; &amp; "c" `x` {1} 1: patch</title>'
	lacks dom '<img'
}

run_cases "$0" ${1+"$@"}
