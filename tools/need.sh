#!/bin/sh
# Installs what a target of the Makefile needs, or says what that is.
#
#	tools/need.sh build|demo|check|html|deb
#
# On Debian and its relatives missing packages are installed (as root, or with
# sudo).  Elsewhere their names are printed, and the target stops.

what=${1:-build}

have() {
	command -v "$1" >/dev/null 2>&1
}

library() {
	have pkg-config && pkg-config --exists "$@"
}

can_install() {
	have apt-get && { [ "$(id -u)" -eq 0 ] || have sudo; }
}

# One row per need: is it there?  Debian, dnf, apk, brew, pkg, pkgin
rows() {
	row 'have cc && printf "#include <stdio.h>\n" | cc -E - >/dev/null 2>&1' \
	    build-essential gcc build-base gcc gcc gcc14
	row 'have pkg-config' \
	    pkg-config pkgconf-pkg-config pkgconf pkg-config pkgconf pkgconf
	row 'library libarchive' libarchive-dev libarchive-devel \
	    libarchive-dev libarchive libarchive libarchive
	row 'library "libcrypto >= 3"' libssl-dev openssl-devel openssl-dev \
	    openssl@3 openssl openssl
	row 'library libxml-2.0' libxml2-dev libxml2-devel libxml2-dev \
	    libxml2 libxml2 libxml2
	[ "$(uname -s)" != Linux ] || row 'library libseccomp' libseccomp-dev \
	    libseccomp-devel libseccomp-dev - - -
	case $what in
	demo)	rows_of_patches ;;
	html)	row 'have mandoc' mandoc mandoc mandoc mandoc - -
		row 'have cmark-gfm' cmark-gfm cmark-gfm cmark cmark-gfm - - ;;
	deb)	row 'have dpkg-shlibdeps' dpkg-dev - - - - - ;;
	check)	rows_of_check
		rows_of_patches ;;
	esac
}

rows_of_check() {
	row 'library cmocka' libcmocka-dev libcmocka-devel cmocka-dev cmocka \
	    cmocka cmocka
	row 'have ksh || have ksh93' ksh ksh loksh ksh93 ksh93 ast-ksh
	row 'have original-awk || ! have dpkg' original-awk - - - - -
	row 'have dash || [ -x /bin/dash ]' dash dash dash dash dash dash
}

# the utilities of Solaris that the scripts of patches call, where a system may
# be without them
rows_of_patches() {
	row 'have ps' procps procps-ng procps - - -
	row 'have cpio' cpio cpio cpio - - -
}

# What single cases of the tests need: installed on Debian; elsewhere they say
# what they lack and are skipped.
wants() {
	[ "$what" = check ] && can_install || return 0
	row 'have jq' jq
	row 'have xmllint' libxml2-utils
	row 'have mandoc' mandoc
	row 'have cmark-gfm' cmark-gfm
	row 'have zsh' zsh
	row 'have fish' fish
	row 'have original-awk' original-awk
	row 'have python3' python3
	row 'have ruby' ruby
	row 'have puppet' puppet-agent
	row 'python3 -c "import yaml" 2>/dev/null' python3-yaml
	row 'have openssl' openssl
}

missing=
row() {
	eval "$1" && return 0
	shift
	missing="$missing$*
"
}

column() {
	printf '%s' "$missing" | awk -v n="$1" '$n != "-" { print $n }' |
	    sort -u | tr '\n' ' '
}

install_debian() {
	as_root=
	[ "$(id -u)" -eq 0 ] || as_root=sudo
	# a library is found only with pkg-config, so the rows after it may
	# name what is there already: apt-get skips that
	$as_root apt-get update -qq &&
	    $as_root env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends $(column 1)
}

rows
wants
[ -n "$missing" ] || exit 0
if can_install; then
	echo "installing: $(column 1)"
	install_debian >/dev/null || exit 1
	missing=
	rows
	wants
	[ -n "$missing" ] || exit 0
fi
{
	echo "needed and missing, by the name in each package system:"
	echo "  apt-get install $(column 1)"
	echo "  dnf install $(column 2)"
	echo "  apk add $(column 3)"
	echo "  brew install $(column 4)"
	echo "  pkg install $(column 5)"
	echo "  pkgin install $(column 6)"
} >&2
exit 1
