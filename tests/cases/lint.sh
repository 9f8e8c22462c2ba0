#!/bin/sh
# lint on the real binary; the tags one by one are in test_lint.c
. "$(dirname "$0")/../lib.sh"

case_text() {
	printf 'x=$(ls)\nexit 0\n' >postinstall
	expect 1 "$PKGSTREAM" lint postinstall
	[ "$(sed -n 1p out)" = postinstall ] || fail "not grouped by file"
	contains out '  1:3: error: '
	contains out '[command-substitution]'
	contains out 'lint: 1 error, 0 warnings, 0 infos'
	lacks out "$(printf '\033')"
}

case_clean() {
	printf 'x=`ls`\nexit 0\n' >postinstall
	expect 0 "$PKGSTREAM" lint -q postinstall
	[ ! -s out ] || fail "not quiet"
}

case_json() {
	need python3
	printf 'a\necho -n x\nexit 0\n' >postinstall
	expect 1 "$PKGSTREAM" lint --json postinstall
	python3 - <<-'END'
	import json
	f = json.load(open("out"))
	assert f == [{"file": "postinstall", "line": 2, "column": 6,
	    "tag": "echo-option", "severity": "warning",
	    "message": f[0]["message"]}]
	END
	expect 1 "$PKGSTREAM" lint --sarif postinstall
	python3 - <<-'END'
	import json
	run = json.load(open("out"))["runs"][0]
	assert run["results"][0]["ruleId"] == "echo-option"
	assert len(run["tool"]["driver"]["rules"]) > 100
	END
}

case_status() {
	expect 2 "$PKGSTREAM" lint
	expect 2 "$PKGSTREAM" lint --explain no-such
	expect 2 "$PKGSTREAM" lint --target 7 x
	expect 2 "$PKGSTREAM" lint --fail-on never-ever x
	expect 3 "$PKGSTREAM" lint none
	printf 'echo -n x\nexit 0\n' >postinstall
	expect 1 "$PKGSTREAM" lint postinstall
	expect 0 "$PKGSTREAM" lint --fail-on error postinstall
	printf 'export A=b\nexit 0\n' >postinstall
	expect 1 "$PKGSTREAM" lint --fail-on error postinstall
	expect 0 "$PKGSTREAM" lint --fail-on never postinstall
	expect 0 "$PKGSTREAM" lint --target 11 postinstall
}

case_overrides() {
	printf 'echo -n x\nexit 0\n' >postinstall
	printf 'echo-option postinstall:1 seen\nwhich-use * none\n' >o
	expect 0 "$PKGSTREAM" lint --overrides o postinstall
	contains out '1 overridden'
	contains err 'o:2: warning: nothing is overridden: which-use'
	echo 'echo-option postinstall' >o
	expect 3 "$PKGSTREAM" lint --overrides o postinstall
	contains err 'o:1:'
}

case_explain() {
	expect 0 "$PKGSTREAM" lint --explain test-e
	contains out 'test-e (error)'
	contains out 'Solaris 8, 9 and 10'
	contains out 'Write:'
}

# each tag is in the manual, and each one there has all its parts
case_manual() {
	expect 0 "$PKGSTREAM" lint --tags
	[ "$(grep -c '^\.It ' out)" -gt 100 ] || fail "few tags"
	for tag in $(sed -n 's/^\.It \([a-z0-9-]*\) .*/\1/p' out); do
		"$PKGSTREAM" lint --explain "$tag" >explained ||
		    fail "$tag is not explained"
	done
}

# a package that has everything
# nothing that lint cannot read is called clean
case_no_script() {
	echo '<manifest pkg="X"/>' >m.xml
	expect 3 "$PKGSTREAM" lint m.xml
	contains err 'm.xml:1: no script: this is XML'
	expect 3 "$PKGSTREAM" lint --json m.xml
	contains out 'this is XML'
	printf 'echo a\000b\n' >postinstall
	expect 3 "$PKGSTREAM" lint postinstall
	contains err 'this is binary'
	[ -f "$BUILD/imss51sp1p3.pkg" ] || skip "no package was made"
	for size in 20 700 3000; do
		head -c $size "$BUILD/imss51sp1p3.pkg" >cut.pkg
		expect 3 "$PKGSTREAM" lint cut.pkg
		contains err cut.pkg
	done
}

case_package() {
	mkdir root
	printf 'export A=b\n' >postinst
	printf '#!/bin/sh\nx=$(ls)\n' >root/run
	printf '%s\n' PKG=LINT NAME=x ARCH=sparc VERSION=1.0 \
	    CATEGORY=application BASEDIR=/opt/lint PSTAMP=x \
	    'CLASSES=none unused' DB_PASSWORD=x PASSWORD=x >pkginfo
	# an x86-64 program of Linux
	printf '\177ELF\002\001\001\003%8s\002\000\076\000%44s' '' '' |
	    tr ' ' '\000' >root/prog
	printf '%s\n' 'i pkginfo' 'i postinstal=postinst' \
	    'f none bin/run=run 0777 root bin' \
	    'f none bin/prog=prog 4755 root bin' \
	    'd none /etc 0775 root sys' >prototype
	expect 0 "$PKGSTREAM" build -q -f prototype -r root -r . -o lint.pkg
	expect 1 "$PKGSTREAM" lint lint.pkg
	for tag in script-name-typo elf-architecture elf-foreign-system \
	    world-writable set-uid system-directory-attributes \
	    class-without-object missing-parent secret-in-pkginfo \
	    command-substitution; do
		contains out "[$tag]"
	done
	# the directories of what a patch changes are its base's
	echo PATCH_CLASS=none >>pkginfo
	expect 0 "$PKGSTREAM" build -q --force -f prototype -r root -r . \
	    -o lint.pkg
	expect 1 "$PKGSTREAM" lint lint.pkg
	lacks out '[missing-parent]'
}

# several packages in a stream, a package in several parts, and neither
case_streams() {
	packages=$TOP/tests/golden
	"$PKGSTREAM" lint --fail-on never "$packages"/23-*/packages/three.pkg \
	    >out
	contains out '[several-packages]'
	lacks out '[several-parts]'
	"$PKGSTREAM" lint --fail-on never "$packages"/24-*/packages/*.pkg >out
	contains out '[several-parts]'
	lacks out '[several-packages]'
	"$PKGSTREAM" lint --fail-on never "$packages"/01-*/packages/*.pkg >out
	lacks out '[several-'
}

# what we put into packages ourselves is clean, and nothing is overridden
case_own_scripts() {
	[ -f "$BUILD/imss51sp1p3.pkg" ] || skip "no package was made"
	expect 1 "$PKGSTREAM" lint --json "$BUILD/imss51sp1p3.pkg"
	grep '/install/' out >ours || :
	[ ! -s ours ] || fail "$(cat ours)"
}

: "${BUILD:=$TOP/build}"
run_cases "$0" "$@"
