#!/bin/sh
# verify on the real binary; the rules one by one are in test_verify.c
. "$(dirname "$0")/../lib.sh"

S=$TOP/tests/golden/streams

case_golden_streams_are_clean() {
	for dir in "$S"/0[1-57-9]*; do
		expect 0 "$PKGSTREAM" verify "$dir/stream.pkg"
		contains out 'no findings'
	done
}

case_header_of_512_bytes() {
	expect 0 "$PKGSTREAM" list "$S/06-header-512/stream.pkg"
	expect 1 "$PKGSTREAM" verify "$S/06-header-512/stream.pkg"
	contains out '(header-block)'
}

case_json() {
	need python3
	head -c 5000 "$S/01-several/stream.pkg" >x
	expect 1 "$PKGSTREAM" verify --json x
	python3 - <<-'END'
	import json
	f = json.load(open("out"))
	assert f[-1]["rule"] == "truncated" and f[-1]["severity"] == "error"
	assert set(f[0]) == {"file", "line", "object", "rule", "severity",
	    "message"}
	END
	expect 0 "$PKGSTREAM" verify --json "$S/01-several/stream.pkg"
	[ "$(cat out)" = "[]" ]
}

case_status() {
	expect 2 "$PKGSTREAM" verify
	expect 3 "$PKGSTREAM" verify none
	expect 3 "$PKGSTREAM" verify /dev/null
	head -c 300 "$S/01-several/stream.pkg" >x
	expect 1 "$PKGSTREAM" verify x
	expect 1 "$PKGSTREAM" verify "$S/01-several/stream.pkg" x
	expect 0 "$PKGSTREAM" verify -q "$S/01-several/stream.pkg"
	[ ! -s out ]
}

run_cases "$0" "$@"
