#!/bin/sh
# signatures beside a file, and lists of digests
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/keys.sh"

P=$TOP/tests/golden/streams/01-several/stream.pkg

case_detached_both_ways() {
	usual_keys
	cp "$P" x.pkg
	expect 0 "$PKGSTREAM" sign --detached -k signer.key --cert signer.pem \
	    --chain chain.pem x.pkg
	openssl cms -verify -binary -inform DER -in x.pkg.p7s -content x.pkg \
	    -CAfile root.pem -purpose any -out verified 2>err ||
	    fail "$(cat err)"
	same x.pkg verified
	expect 0 "$PKGSTREAM" verify --trust root.pem --detached x.pkg.p7s x.pkg
	contains out 'signed by CN=signer,O=Test, trusted for the certificate of CN=root,O=Test'
	contains out 'no findings'
	for form in DER PEM; do
		openssl cms -sign -binary -md sha384 -in x.pkg -outform $form \
		    -signer signer.pem -inkey signer.key -certfile issuer.pem \
		    -out theirs
		expect 0 "$PKGSTREAM" verify --trust root.pem \
		    --detached theirs x.pkg
	done
	openssl smime -sign -binary -in x.pkg -outform PEM -noattr \
	    -signer signer.pem -inkey signer.key -certfile issuer.pem \
	    -out theirs
	expect 0 "$PKGSTREAM" verify --trust root.pem --detached theirs x.pkg
}

case_detached_refused() {
	usual_keys
	new_root stranger
	cp "$P" x.pkg
	set -- -k signer.key --cert signer.pem --chain chain.pem
	expect 0 "$PKGSTREAM" sign --detached "$@" x.pkg
	# another package, though a sound one
	cp "$TOP/tests/golden/streams/02-two-parts/stream.pkg" y.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem --detached x.pkg.p7s y.pkg
	contains out 'is not what x.pkg.p7s signs'
	expect 1 "$PKGSTREAM" verify --detached x.pkg.p7s y.pkg
	expect 1 "$PKGSTREAM" verify --trust stranger.pem \
	    --detached x.pkg.p7s x.pkg
	contains out '(signature-chain)'
	expect 1 "$PKGSTREAM" verify --trust root.pem --at 2099-01-01 \
	    --detached x.pkg.p7s x.pkg
	contains out '(signature-date)'
	certify signer issuer server
	expect 0 "$PKGSTREAM" sign --detached "$@" -o z.p7s x.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem --detached z.p7s x.pkg
	contains out '(signature-purpose)'
	echo garbage >bad
	expect 1 "$PKGSTREAM" verify --trust root.pem --detached bad x.pkg
	contains out 'is no detached signature'
	: >bad
	expect 1 "$PKGSTREAM" verify --trust root.pem --detached bad x.pkg
	openssl cms -sign -binary -nodetach -in x.pkg -outform DER \
	    -signer signer.pem -inkey signer.key -out whole
	expect 1 "$PKGSTREAM" verify --trust root.pem --detached whole x.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem --detached none x.pkg
	contains out 'none: '
	expect 3 "$PKGSTREAM" sign --detached "$@" none.pkg
	expect 3 "$PKGSTREAM" sign --detached "$@" x.pkg
	contains err 'x.pkg.p7s: exists'
	expect 2 "$PKGSTREAM" sign --detached --compat solaris10 "$@" x.pkg
	expect 2 "$PKGSTREAM" verify --detached x.pkg.p7s -
	expect 2 "$PKGSTREAM" verify --detached x.pkg.p7s x.pkg y.pkg
}

# every bit of a signature counts, or is not there
case_detached_changed() {
	need python3
	usual_keys
	cp "$P" x.pkg
	expect 0 "$PKGSTREAM" sign --detached -k signer.key --cert signer.pem \
	    --chain chain.pem x.pkg
	python3 - "$PKGSTREAM" <<-'END'
	import subprocess, sys
	good = open("x.pkg.p7s", "rb").read()
	for cut in range(0, len(good), 97):
	    open("cut", "wb").write(good[:cut])
	    r = subprocess.run([sys.argv[1], "verify", "-q", "--trust",
	        "root.pem", "--detached", "cut", "x.pkg"], capture_output=True)
	    assert r.returncode == 1, (cut, r)
	END
}

case_same_time_same_bytes() {
	usual_keys
	SOURCE_DATE_EPOCH=1000000000
	export SOURCE_DATE_EPOCH
	for name in a b; do
		expect 0 "$PKGSTREAM" sign --detached -k signer.key \
		    --cert signer.pem --chain chain.pem -o $name "$P"
	done
	same a b
	openssl cms -cmsout -print -inform DER -in a | grep 'Sep  9 01:46:40 2001'
}

case_sums() {
	cp "$P" x.pkg
	cp "$P" ' y z.pkg'
	cp "$P" 'back\slash'
	"$PKGSTREAM" sign --sums x.pkg ' y z.pkg' 'back\slash'
	sha256sum x.pkg ' y z.pkg' 'back\slash' >want || skip "no sha256sum"
	same want SHA256SUMS
	sha256sum -c SHA256SUMS >checked || fail "$(cat checked)"
	expect 0 "$PKGSTREAM" verify --sums SHA256SUMS
	contains out 'SHA256SUMS: no findings'
	expect 0 "$PKGSTREAM" verify --sums SHA256SUMS ./x.pkg 'back\slash'
	expect 3 "$PKGSTREAM" sign --sums x.pkg
	contains err 'SHA256SUMS: exists'
	expect 0 "$PKGSTREAM" sign --sums -o - x.pkg
	head -n 1 want >one
	same one out
	sha256sum -b x.pkg | tr a-f A-F | sed 's/X.PKG/x.pkg/' >binary
	expect 0 "$PKGSTREAM" verify --sums binary
	echo more >>x.pkg
	expect 1 "$PKGSTREAM" verify --sums SHA256SUMS
	contains out 'x.pkg: has the SHA-256 digest'
	contains out '1 finding'
	rm x.pkg
	expect 1 "$PKGSTREAM" verify --sums SHA256SUMS
	expect 1 "$PKGSTREAM" verify --sums SHA256SUMS other.pkg
	contains out 'does not list it'
	mkfifo x.pkg
	expect 1 "$PKGSTREAM" verify --sums SHA256SUMS
	contains out 'is no regular file'
	expect 3 "$PKGSTREAM" sign --sums -o s x.pkg
	[ ! -f s ]
}

case_bad_sums() {
	hex=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
	printf '%s  ok\nzz%s  x\n%s x\n\n\\%s  a\\t\n' $hex ${hex#e3} $hex $hex >s
	expect 3 "$PKGSTREAM" verify --sums s
	for line in 2 3 4 5; do
		contains out "s:$line: is not a SHA-256 digest"
	done
	: >s
	expect 3 "$PKGSTREAM" verify --sums s
	contains out 'lists no file'
	expect 3 "$PKGSTREAM" verify --sums none
	expect 2 "$PKGSTREAM" verify --sums s --trust x
}

case_signed_list() {
	usual_keys
	cp "$P" x.pkg
	"$PKGSTREAM" sign --sums x.pkg
	"$PKGSTREAM" sign --detached -k signer.key --cert signer.pem \
	    --chain chain.pem SHA256SUMS
	set -- --trust root.pem --sums SHA256SUMS --detached SHA256SUMS.p7s
	expect 0 "$PKGSTREAM" verify "$@"
	expect 0 "$PKGSTREAM" verify "$@" x.pkg
	echo more >>x.pkg
	sha256sum x.pkg >SHA256SUMS
	expect 1 "$PKGSTREAM" verify "$@" x.pkg
	contains out 'is not what SHA256SUMS.p7s signs'
}

run_cases "$0" "$@"
