#!/bin/sh
# The delivery kit: its pieces, and the scripts in it at work in a rehearsal.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../patch.sh"
. "$(dirname "$0")/../keys.sh"

: "${BUILD:=$TOP/build}"

# owners and what only root may read are half of what a patch is about
ALL_NEED_ROOT=yes

# made: a product, its patch and the kit of it; begin() installs the product
made() {
	begin
	sed -i 's,</manifest>,<notes console="http://HOST/"><after>\
<text xml:lang="en">Update the pattern.</text></after></notes>&,
' src/PRDp1/manifest.xml
	expect 0 "$PKGSTREAM" kit -q -o kit src/PRDp1/manifest.xml
	[ ! -s err ] || fail "$(cat err)"
}

# tools [OPTION...]: pkgadd and pkgrm in bin, which are those of the rehearsal;
# with NATIVE those of the PATH (tests/native.sh)
tools() {
	[ -z "${NATIVE-}" ] || return 0
	mkdir -p bin
	for name in add rm; do
		{
			echo '#!/bin/sh'
			echo "exec '$PKGSTREAM' rehearse $name ${SHELL_OPTION-}" \
			    "$* \"\$@\""
		} >bin/pkg$name
		chmod 755 bin/pkg$name
	done
	PATH=$PWD/bin:$PATH
}

# front STATUS ANSWERS ARGUMENT...: patchinstall on the alternate root
front() {
	_status=$1
	printf "$2" >answers
	shift 2
	_got=0
	${SH:-sh} kit/patchinstall -R "$PWD/root" "$@" <answers >out 2>&1 ||
	    _got=$?
	[ $_got -eq "$_status" ] || fail "ended with $_got: $(cat out)"
}

case_contents() {
	made
	( cd kit && sha256sum -c --quiet SHA256SUMS )
	( cd kit && find . -type f ! -name SHA256SUMS | sed 's|^\./||' |
	    sort ) >files
	sed 's/^[0-9a-f]*  //' kit/SHA256SUMS | sort >summed
	same files summed
	contains files patchinstall
	contains kit/readme.en.txt './patchinstall rollback'
	contains kit/readme.en.txt 'SHA256SUMS has the digest of each file'
	expect 0 "$PKGSTREAM" verify kit/PRDp1.pkg
	if grep -r '@' kit/admin kit/response kit/*/*; then
		fail "not filled in"
	fi
	# nothing of the first customer
	if grep -ri 'imss\|trend' kit/*/* kit/patchinstall kit/admin; then
		fail "it is there"
	fi
}

# the same bytes, whenever and however often
case_reproducible() {
	made
	expect 0 "$PKGSTREAM" kit -q -o a.tar.gz src/PRDp1/manifest.xml
	sleep 1
	expect 0 env TZ=Asia/Tokyo "$PKGSTREAM" kit -q -o b.tgz \
	    src/PRDp1/manifest.xml
	cmp a.tar.gz b.tgz
	"$PKGSTREAM" kit -q -o - src/PRDp1/manifest.xml >c
	cmp a.tar.gz c
	gzip -dc a.tar.gz | tar xf -
	diff -r kit PRDp1-1.0.1
	[ -x PRDp1-1.0.1/patchinstall ] || fail "it is not executable"
	tar tvzf a.tar.gz | awk '{ print $2, $4 }' | sort -u >owners
	printf '%s\n' 'root/root 2005-05-11' >want
	same want owners
}

case_bad_input() {
	made
	m=src/PRDp1/manifest.xml
	expect 3 "$PKGSTREAM" kit -o kit $m
	contains err 'kit: exists already'
	expect 3 "$PKGSTREAM" kit -o bad --package PRD.pkg $m
	contains err 'its PKG is PRD, that of the manifest PRDp1'
	head -c 3000 PRDp1.pkg >cut.pkg
	expect 3 "$PKGSTREAM" kit -o bad --package cut.pkg $m
	expect 2 "$PKGSTREAM" kit -o bad
	rm -r src/PRDp1/root
	expect 3 "$PKGSTREAM" kit -o bad $m
	[ ! -e bad ] || fail "a kit was made"
	expect 0 ls -A
	lacks out .kit.
}

case_patchinstall() {
	made
	tools
	front 0 '\n\nyes\n' install
	contains out 'Install directory [/opt/prod]: '
	contains out 'Directory for the saved originals [/var/sadm/pkg/PRDp1/save]'
	contains out 'replace bin/daemon: '
	contains out 'Done: PRDp1 is installed.'
	contains out '- Update the pattern.'
	contains out '- Read the version in the console: http://HOST/'
	checked PRDp1 PRD
	front 1 'no\n' rollback
	contains out 'nothing was changed'
	front 0 'yes\n' rollback
	contains out 'Done: PRDp1 is removed'
	snapshot after
	same before after
	front 1 'yes\n' rollback
	contains out 'PRDp1 is not installed'
}

# other answers, no answers, other arguments: nothing is changed
case_patchinstall_refuses() {
	made
	tools
	front 1 '' install
	contains out 'no answer'
	front 1 '/opt/other\n' install
	contains out 'PRD is installed in /opt/prod'
	front 1 '\nsaved\n' install
	contains out 'must be a full path'
	front 1 '\n\nno\n' install
	contains out 'not confirmed'
	front 1 '' remove
	front 1 ''
	rm kit/admin
	front 1 '\n\nyes\n' install
	contains out 'kit/admin is missing'
	snapshot after
	same before after
}

# a choice of directory, and a hotfix that is newer
case_patchinstall_choices() {
	made
	tools
	echo 'x 1.0-120 y' >>root/opt/prod/bin/tool
	mkdir -p root/export/saved
	front 1 '\n/export/saved\nno\n' install
	contains out 'These are newer than the patch and will be LOST:'
	contains out '  bin/tool: build 120'
	front 1 '' -y install
	contains out 'does not overwrite hotfixes'
	[ ! -d root/var/sadm/pkg/PRDp1 ] || fail "it is installed"
	front 0 '\n/export/saved\nyes\n' install
	contains out 'Apply these hotfixes again:'
	[ -n "$(find root/export/saved -type f)" ] || fail "nothing is saved"
	front 0 '' -y rollback
	[ "$(tail -1 root/opt/prod/bin/tool)" = 'x 1.0-120 y' ]
}

# what pkgadd refuses is told, with its status
case_patchinstall_failure() {
	made
	tools
	echo changed >root/opt/prod/bin/daemon
	front 4 '' -y install
	contains out 'pkgadd ended with 4; the reasons are above'
	contains out 'opt/prod/bin/daemon is not as its package has it'
	lacks out Done
	[ ! -d root/var/sadm/pkg/PRDp1 ] || fail "it is installed"
}

# native_live: the same with the tools and utilities of the system itself
native_live() {
	[ -n "${LIVE-}" ] || skip "no command for live roots"
	mkdir -p root/var/tmp
	cp -R kit root/var/tmp/kit
	expect 0 $LIVE "$PWD/root" /bin/sh /var/tmp/kit/patchinstall -y install
	contains out 'Done: PRDp1 is installed.'
	contains out 'The service Service was not running'
	contains out '- Update the pattern.'
	expect 0 $LIVE "$PWD/root" /bin/sh /var/tmp/kit/patchinstall -y rollback
	contains out 'Done: PRDp1 is removed'
	[ ! -d root/var/sadm/pkg/PRDp1 ] || fail "it is still there"
}

# As on the running system: its database and product are where they belong,
# but only for the front end, since a rehearsal refuses a host's own root.
case_patchinstall_live() {
	made
	[ -z "${NATIVE-}" ] || {
		native_live
		return 0
	}
	tools --live "$PWD/root"
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	for name in add rm; do
		sed -i "s/^exec /&nsenter -t $$ -m /" bin/pkg$name
	done
	mkdir tmp
	cat >live <<-TEXT
	mount --bind /var/tmp "$PWD/tmp" &&
	mount -t tmpfs none /var && mkdir /var/sadm /var/tmp &&
	mount --bind "$PWD/tmp" /var/tmp &&
	mount --bind "$PWD/root/var/sadm" /var/sadm &&
	mount --bind "$PWD/root/opt" /opt || exit 99
	exec sh "$PWD/kit/patchinstall" -y "\$1"
	TEXT
	expect 0 unshare -m sh live install
	contains out 'Done: PRDp1 is installed.'
	contains out 'The service Service was not running'
	expect 0 unshare -m sh live rollback
	contains out 'Done: PRDp1 is removed'
	# no daemon outlives a rehearsal: what a running service leads to
	cat >bin/pkgadd <<-'TEXT'
	#!/bin/sh
	mkdir /var/sadm/pkg/PRDp1 && : >/var/sadm/pkg/PRDp1/pkginfo
	echo "Service was down for 2 seconds"
	TEXT
	expect 0 unshare -m sh live install
	contains out 'Service was down for 2 seconds.'
}

case_finish() {
	made
	tools
	expect 0 env KIT_ROOT="$PWD/root" ${SH:-sh} kit/jumpstart/finish
	contains out 'finish: PRDp1 is installed on'
	log=root/var/sadm/system/logs/PRDp1.log
	contains $log 'exit status 0'
	checked PRDp1 PRD
	# again: an update, or a refusal that says why
	remove 0 alt PRDp1
	echo changed >root/opt/prod/bin/daemon
	expect 1 env KIT_ROOT="$PWD/root" ${SH:-sh} kit/jumpstart/finish
	contains err 'pkgadd of PRDp1 ended with 4'
	contains err 'opt/prod/bin/daemon is not as its package has it'
	lacks err 'is installed: 8 files'
	expect 1 env KIT_ROOT="$PWD/src" ${SH:-sh} kit/jumpstart/finish
	contains err 'is not the root of an installed system'
	rm kit/kit.data
	expect 1 env KIT_ROOT="$PWD/root" ${SH:-sh} kit/jumpstart/finish
	contains err 'kit.data is not'
}

# the command lines that the tools make, with the kit's files or their own
case_command_lines() {
	[ -z "${NATIVE-}" ] || skip "these are for the root of the system"
	made
	tools -R "$PWD/root"
	printf '%s\n' mail= instance=unique partial=nocheck runlevel=quit \
	    idepend=nocheck rdepend=nocheck space=quit setuid=nocheck \
	    conflict=nocheck action=nocheck basedir=default >ansible
	printf '%s\n' email= instance=quit partial=nocheck runlevel=nocheck \
	    idepend=nocheck rdepend=nocheck space=nocheck setuid=nocheck \
	    conflict=nocheck action=nocheck basedir=default >salt
	f=$PWD/kit/PRDp1.pkg a=$PWD/kit/admin r=$PWD/kit/response
	set -- \
	    "pkgadd -n -a $PWD/ansible -d $f -r $r PRDp1" \
	    "pkgrm -na $PWD/ansible PRDp1" \
	    "pkgadd -a $a -r $r -d $f -n PRDp1" "pkgrm -n -a $a PRDp1" \
	    "pkgadd -n -a $a -r $r -d $f all" "pkgrm -n -a $a PRDp1" \
	    "pkgadd -n -a $PWD/salt -d $f all" "pkgrm -n -a $PWD/salt PRDp1"
	for line do
		expect 0 $line </dev/null
	done
	snapshot after
	same before after
}

# the package and the list of all files, by the same key
case_signed() {
	usual_keys
	made
	set -- --sign signer.key --cert signer.pem --chain chain.pem
	expect 0 "$PKGSTREAM" kit "$@" -o signed src/PRDp1/manifest.xml
	contains out 'signed with SHA-256 by CN=signer,O=Test'
	expect 0 "$PKGSTREAM" kit -q "$@" -o again src/PRDp1/manifest.xml
	expect 0 diff -r signed again
	expect 0 "$PKGSTREAM" verify --trust root.pem signed/PRDp1.pkg
	(
		cd signed
		expect 0 "$PKGSTREAM" verify --sums SHA256SUMS \
		    --detached SHA256SUMS.p7s --trust ../root.pem
	)
	echo >>signed/admin
	(
		cd signed
		expect 1 "$PKGSTREAM" verify --sums SHA256SUMS \
		    --detached SHA256SUMS.p7s --trust ../root.pem
		rm out err
	)
	# a package that was made before gets the signature, too
	expect 0 "$PKGSTREAM" kit -q "$@" --package kit/PRDp1.pkg -o third \
	    src/PRDp1/manifest.xml
	expect 0 diff -r third again
	expect 2 "$PKGSTREAM" kit --cert signer.pem src/PRDp1/manifest.xml
	contains err 'go with a key'
	expect 3 "$PKGSTREAM" kit --sign none.key -o fourth \
	    src/PRDp1/manifest.xml
	[ ! -e fourth ]
}

# a package that is no patch: its readme names nothing that the kit has not
case_plain_package() {
	mkdir tree
	echo 'echo hello' >tree/hello
	expect 0 "$PKGSTREAM" init -o src --pkg ACMEh --name Hello \
	    --version 1 --basedir /opt/hello tree
	expect 0 "$PKGSTREAM" kit -q -o kit src/manifest.xml
	[ ! -e kit/patchinstall ] || fail "it has patchinstall"
	tr -s ' ' '\n' <kit/readme.en.txt |
	    sed -n 's/^\.\/\([A-Za-z.]*\)$/\1/p
	    s/^\(jumpstart\/[a-z]*\)$/\1/p' | sort -u >named
	grep '^admin$' named >/dev/null || fail "found no names"
	while read -r name; do
		[ -e "kit/$name" ] || fail "there is no $name"
	done <named
	if grep -i 'patchinstall\|PATCH_\|step by step' kit/readme.* kit/response; then
		fail "it is no patch"
	fi
	mkdir root
	tools
	expect 0 env "PATH=$PWD/bin:$PATH" pkgadd -R "$PWD/root" -n \
	    -a ./kit/admin -d ./kit/ACMEh.pkg ACMEh
	[ -f root/opt/hello/hello ] || fail "it is not installed"
	expect 0 pkgrm -R "$PWD/root" -n -a ./kit/admin ACMEh
}

# the recipe of the Makefile, of the package that is there
case_make_kit() {
	[ -f "$BUILD/imss51sp1p3.pkg" ] || skip "imss51sp1p3.pkg is not built"
	need make
	mkdir b
	ln -s "$PKGSTREAM" "$BUILD/imss51sp1p3.pkg" b
	expect 0 make -s -C "$TOP" -o package BUILD="$PWD/b" kit
	gzip -dc b/imss51sp1p3-kit.tar.gz | tar xf -
	cd TMIMSSp3-*
	sha256sum -c --quiet SHA256SUMS || fail "digests differ"
	for name in imss51sp1p3.pkg admin response patchinstall readme.en.txt \
	    readme.ja.html jumpstart/finish ansible/install.yml \
	    puppet/install.pp chef/install.rb salt/install.sls; do
		[ -s $name ] || fail "it lacks $name"
	done
	contains readme.en.txt 'pkgadd -n -a ./admin -d ./imss51sp1p3.pkg TMIMSSp3'
	cmp imss51sp1p3.pkg "$BUILD/imss51sp1p3.pkg"
}

# each by a parser of its own
case_parsed_yaml() {
	python3 -c 'import yaml' 2>/dev/null || skip "there is no python3-yaml"
	made
	python3 - kit/ansible/*.yml kit/salt/*.sls <<-'PY'
	import sys, yaml
	for name in sys.argv[1:]:
	    data = yaml.safe_load(open(name))
	    assert data and "PRDp1" in str(data), name
	play = yaml.safe_load(open(sys.argv[1]))[0]
	assert [t["name"] for t in play["tasks"]][2] == \
	    "Install the package"
	assert play["tasks"][2]["community.general.svr4pkg"]["src"] == \
	    "/var/tmp/PRDp1.pkg"
	PY
}

case_parsed_ruby() {
	need ruby
	made
	expect 0 ruby -c kit/chef/install.rb
	expect 0 ruby -c kit/chef/rollback.rb
}

case_parsed_puppet() {
	need puppet
	made
	HOME=$PWD expect 0 puppet parser validate kit/puppet/install.pp \
	    kit/puppet/rollback.pp
	echo "package { 'x' ensure => installed }" >bad.pp
	HOME=$PWD expect 1 puppet parser validate bad.pp
}

case_plain_bourne() {
	made
	cat >meant <<-'EOF'
	nested-package-tool finish no package script: it is what calls pkgadd
	pkgsav-hard-coded patchinstall no package script: there is no PKGSAV
	EOF
	expect 0 "$PKGSTREAM" lint --overrides meant --fail-on info \
	    kit/patchinstall kit/jumpstart/finish
	for name in kit/patchinstall kit/jumpstart/finish; do
		expect 0 sh -n $name
		if grep -n '\$(\|export [A-Z]*=\|test -e\|\[ -e\|\[ ! ' $name; then
			fail "$name is not plain Bourne"
		fi
		if command -v shellcheck >/dev/null; then
			expect 0 shellcheck -s sh -S error $name
		fi
	done
}

run_cases "$0" ${1+"$@"}
