#!/bin/sh
# build --sbom and --provenance
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/keys.sh"

# a package of classic sources, and a patch with a manifest
sources() {
	printf '%s\n' PKG=SBOMtest NAME='A test' ARCH=all VERSION=1.2 \
	    CATEGORY=application BASEDIR=/opt VENDOR='Example "Works"' \
	    PSTAMP=x >pkginfo
	mkdir -p root/opt/sbom
	echo one >root/opt/sbom/one
	: >root/opt/sbom/empty
	printf '%s\n' 'i pkginfo' 'd none sbom 0755 root bin' \
	    'f none sbom/one=root/opt/sbom/one 0644 root bin' \
	    'f none sbom/empty=root/opt/sbom/empty 0644 root bin' >prototype
}

build() {
	expect 0 "$PKGSTREAM" build -q -f prototype -t 1000000000 "$@"
}

patch() {
	cp -R "$TOP/examples/patch" src
	cd src
	expect 0 "$PKGSTREAM" build -q -o p.pkg --sbom p.spdx.json \
	    --provenance p.prov.json -D PSTAMP=here manifest.xml
}

case_spdx() {
	need python3
	sources
	build -o x.pkg --sbom x.spdx.json
	"$PKGSTREAM" extract -q --no-owner -C in x.pkg 2>/dev/null || :
	python3 - <<-'END'
	import hashlib, json
	d = json.load(open("x.spdx.json"))
	assert d["spdxVersion"] == "SPDX-2.3"
	assert d["dataLicense"] == "CC0-1.0"
	assert d["SPDXID"] == "SPDXRef-DOCUMENT"
	assert d["creationInfo"]["created"] == "2001-09-09T01:46:40Z"
	assert d["creationInfo"]["creators"][0].startswith("Tool: pkgstream-")
	stream = hashlib.sha256(open("x.pkg", "rb").read()).hexdigest()
	assert stream in d["documentNamespace"]
	p, = d["packages"]
	assert p["name"] == "SBOMtest" and p["versionInfo"] == "1.2"
	assert p["supplier"] == 'Organization: Example "Works"'
	assert p["packageFileName"] == "x.pkg" and p["filesAnalyzed"]
	sums = {c["algorithm"]: c["checksumValue"] for c in p["checksums"]}
	assert sums["SHA256"] == stream
	for key in "licenseConcluded", "licenseDeclared", "copyrightText":
	    assert p[key] == "NOASSERTION"
	files = {f["fileName"]: f for f in d["files"]}
	assert sorted(files) == ["./SBOMtest/pkginfo", "./SBOMtest/pkgmap",
	    "./SBOMtest/reloc/sbom/empty", "./SBOMtest/reloc/sbom/one"]
	for name, data in (("one", b"one\n"), ("empty", b"")):
	    f = files["./SBOMtest/reloc/sbom/" + name]
	    sums = {c["algorithm"]: c["checksumValue"] for c in f["checksums"]}
	    assert sums == {"SHA1": hashlib.sha1(data).hexdigest(),
	        "SHA256": hashlib.sha256(data).hexdigest()}
	    assert f["comment"] == "installed as sbom/" + name
	code = "".join(sorted(c["checksumValue"] for f in d["files"]
	    for c in f["checksums"] if c["algorithm"] == "SHA1"))
	assert p["packageVerificationCode"]["packageVerificationCodeValue"] \
	    == hashlib.sha1(code.encode()).hexdigest()
	ids = [x["SPDXID"] for x in [d] + d["packages"] + d["files"]]
	assert len(set(ids)) == len(ids)
	kinds = [r["relationshipType"] for r in d["relationships"]]
	assert kinds.count("DESCRIBES") == 1 and kinds.count("CONTAINS") == 4
	for r in d["relationships"]:
	    assert r["spdxElementId"] in ids and r["relatedSpdxElement"] in ids
	END
}

case_patch_with_fixes() {
	need python3
	patch
	python3 - <<-'END'
	import hashlib, json
	import xml.etree.ElementTree as E
	n = "{urn:pkgstream:manifest:1}"
	m = E.parse("manifest.xml").getroot()
	d = json.load(open("p.spdx.json"))
	notes = [a["comment"] for a in d["packages"][0]["annotations"]]
	build = m.find(n + "build").get("number")
	assert build is None or notes[0].startswith("build " + build), notes
	fixes = list(m.iter(n + "fix"))
	assert len([a for a in notes if a.startswith("fix ")]) == len(fixes) > 0
	builds = {f.get("path"): f.get("build") for f in m.iter(n + "file")}
	found = 0
	for f in d["files"]:
	    c = f.get("comment", "")
	    if "; build " in c:
	        path, b = c[len("installed as "):].split("; build ")
	        assert builds[path] == b
	        found += 1
	assert found == sum(b is not None for b in builds.values())
	s = json.load(open("p.prov.json"))
	assert s["_type"] == "https://in-toto.io/Statement/v1"
	assert s["predicateType"] == "https://slsa.dev/provenance/v1"
	assert s["subject"] == [{"name": "p.pkg", "digest": {"sha256":
	    hashlib.sha256(open("p.pkg", "rb").read()).hexdigest()}}]
	definition = s["predicate"]["buildDefinition"]
	asked = definition["externalParameters"]
	assert asked["manifests"] == ["manifest.xml"]
	assert asked["define"] == {"PSTAMP": "here"}
	inputs = {i["name"]: i["digest"]["sha256"]
	    for i in definition["resolvedDependencies"]}
	for name in "manifest.xml", "pkginfo", "pkgproto", "depend":
	    assert name in [i.replace("./", "") for i in inputs], (name, inputs)
	assert any(i.startswith("files/") or "/files/" in i for i in inputs)
	for name, digest in inputs.items():
	    assert hashlib.sha256(open(name, "rb").read()).hexdigest() == digest
	assert list(inputs) == sorted(inputs)
	assert s["predicate"]["runDetails"]["builder"]["version"]["pkgstream"]
	END
}

case_reproducible() {
	sources
	for i in 1 2; do
		build -o x.pkg --sbom a.$i --provenance b.$i
		mv x.pkg x.$i
		touch root/opt/sbom/one prototype
	done
	same a.1 a.2
	same b.1 b.2
	# and without them the package is the same
	build -o x.pkg
	same x.pkg x.1
	"$PKGSTREAM" build -q -f prototype -t 1000000000 -o - --sbom a.3 >x.3
	same x.3 x.1
	lacks b.1 "$(uname -n)"
	lacks b.1 "$(pwd)"
}

case_signed() {
	usual_keys
	sources
	build --sign signer.key --cert signer.pem --chain chain.pem \
	    -o x.pkg --sbom x.json
	sum=$(sha256sum x.pkg | cut -d ' ' -f 1)
	contains x.json "$sum"
}

case_nothing_half_done() {
	sources
	echo mine >x.json
	expect 3 "$PKGSTREAM" build -q -f prototype -o x.pkg --sbom x.json
	contains err 'x.json: exists'
	[ "$(cat x.json)" = mine ] && [ ! -f x.pkg ]
	expect 3 "$PKGSTREAM" build -q -f prototype -o x.pkg \
	    --provenance x.json
	[ ! -f x.pkg ]
	build -o x.pkg --sbom x.json --force
	contains x.json SPDX-2.3
	status=0
	"$PKGSTREAM" build -q -f prototype -o y.pkg \
	    --sbom none/y.json 2>err || status=$?
	[ $status -gt 2 ] && [ ! -f y.pkg ]
	expect 2 "$PKGSTREAM" build -q -f - --provenance p.json -o z.pkg
}

run_cases "$0" "$@"
