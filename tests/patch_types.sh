# A product with hard links and directories, and a patch that changes them in every
# way, for the cases patch_*.sh; after patch.sh.

# base_file PATH...: each a file of the product
base_file() {
	for _path do
		mkdir -p "src/PRD/root/$(dirname "$_path")"
		echo "base $_path" >"src/PRD/root/$_path"
		echo "f none $_path 0644 root bin" >>src/PRD/prototype
	done
}

# base_line LINE...: of its prototype
base_line() {
	printf '%s\n' "$@" >>src/PRD/prototype
}

# patch_file PATH...: each an object of the patch
patch_file() {
	for _path do
		mkdir -p "src/PRDp1/root/$(dirname "$_path")"
		echo "patch $_path" >"src/PRDp1/root/$_path"
		echo "e patch $_path 0644 root bin" >>src/PRDp1/prototype
		element "<file path=\"$_path\"/>"
	done
}

# make_types: PRD, and PRDp1 that changes links, directories and kinds of files
make_types() {
	make_base
	make_patch PRDp1 1 v2 110
	# hard links
	base_file lib/one lib/two etc/gone etc/first etc/apart
	base_line 'l none lib/hard.so=libx.so' 'l none lib/alias=one' \
	    'l none etc/gonelink=gone' 'l none etc/second=first' \
	    'l none etc/apart2=apart' 'l none etc/soft=apart'
	element '<file path="etc/gonelink" type="hardlink" action="delete"/>' \
	    '<file path="lib/alias" type="hardlink" target="two"/>' \
	    '<file path="bin/su2" type="hardlink" action="add" target="su"/>' \
	    '<file path="lib/keep" type="hardlink" action="add" target="../etc/keep"/>' \
	    '<file path="etc/first" action="delete"/>' \
	    '<file path="etc/second" type="hardlink" action="delete"/>' \
	    '<file path="etc/soft" type="symlink" target="keep"/>'
	patch_file etc/apart2
	# directories
	base_file spool/a spool/deep/b mine/c
	base_line 'd none spool 0700 root sys' 'd none spool/deep 0755 root bin' \
	    'd none mine 0755 root bin' 'd none www 0755 root bin'
	element '<file path="spool" type="directory" action="delete"/>' \
	    '<file path="spool/a" action="delete"/>' \
	    '<file path="spool/deep" type="directory" action="delete"/>' \
	    '<file path="spool/deep/b" action="delete"/>' \
	    '<file path="mine" type="directory" action="delete"/>' \
	    '<file path="mine/c" action="delete"/>' \
	    '<file path="www" type="directory" action="attributes" mode="2750" group="sys"/>' \
	    '<file path="new" type="directory" action="add" mode="0750" owner="root" group="sys"/>' \
	    '<file path="new/empty" type="directory" action="add" mode="0711" owner="bin" group="bin"/>'
	patch_file new/file
	# other kinds
	base_file conf doc/readme
	base_line 's none data=lib' 'd none doc 0755 root bin' \
	    's none etc/current=keep' 's none www/index=../etc/keep'
	element '<file path="conf" type="directory" mode="0755" owner="root" group="bin"/>' \
	    '<file path="conf/deep" type="directory" action="add" mode="0700" owner="root" group="sys"/>' \
	    '<file path="data" type="directory" mode="0755" owner="root" group="bin"/>' \
	    '<file path="doc" type="symlink" target="ui"/>' \
	    '<file path="doc/readme" action="delete"/>' \
	    '<file path="www/index" type="hardlink" target="../etc/keep"/>'
	patch_file conf/a conf/deep/b data/libx.so etc/current
	dated src/PRD/root 200401021304.05
	dated src/PRDp1/root 200502101304.05
	build_classic PRD
	build_patch PRDp1
}
