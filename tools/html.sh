#!/bin/sh
# The manual and the documents as pages that link to each other and need no
# network: mandoc(1) renders the one, cmark-gfm(1) the other.
#
#	tools/html.sh PAGES OUT
#
# PAGES is the directory with the finished manual pages, OUT a directory that is
# made anew.

pages=$(cd "$1" && pwd) || exit 1
top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
out=$2
title='pkgstream: Solaris packages on any Unix host'

rm -rf "$out" && mkdir -p "$out" && cd "$out" || exit 1

cat >style.css <<'END' || exit 1
body { max-width: 50em; margin: 1em auto; padding: 0 1em; line-height: 1.45;
    font-family: sans-serif; color: #222; background: #fff }
a { color: #0b5394 }
code, pre, .Nm, .Cm, .Fl, .Li { font-family: monospace }
pre { background: #f4f4f4; padding: .6em; overflow-x: auto }
table { border-collapse: collapse; max-width: 100% }
td, th { padding: .2em .6em; text-align: left; vertical-align: top }
main table td, main table th { border-bottom: 1px solid #ddd }
h1 { font-size: 1.5em } h2, h1.Sh { font-size: 1.2em } h3 { font-size: 1em }
a.permalink { color: inherit; text-decoration: none }
table.head, table.foot { width: 100%; color: #666; font-size: .9em }
td.head-vol { text-align: center } td.head-rtitle, td.foot-os
    { text-align: right }
.Bl-tag { margin-left: 0 } .Bd-indent { margin-left: 2em }
nav { border-bottom: 1px solid #ddd; padding-bottom: .4em }
@media (prefers-color-scheme: dark) {
    body { color: #ddd; background: #1c1c1c } a { color: #8ab4f8 }
    pre { background: #2a2a2a } }
@media print { nav { display: none } body { max-width: none } }
END

# pictures of the documents
mkdir images && cp "$top"/docs/images/*.png images || exit 1

# `build/man/pkgstream-build.1' is pkgstream-build.1.html
page_name() {
	echo "$(basename "$1").html"
}

# `docs/quickstart.md' is docs-quickstart.html, which no other file can be
document_name() {
	echo "$1" | sed 's|/|-|g; s/\.md$/.html/'
}

# in the order in which somebody new reads them
documents() {
	(cd "$top" && printf '%s\n' README.md docs/quickstart.md \
	    docs/from-*.md docs/*.md CONTRIBUTING.md SECURITY.md CHANGES.md) |
	    awk '!seen[$0]++'
}

# the first heading, without its mark
document_title() {
	sed -n 's/^# //p' "$top/$1" | head -n 1
}

head_of() {
	cat <<-END
	<!DOCTYPE html>
	<html lang="en">
	<head>
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<link rel="stylesheet" href="style.css">
	<title>$1</title>
	</head>
	<body>
	<nav><a href="index.html">$title</a></nav>
	<main>
	END
}

tail_of() {
	printf '</main>\n</body>\n</html>\n'
}

# sed commands: the names of documents, in links and in text, become links
links() {
	echo 's|src="docs/images/|src="images/|g'
	documents | while read -r document; do
		name=$(document_name "$document")
		pattern=$(echo "$document" | sed 's/[.]/\\./g')
		echo "s|href=\"$pattern|href=\"$name|g"
		echo "s|href=\"\\.\\./$pattern|href=\"$name|g"
		echo "s|<code>$pattern</code>|<a href=\"$name\">&</a>|g"
	done
}

render_document() {
	head_of "$(document_title "$1")"
	cmark-gfm -e table "$top/$1" | sed -f links.sed || return 1
	tail_of
}

# mandoc looks in the current directory for NAME.SECTION; of a page that is not
# there the link goes.
render_page() {
	(cd "$pages" && mandoc -T html \
	    -O 'style=style.css,toc,man=%N.%S.html;none' "$1") |
	    sed -e 's|<a class="Xr" href="none">\([^<]*\)</a>|\1|g' \
	    -e "s|^<body>|&<nav><a href=\"index.html\">$title</a></nav>|"
}

# What a page says it is, from its NAME
page_summary() {
	sed -n 's/^\.Nd //p' "$1" | head -n 1
}

index() {
	head_of "$title"
	echo "<h1>$title</h1>"
	echo '<h2>To read</h2><ul>'
	documents | while read -r document; do
		printf '<li><a href="%s">%s</a></li>\n' \
		    "$(document_name "$document")" "$(document_title "$document")"
	done
	echo '</ul><h2>Manual</h2><table>'
	for page in "$pages"/*; do
		name=$(basename "$page")
		printf '<tr><td><a href="%s">%s(%s)</a></td><td>%s</td></tr>\n' \
		    "$(page_name "$page")" "${name%.*}" "${name##*.}" \
		    "$(page_summary "$page")"
	done
	echo '</table>'
	tail_of
}

links >links.sed || exit 1
for page in "$pages"/*; do
	render_page "$page" >rendered && mv rendered "$(page_name "$page")" ||
	    exit 1
done
for document in $(documents); do
	render_document "$document" >rendered &&
	    mv rendered "$(document_name "$document")" || exit 1
done
rm links.sed
index >index.html
