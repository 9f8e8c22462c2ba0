# Keys and certificates for cases of signatures, made by openssl when they are
# needed; sourced behind lib.sh.

# what the extensions of certificates can be
key_config() {
	[ ! -f keys.cnf ] || return 0
	cat >keys.cnf <<-'END'
	[req]
	distinguished_name = dn
	[dn]
	[ca]
	basicConstraints = critical,CA:TRUE
	keyUsage = critical,keyCertSign,cRLSign
	subjectKeyIdentifier = hash
	[sign]
	basicConstraints = CA:FALSE
	keyUsage = digitalSignature
	[code]
	basicConstraints = CA:FALSE
	keyUsage = digitalSignature
	extendedKeyUsage = codeSigning
	[server]
	basicConstraints = CA:FALSE
	keyUsage = digitalSignature
	extendedKeyUsage = serverAuth
	[encrypt]
	basicConstraints = CA:FALSE
	keyUsage = keyEncipherment
	END
}

# new_key NAME [rsa|ec]
new_key() {
	case ${2-rsa} in
	rsa)	openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 \
		    -out "$1.key" 2>/dev/null ;;
	ec)	openssl genpkey -algorithm EC -out "$1.key" \
		    -pkeyopt ec_paramgen_curve:P-256 ;;
	esac
	chmod 600 "$1.key"
}

# new_root NAME [DIGEST]: a key and its root certificate
new_root() {
	key_config
	new_key "$1"
	openssl req -x509 -new -key "$1.key" -subj "/O=Test/CN=$1" -days 3650 \
	    "-${2-sha256}" -config keys.cnf -extensions ca -out "$1.pem"
}

# certify NAME ISSUER EXTENSIONS [DIGEST]: a certificate for NAME.key
certify() {
	key_config
	openssl req -new -key "$1.key" -subj "/O=Test/CN=$1" \
	    -config keys.cnf -out "$1.csr"
	openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" \
	    -set_serial "0x$(openssl rand -hex 8)" -days 365 \
	    "-${4-sha256}" -extfile keys.cnf -extensions "$3" \
	    -out "$1.pem" 2>/dev/null
}

# usual_keys: root, issuer below it, signer below that, with the files
# root.pem, chain.pem (issuer and root), signer.key and signer.pem
usual_keys() {
	need openssl
	new_root root
	new_key issuer
	certify issuer root ca
	new_key signer
	certify signer issuer sign
	cat issuer.pem root.pem >chain.pem
}
