#!/bin/sh
# signatures: ours for openssl, those of openssl for us
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/keys.sh"

: "${BUILD:=$TOP/build}"
CUT=$BUILD/tests/tools/cutsigned
S=$TOP/tests/golden/streams
P=$S/01-several/stream.pkg

sign() {
	expect 0 "$PKGSTREAM" sign -k signer.key --cert signer.pem \
	    --chain chain.pem "$@"
}

# by_openssl FILE ARGS...: openssl takes the signature for that of the bytes
by_openssl() {
	_file=$1
	shift
	"$CUT" "$_file" signature bytes
	openssl smime -verify -binary -inform PEM -in signature \
	    -content bytes -purpose any "$@" >verified 2>err ||
	    fail "$(cat err)"
	same bytes verified
}

case_openssl_verifies_ours() {
	usual_keys
	for stream in "$P" "$S/02-two-parts/stream.pkg"; do
		sign "$stream" -o a.pkg --force
		contains out 'signed with SHA-256 by CN=signer,O=Test'
		contains out 'Solaris 10 refuses SHA-256'
		by_openssl a.pkg -CAfile root.pem
		sign "$stream" -o b.pkg --force --compat solaris10
		contains out 'signed with SHA-1'
		by_openssl b.pkg -CAfile root.pem
		expect 0 "$PKGSTREAM" verify --trust root.pem a.pkg b.pkg
		contains out 'a.pkg: no findings'
	done
}

# label, version, one signer, no attributes, the signer's certificate first
case_exact_form() {
	usual_keys
	sign "$P" -o x.pkg --compat solaris10
	"$CUT" x.pkg signature bytes
	head -n 1 signature | grep -x -e '-----BEGIN PKCS7-----' ||
	    fail "$(head -n 1 signature)"
	openssl pkcs7 -in signature -noout -print >form
	contains form 'version: 1'
	contains form 'd.data: <ABSENT>'
	contains form 'algorithm: sha1 '
	[ "$(grep -c 'issuer_and_serial:' form)" -eq 1 ]
	sed -n '/auth_attr:/,/digest_enc_alg:/p' form >attributes
	contains attributes '<ABSENT>'
	openssl pkcs7 -in signature -noout -print_certs |
	    sed -n 's/^subject=.*CN *= *//p' >names
	[ "$(tr '\n' ' ' <names)" = "signer issuer root " ] ||
	    fail "$(cat names)"
	# the twin of openssl has the same signature, byte for byte
	openssl smime -sign -binary -noattr -md sha1 -in bytes -outform PEM \
	    -signer signer.pem -inkey signer.key -certfile chain.pem >twin
	openssl pkcs7 -in twin -noout -print | sed -n '/signer_info:/,$p' >a
	sed -n '/signer_info:/,$p' form >b
	same a b
}

# embed FILE SIGNATURE OUT: puts another text into the place of the signature
embed() {
	"$CUT" -p "$1" "$2" "$3"
}

case_we_verify_those_of_openssl() {
	usual_keys
	sign "$P" -o x.pkg
	"$CUT" x.pkg signature bytes
	for form in '-noattr -md sha1' '-noattr -md sha256' '-md sha384'; do
		openssl smime -sign -binary $form -in bytes -outform PEM \
		    -signer signer.pem -inkey signer.key -certfile issuer.pem \
		    >theirs
		embed x.pkg theirs y.pkg
		expect 0 "$PKGSTREAM" verify --trust root.pem y.pkg
		contains out 'no findings'
	done
}

case_sign_again_and_strip() {
	usual_keys
	new_key other
	certify other issuer code
	for name in 01-several 02-two-parts 05-install-dir 06-header-512; do
		[ -f "$S/$name/stream.pkg" ] || continue
		case $name in
		06*)	continue ;;
		esac
		sign "$S/$name/stream.pkg" -o a.pkg --force
		sign "$S/$name/stream.pkg" -o - >/dev/null
		same out a.pkg
		expect 0 "$PKGSTREAM" sign -q -k other.key --cert other.pem \
		    --chain chain.pem a.pkg -o b.pkg --force
		[ ! -s out ]
		"$CUT" b.pkg signature bytes
		openssl pkcs7 -in signature -noout -print_certs >certs
		contains certs other
		lacks certs signer
		expect 0 "$PKGSTREAM" verify --trust root.pem b.pkg
		expect 0 "$PKGSTREAM" sign --strip b.pkg -o c.pkg --force
		same c.pkg "$S/$name/stream.pkg"
		expect 0 "$PKGSTREAM" list a.pkg
	done
}

case_from_a_pipe() {
	usual_keys
	sign "$P" -o a.pkg
	"$PKGSTREAM" sign -k signer.key --cert signer.pem --chain chain.pem \
	    -o - - <"$P" 2>err | cat >b.pkg
	same a.pkg b.pkg
	"$PKGSTREAM" verify --trust root.pem - <a.pkg >out || fail "$(cat out)"
}

# a name says how it is compressed; the signature is inside
case_compressed() {
	usual_keys
	sign "$P" -o a.pkg
	sign "$P" -o a.pkg.gz
	expect 0 "$PKGSTREAM" verify --trust root.pem a.pkg.gz
	need gzip
	gzip -dc a.pkg.gz >b.pkg
	same a.pkg b.pkg
	[ "$(wc -c <a.pkg.gz)" -lt "$(wc -c <a.pkg)" ]
}

case_elliptic_curve() {
	usual_keys
	new_key ecc ec
	certify ecc issuer sign
	# the length of such signatures varies
	for i in 1 2 3 4 5 6; do
		expect 0 "$PKGSTREAM" sign --force -k ecc.key --cert ecc.pem \
		    --chain chain.pem "$P" -o x.pkg
		by_openssl x.pkg -CAfile root.pem
		expect 0 "$PKGSTREAM" verify --trust root.pem x.pkg
	done
	expect 3 "$PKGSTREAM" sign -k ecc.key --cert ecc.pem --chain chain.pem \
	    --compat solaris10 "$P" -o y.pkg
	contains err 'RSA keys only'
	[ ! -f y.pkg ]
}

case_not_trusted() {
	usual_keys
	new_root stranger
	expect 1 "$PKGSTREAM" verify --trust root.pem "$P"
	contains out 'is not signed (signature)'
	sign "$P" -o x.pkg
	expect 1 "$PKGSTREAM" verify --trust stranger.pem x.pkg
	contains out '(signature-chain)'
	lacks out 'trusted for'
	expect 0 "$PKGSTREAM" verify x.pkg
	lacks out 'trusted for'
	# a certificate that is named is trusted, root or not
	expect 0 "$PKGSTREAM" verify --trust issuer.pem x.pkg
	contains out 'x.pkg: signed by CN=signer,O=Test, trusted for the certificate of CN=issuer,O=Test'
	expect 0 "$PKGSTREAM" verify --verbose --json --trust issuer.pem x.pkg
	contains out '"rule": "signature-trusted"'
	expect 0 "$PKGSTREAM" verify --trust stranger.pem --trust root.pem x.pkg
	# missing chain
	expect 0 "$PKGSTREAM" sign -k signer.key --cert signer.pem "$P" -o y.pkg
	contains err 'the chain of certificates lacks CN=issuer'
	expect 1 "$PKGSTREAM" verify --trust root.pem y.pkg
	contains out 'unable to get local issuer certificate'
	expect 0 "$PKGSTREAM" verify --trust chain.pem y.pkg
	expect 3 "$PKGSTREAM" sign -k signer.key --cert signer.pem "$P" \
	    -o z.pkg --compat solaris10
	contains err 'lacks CN=issuer'
	[ ! -f z.pkg ]
}

case_dates() {
	usual_keys
	sign "$P" -o x.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem --at 2099-01-01 x.pkg
	contains out 'certificate of CN=signer,O=Test expired on'
	contains out 'certificate of CN=root,O=Test expired on'
	lacks out 'trusted for'
	contains out '(signature-date)'
	expect 1 "$PKGSTREAM" verify --trust root.pem --at 1999-01-01 x.pkg
	contains out 'is not valid before'
	expect 2 "$PKGSTREAM" verify --trust root.pem --at yesterday x.pkg
	expect 2 "$PKGSTREAM" verify --at 2099-01-01 x.pkg
	openssl x509 -req -in signer.csr -CA issuer.pem -CAkey issuer.key \
	    -set_serial 7 -days -1 -extfile keys.cnf -extensions sign \
	    -out signer.pem 2>/dev/null
	sign "$P" -o y.pkg
	contains err 'warning: the certificate of CN=signer,O=Test expired on'
	expect 1 "$PKGSTREAM" verify --trust root.pem y.pkg
	contains out '(signature-date)'
}

case_purposes() {
	usual_keys
	for purpose in code server encrypt; do
		certify signer issuer $purpose
		sign "$P" -o $purpose.pkg
		[ $purpose = encrypt ] || lacks err warning
	done
	contains err 'not meant for signatures'
	expect 0 "$PKGSTREAM" verify --trust root.pem code.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem server.pkg
	contains out '(extended key usage) (signature-purpose)'
	expect 1 "$PKGSTREAM" verify --trust root.pem encrypt.pkg
	contains out '(key usage) (signature-purpose)'
	# whoever is no authority cannot vouch for others
	certify issuer root sign
	new_key signer
	certify signer issuer sign
	cat issuer.pem root.pem >chain.pem
	expect 0 "$PKGSTREAM" sign -k signer.key --cert signer.pem \
	    --chain chain.pem "$P" -o no-ca.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem no-ca.pkg
	contains out '(signature-chain)'
}

case_bad_signatures() {
	usual_keys
	new_key other
	certify other issuer sign
	new_root one
	sign "$P" -o x.pkg
	: >theirs
	embed x.pkg theirs y.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem y.pkg
	contains out 'the signature is empty'
	echo garbage >theirs
	embed x.pkg theirs y.pkg
	expect 1 "$PKGSTREAM" verify y.pkg
	contains out 'is no PKCS#7'
	"$CUT" x.pkg theirs bytes
	echo more >>theirs
	embed x.pkg theirs y.pkg
	expect 1 "$PKGSTREAM" verify y.pkg
	contains out 'is followed by something'
	# two signers have to be right, both
	openssl smime -sign -binary -noattr -md sha256 -in bytes -outform PEM \
	    -signer signer.pem -inkey signer.key -signer other.pem \
	    -inkey other.key -certfile issuer.pem >theirs
	embed x.pkg theirs y.pkg
	expect 0 "$PKGSTREAM" verify --trust root.pem y.pkg
	expect 1 "$PKGSTREAM" verify --trust one.pem y.pkg
	contains out 'CN=issuer'
	echo >>bytes
	openssl smime -sign -binary -noattr -md sha256 -in bytes -outform PEM \
	    -signer signer.pem -inkey signer.key -certfile issuer.pem >theirs
	embed x.pkg theirs y.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem y.pkg
	contains out 'does not fit the package'
	# contents in the signature: it is not the package's
	openssl smime -sign -binary -nodetach -noattr -in keys.cnf -outform \
	    PEM -signer signer.pem -inkey signer.key >theirs
	embed x.pkg theirs y.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem y.pkg
	contains out 'no detached signature'
}

case_changed_packages() {
	usual_keys
	sign "$P" -o x.pkg
	size=$(wc -c <x.pkg)
	# zeros behind it were harmless in an unsigned stream
	{ cat x.pkg; head -c 512 /dev/zero; } >y.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem y.pkg
	contains out 'follow the last archive of a signed stream'
	contains out 'does not fit'
	head -c $((size - 512)) x.pkg >y.pkg
	expect 1 "$PKGSTREAM" verify --trust root.pem y.pkg
	contains out 'the signature is not checked'
	# the copy in front, which the signature does not cover
	at=$(grep -a -b -o '^NAME=' x.pkg | head -n 1 | cut -d : -f 1)
	cp x.pkg y.pkg
	printf '_' | dd of=y.pkg bs=1 seek=$((at + 5)) conv=notrunc 2>/dev/null
	expect 1 "$PKGSTREAM" verify --trust root.pem y.pkg
	contains out '(info-copy)'
	lacks out 'does not fit'
	expect 3 "$PKGSTREAM" sign -k signer.key --cert signer.pem \
	    --chain chain.pem y.pkg -o z.pkg
	contains err '(info-copy)'
	[ ! -f z.pkg ]
}

# what signer and verifier would digest differently
case_not_signed() {
	usual_keys
	for change in pad tail; do
		case $change in
		pad)	size=$(wc -c <"$P")
			head -c $((size - 4)) "$P" >x.pkg ;;
		tail)	{ cat "$P"; head -c 512 /dev/zero; } >x.pkg ;;
		esac
		expect 3 "$PKGSTREAM" sign -k signer.key --cert signer.pem \
		    --chain chain.pem x.pkg -o y.pkg
		contains err 'is not signed as it is'
		[ ! -f y.pkg ]
	done
	expect 3 "$PKGSTREAM" sign -k signer.key --cert signer.pem \
	    --chain chain.pem "$S/06-header-512/stream.pkg" -o y.pkg
	contains err '(header-block)'
	mkdir spool
	expect 0 "$PKGSTREAM" trans -d spool "$P"
	expect 3 "$PKGSTREAM" sign -k signer.key --cert signer.pem \
	    --chain chain.pem spool -o y.pkg
	contains err 'is a directory'
	expect 3 "$PKGSTREAM" sign -k signer.key --cert signer.pem \
	    --chain chain.pem none.pkg -o y.pkg
	[ ! -f y.pkg ]
}

# the output without the places where lines are broken
flatten() {
	tr -s ' \n' '  ' <out >flat
	mv flat out
}

case_info() {
	usual_keys
	sign "$P" -o x.pkg
	expect 0 "$PKGSTREAM" info "$P"
	lacks out Signature
	expect 0 "$PKGSTREAM" info x.pkg
	flatten
	contains out 'by CN=signer,O=Test, with SHA-256 and a key RSA 2048; it has no date'
	contains out ' of CN=issuer,O=Test, valid from 20'
	contains out 'not the copies of pkginfo and pkgmap in front'
	lacks out 'out of date'
	print=$(openssl x509 -in signer.pem -noout -fingerprint -sha256 |
	    sed 's/.*=//; s/://g' | tr A-F a-f)
	contains out "its SHA-256: $print"
	expect 0 "$PKGSTREAM" info --at 2099-01-01 x.pkg
	flatten
	contains out ': out of date'
	# with signed attributes there is a time
	"$CUT" x.pkg signature bytes
	openssl smime -sign -binary -in bytes -outform PEM -signer signer.pem \
	    -inkey signer.key -certfile chain.pem >theirs
	embed x.pkg theirs y.pkg
	expect 0 "$PKGSTREAM" info y.pkg
	flatten
	contains out ', on 20'
	echo garbage >theirs
	embed x.pkg theirs z.pkg
	expect 0 "$PKGSTREAM" info z.pkg
	flatten
	contains out 'the signature is no PKCS#7'
	need python3
	for file in x y z "$P"; do
		[ -f "$file" ] || file=$file.pkg
		expect 0 "$PKGSTREAM" info --json "$file"
		python3 - "$file" <<-'END'
		import json, sys
		i = json.load(open("out"))
		s = i["signature"]
		assert i["signed"] == (s is not None)
		if s is not None and s["fault"] is None:
		    one, = s["signers"]
		    assert one["subject"] == "CN=signer,O=Test"
		    assert one["outdated"] is False
		    assert (one["time"] is not None) == (sys.argv[1] == "y.pkg")
		elif s is not None:
		    assert s["signers"] == [] and sys.argv[1] == "z.pkg"
		END
	done
	expect 2 "$PKGSTREAM" info --at never x.pkg
}

case_usage() {
	expect 2 "$PKGSTREAM" sign "$P"
	expect 2 "$PKGSTREAM" sign -o x "$P"
	expect 2 "$PKGSTREAM" sign -k key --strip -o x "$P"
	expect 2 "$PKGSTREAM" sign -k key -o x "$P" "$P"
	expect 2 "$PKGSTREAM" sign -k key -o x --compat solaris9 "$P"
	expect 2 "$PKGSTREAM" sign -k key -o x --pass pass:secret "$P"
	contains err 'can be read by all users'
	lacks err 'secret'
	expect 2 "$PKGSTREAM" sign -k key -o x --pass fd:x "$P"
	expect 3 "$PKGSTREAM" sign -k none -o x "$P"
	expect 3 "$PKGSTREAM" sign -k /dev/null -o x "$P"
	contains err 'neither PEM nor a PKCS#12'
}

run_cases "$0" "$@"
