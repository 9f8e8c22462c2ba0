#!/bin/sh
# the corpus of the fuzz targets, once more
. "$(dirname "$0")/../lib.sh"

: "${BUILD:=$TOP/build}"

# replay TARGET [CORPUS]
replay() {
	[ -x "$BUILD/tests/replay_$1" ] || skip "replay_$1 is not built"
	expect 0 "$BUILD/tests/replay_$1" "$TOP/tests/fuzz/corpus/${2-$1}"/*
}

case_archive() {
	replay archive
}

case_source() {
	replay source
}

case_extract() {
	replay extract source
}

case_contents() {
	replay contents
}

case_installf() {
	replay installf
}

case_deb() {
	replay deb
}

case_elf() {
	replay elf
}

case_rpm() {
	replay rpm
}

case_admin() {
	replay admin
}

case_response() {
	replay response
}

case_depend() {
	replay depend
}

case_space() {
	replay space
}

case_pkgmap() {
	replay pkgmap
}

case_pkginfo() {
	replay pkginfo
}

case_manifest() {
	replay manifest
}

case_shell() {
	replay shell
}

case_awk() {
	replay awk
}

case_sed() {
	replay sed
}

case_lint() {
	replay lint
}

case_signature() {
	replay signature
}

run_cases "$0" "$@"
