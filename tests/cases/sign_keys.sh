#!/bin/sh
# where keys come from: PEM, PKCS#12, stores of Solaris; pass phrases; build --sign
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/keys.sh"

S=$TOP/tests/golden/streams
P=$S/01-several/stream.pkg
: "${BUILD:=$TOP/build}"
SECRET='geheim-4711 mit Leerzeichen'

# store FILE ARGS...: signer with its chain as PKCS#12
store() {
	_file=$1
	shift
	PASS=$SECRET openssl pkcs12 -export -in signer.pem -inkey signer.key \
	    -certfile chain.pem -name release -out "$_file" \
	    -passout env:PASS "$@" 2>/dev/null
	chmod 600 "$_file"
}

# signs ARGS...: the signature is that of the PEM files
signs() {
	[ -f want.pkg ] || "$PKGSTREAM" sign -q -k signer.key \
	    --cert signer.pem --chain chain.pem -o want.pkg "$P"
	expect 0 "$PKGSTREAM" sign --force -o got.pkg "$@" "$P"
	same want.pkg got.pkg
	lacks out "$SECRET"
	lacks err "$SECRET"
}

old_store() {
	openssl pkcs12 -help 2>&1 | grep -e -legacy >/dev/null ||
	    skip "no legacy provider"
	# as pkgadm writes it
	store old.p12 -legacy -certpbe PBE-SHA1-RC2-40 \
	    -keypbe PBE-SHA1-3DES -macalg sha1 -iter 2048 ||
	    skip "no legacy provider"
}

case_pkcs12_new_and_old() {
	usual_keys
	store new.p12
	PASS=$SECRET
	export PASS
	signs -k new.p12 --pass env:PASS
	old_store
	signs -k old.p12 --pass env:PASS
	# both can read this one
	store both.p12 -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES \
	    -macalg sha1 -iter 2048
	signs -k both.p12 --pass env:PASS
	expect 3 "$PKGSTREAM" sign -k old.p12 --pass file:/dev/null \
	    -o x.pkg "$P"
	contains err 'the pass phrase is wrong'
	PASS=wrong
	for file in new old; do
		expect 3 "$PKGSTREAM" sign -k $file.p12 --pass env:PASS \
		    -o x.pkg "$P"
		contains err 'the pass phrase is wrong'
	done
	[ ! -f x.pkg ]
}

case_sources_of_the_pass_phrase() {
	usual_keys
	store s.p12
	(umask 077; printf '%s\nanother line\n' "$SECRET" >phrase)
	signs -k s.p12 --pass file:phrase
	"$PKGSTREAM" sign --force -q -o got.pkg -k s.p12 --pass fd:3 "$P" \
	    3<phrase
	same want.pkg got.pkg
	"$PKGSTREAM" sign --force -q -o got.pkg -k s.p12 --pass fd:0 "$P" \
	    <phrase
	same want.pkg got.pkg
	# a package from standard input behind the pass phrase
	{ cat phrase | head -n 1; cat "$P"; } |
	    "$PKGSTREAM" sign --force -q -o got.pkg -k s.p12 --pass fd:0 -
	same want.pkg got.pkg
	expect 3 "$PKGSTREAM" sign -o x.pkg -k s.p12 --pass env:NONE_SUCH "$P"
	expect 3 "$PKGSTREAM" sign -o x.pkg -k s.p12 --pass fd:77 "$P"
	expect 3 "$PKGSTREAM" sign -o x.pkg -k s.p12 --pass file:none "$P"
	chmod 644 phrase
	expect 3 "$PKGSTREAM" sign -o x.pkg -k s.p12 --pass file:phrase "$P"
	contains err 'others can read or change this pass phrase'
	[ ! -f x.pkg ]
}

# nothing asks where there is no terminal
case_no_terminal() {
	need setsid
	usual_keys
	store s.p12
	expect 3 setsid -w "$PKGSTREAM" sign -o x.pkg -k s.p12 "$P"
	contains err 'there is no terminal'
	expect 3 setsid -w "$PKGSTREAM" sign -o x.pkg -k s.p12 \
	    --pass console "$P"
}

case_terminal() {
	need python3
	usual_keys
	store s.p12
	signs -k signer.key --cert signer.pem --chain chain.pem
	rm got.pkg
	SECRET=$SECRET python3 - "$PKGSTREAM" sign -o got.pkg -k s.p12 "$P" \
	    >shown <<-'END'
	import os, pty, sys, time
	pid, fd = pty.fork()
	if pid == 0:
	    os.execv(sys.argv[1], sys.argv[1:])
	seen = b""
	while b"s.p12: " not in seen:
	    seen += os.read(fd, 1024)
	# a wrong character is erased
	os.write(fd, os.environ["SECRET"].encode() + b"x\x7f\n")
	try:
	    while True:
	        more = os.read(fd, 1024)
	        if not more:
	            break
	        seen += more
	except OSError:
	    pass
	print(seen.decode())
	sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
	END
	same want.pkg got.pkg
	contains shown 'Pass phrase of s.p12: '
	lacks shown geheim
}

case_encrypted_pem() {
	usual_keys
	PASS=$SECRET
	export PASS
	openssl pkey -in signer.key -aes256 -passout env:PASS -out enc.key
	cat signer.pem chain.pem >>enc.key
	# nobody can use it without the pass phrase
	chmod 644 enc.key
	signs -k enc.key --pass env:PASS
	PASS=wrong
	expect 3 "$PKGSTREAM" sign -k enc.key --pass env:PASS -o x.pkg "$P"
	contains err 'is the pass phrase right?'
}

case_permissions() {
	usual_keys
	chmod 640 signer.key
	expect 3 "$PKGSTREAM" sign -k signer.key --cert signer.pem -o x.pkg "$P"
	contains err 'others can read this private key'
	chmod 600 signer.key
	store s.p12
	chmod 660 s.p12
	PASS=$SECRET
	export PASS
	expect 3 "$PKGSTREAM" sign -k s.p12 --pass env:PASS -o x.pkg "$P"
	contains err 'others can change this private key'
	openssl pkcs12 -export -in signer.pem -inkey signer.key -out open.p12 \
	    -passout pass:
	chmod 644 open.p12
	expect 3 "$PKGSTREAM" sign -k open.p12 -o x.pkg "$P"
	contains err 'others can read this private key'
	chmod 600 open.p12
	signs -k open.p12 --chain chain.pem
}

# unwiped ARGS...: nothing private is in the memory of the program when it ends
unwiped() {
	# shellcheck disable=SC2046
	set -- $(cat private) -- "$PKGSTREAM" sign --force --pass file:phrase "$@"
	"$BUILD/tests/tools/memscan" "$@" "$P" >out 2>err && return 0
	_got=$?
	[ $_got -ne 77 ] || skip "no process can be traced"
	fail "ends with $_got: $(cat err)"
}

# The numbers of a private key but for the public ones (each 32 bytes of it), a
# line of its file, and the pass phrase, also as PKCS#12 spells it.
private_bytes() {
	openssl rsa -in signer.key -noout -text 2>/dev/null | awk '
	    /^[a-z]/ { private = $1 !~ /^(modulus|publicExponent):/; name = $1 }
	    /^ / && private { gsub(/[ :]/, ""); all[name] = all[name] $0 }
	    END { for (name in all) {
		    sub(/^00/, "", all[name]); print substr(all[name], 1, 64) } }'
	sed -n 10p signer.key | tr -d '\n' | hex
	printf %s "$SECRET" | hex
	printf %s "$SECRET" | sed 's/./&\n/g' | tr '\n' '\0' | hex
}

hex() {
	od -An -v -tx1 | tr -d ' \n'
	echo
}

case_memory_is_wiped() {
	need_plain "sanitizers keep what was freed"
	usual_keys
	store signer.p12
	echo "$SECRET" >phrase
	chmod 600 phrase
	openssl pkcs8 -topk8 -in signer.key -out encrypted.key \
	    -passout file:phrase
	chmod 600 encrypted.key
	private_bytes >private
	[ "$(wc -l <private)" -eq 9 ]
	unwiped -k signer.key --cert signer.pem -o x.pkg
	unwiped -k encrypted.key --cert signer.pem -o x.pkg
	unwiped -k signer.p12 -o x.pkg
	unwiped --detached -k signer.p12 -o x.p7s
	# it does find what is there: the signer's name, in the certificate
	printf CN=signer,O=Test | hex >private
	(unwiped -k signer.p12 -o x.pkg) 2>found && fail "nothing was searched"
	contains found 'pattern 1 is in'
}

case_several_keys() {
	usual_keys
	new_key second
	certify second issuer code
	PASS=$SECRET
	export PASS
	# openssl writes one key; a directory of Solaris has all in its files
	store one.p12
	openssl pkcs12 -export -in second.pem -inkey second.key \
	    -name second -passout env:PASS -out two.p12 2>/dev/null
	mkdir dir
	cp one.p12 dir/keystore
	cp two.p12 dir/certstore
	chmod 600 dir/*
	expect 3 "$PKGSTREAM" sign -k dir --pass env:PASS -o x.pkg "$P"
	contains err 'holds 2 private keys; --alias chooses one'
	signs -k dir --alias release --pass env:PASS
	expect 0 "$PKGSTREAM" sign -k dir --alias second --pass env:PASS \
	    -o x.pkg "$P"
	contains out 'by CN=second'
	expect 3 "$PKGSTREAM" sign -k dir --alias third --pass env:PASS \
	    -o y.pkg "$P"
	contains err "has not a private key \`third'"
	mkdir empty
	expect 3 "$PKGSTREAM" sign -k empty -o y.pkg "$P"
	expect 3 "$PKGSTREAM" sign -k root.pem -o y.pkg "$P"
	contains err 'holds no private key'
	expect 3 "$PKGSTREAM" sign -k second.key --cert signer.pem -o y.pkg "$P"
	contains err 'there is no certificate of this private key'
}

case_trust_in_pkcs12() {
	usual_keys
	"$PKGSTREAM" sign -q -k signer.key --cert signer.pem \
	    --chain chain.pem -o x.pkg "$P"
	PASS=$SECRET
	export PASS
	openssl pkcs12 -export -nokeys -in root.pem -out trust.p12 \
	    -passout env:PASS
	expect 0 "$PKGSTREAM" verify --trust trust.p12 --pass env:PASS x.pkg
	mkdir dir
	cp trust.p12 dir/truststore
	expect 0 "$PKGSTREAM" verify --trust dir --pass env:PASS x.pkg
	# who has the key of a certificate is not who vouches for it
	openssl pkcs12 -export -in signer.pem -inkey signer.key -out own.p12 \
	    -passout env:PASS
	chmod 600 own.p12
	expect 3 "$PKGSTREAM" verify --trust own.p12 --pass env:PASS x.pkg
	contains err 'holds no certificate to trust'
	expect 3 "$PKGSTREAM" verify --trust trust.p12 --pass env:NONE x.pkg
	expect 3 "$PKGSTREAM" verify --trust signer.key x.pkg
	head -c 300 trust.p12 >cut.p12
	expect 3 "$PKGSTREAM" verify --trust cut.p12 --pass env:PASS x.pkg
	contains err 'is no PKCS#12 key store'
}

# a package with a prototype
sources() {
	printf '%s\n' PKG=SIGNED NAME=x ARCH=all VERSION=1.0 \
	    CATEGORY=application BASEDIR=/ PSTAMP=x >pkginfo
	mkdir -p root/opt
	dd if=/dev/zero of=root/opt/zero bs=65536 count=40 2>/dev/null
	echo text >root/opt/text
	printf 'i pkginfo\nf none /opt/zero 0644 root bin\n' >prototype
	printf 'f none /opt/text 0644 root bin\n' >>prototype
}

case_build_signed() {
	usual_keys
	sources
	build="$PKGSTREAM build -f prototype -r root -t 1000000000"
	expect 0 $build -o plain.pkg
	expect 0 $build --sign signer.key --cert signer.pem \
	    --chain chain.pem -o a.pkg
	contains out 'a.pkg: signed with SHA-256 by CN=signer'
	expect 0 "$PKGSTREAM" sign -q -k signer.key --cert signer.pem \
	    --chain chain.pem plain.pkg -o b.pkg
	same a.pkg b.pkg
	$build --sign signer.key --cert signer.pem --chain chain.pem \
	    -o - 2>err | cat >c.pkg
	same a.pkg c.pkg
	expect 0 "$PKGSTREAM" verify --trust root.pem a.pkg
	expect 0 "$PKGSTREAM" sign --strip a.pkg -o d.pkg
	same plain.pkg d.pkg
	expect 0 $build --compat solaris10 --sign signer.key \
	    --cert signer.pem --chain chain.pem -o e.pkg
	contains out 'signed with SHA-1'
	expect 0 "$PKGSTREAM" verify --verbose --trust root.pem e.pkg
	contains out '(signature-weak)'
	expect 2 $build --cert signer.pem -o f.pkg
	expect 3 $build --sign none.key -o f.pkg
	[ ! -f f.pkg ]
}

# what comes from an archive is written in another order than it is signed
case_build_signed_from_an_archive() {
	usual_keys
	cp -R "$TOP/examples/patch" src
	cd src
	tar cf payload.tar -C files .
	"$PKGSTREAM" build -q -p payload.tar -o plain.pkg manifest.xml
	"$PKGSTREAM" build -q -p payload.tar -o a.pkg --sign ../signer.key \
	    --cert ../signer.pem --chain ../chain.pem manifest.xml
	"$PKGSTREAM" sign -q -k ../signer.key --cert ../signer.pem \
	    --chain ../chain.pem plain.pkg -o b.pkg
	same a.pkg b.pkg
}

# what the manual tells a release engineer to do
case_example_of_the_manual() {
	need openssl
	awk '/^\.Bd -literal/ { on = 1; n++; next } /^\.Ed/ { on = 0 }
	    on && n == 1 { sub(/^\$ /, ""); gsub(/\\e/, "\\"); print }' \
	    "$TOP/man/pkgstream-sign.1" >commands
	[ "$(grep -c openssl commands)" -eq 4 ] || fail "$(cat commands)"
	(umask 077; echo "$SECRET" >phrase)
	cp "$P" x.pkg
	PATH=${PKGSTREAM%/*}:$PATH
	expect 0 sh -e ./commands
	contains out 'signed.pkg: no findings'
	lacks err 'warning: '
}

# an ordinary user, whose process may not be looked into
case_ordinary_user() {
	need_other
	usual_keys
	mkdir mine
	cp signer.key signer.pem chain.pem "$P" mine
	chown -R 65534:65534 mine
	chmod 755 .
	as_other "$PKGSTREAM" sign -q -k mine/signer.key \
	    --cert mine/signer.pem --chain mine/chain.pem -o mine/x.pkg \
	    mine/stream.pkg
	expect 0 "$PKGSTREAM" verify --trust root.pem mine/x.pkg
}

run_cases "$0" "$@"
