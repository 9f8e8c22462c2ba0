#!/bin/sh
. "$(dirname "$0")/../lib.sh"

# manifest LINE...: a manifest that lacks nothing if the lines are good
manifest() {
	echo '<manifest xmlns="urn:pkgstream:manifest:1">'
	echo '<sources prototype="pkgproto" pkginfo="pkginfo"/>'
	echo '<product name="Acme" version="1"/>'
	echo '<build number="1" date="2005-05-11"/>'
	printf '%s\n' "$@"
	echo '</manifest>'
}

# refused TEXT: findings about m.xml, this one among them, and nothing else
refused() {
	expect 3 "$PKGSTREAM" build -n m.xml
	contains err "$1"
	if grep -v '^m\.xml:[0-9][0-9]*: ' err; then
		fail "said more"
	fi
}

case_unknown_names() {
	manifest '<filse/>' '<files><file paht="a"/></files>' >m.xml
	refused "m.xml:5: \`manifest' has no element \`filse'; is \`files' me"
	contains err "m.xml:6: \`file' has no attribute \`paht'; is \`path' me"
	contains err "m.xml:6: \`file' lacks the attribute \`path'"
}

case_not_xml() {
	manifest '<files>' >m.xml
	refused 'm.xml:6: not well-formed XML'
	echo '<manifest' >m.xml
	refused 'not well-formed XML'
}

# ten levels of ten: would be 10 GB
case_entity_bomb() {
	{
		echo '<!DOCTYPE manifest ['
		echo '<!ENTITY a0 "aaaaaaaaaa">'
		for i in 1 2 3 4 5 6 7 8 9; do
			e="&a$((i - 1));"
			echo "<!ENTITY a$i \"$e$e$e$e$e$e$e$e$e$e\">"
		done
		echo ']>'
		manifest '<files>&a9;</files>'
	} >m.xml
	refused 'm.xml:1: a document type declaration (DTD) is not allowed'
}

case_external_entity() {
	{
		echo '<!DOCTYPE manifest [<!ENTITY e SYSTEM "secret">]>'
		manifest '<files>&e;</files>'
	} >m.xml
	echo 's3cret' >secret
	refused 'm.xml:1: a document type declaration (DTD) is not allowed'
	lacks err s3cret
}

# for editors and other tools
case_schema() {
	need xmllint
	expect 0 xmllint --noout --relaxng "$TOP/tools/schema/manifest.rng" \
	    "$TOP/manifest.xml"
}

run_cases "$0"
