# postinstall: verifies; the package's own part, above, has run by now.

data=$pkgdir/install/patchfiles
set_base "${CLIENT_BASEDIR:-/}"
make_work "$state/work"
set_originals
no_start=no gone=no

# verify: all files are those of the patch.
verify()
{
	file_table "$data" || return 1
	files=0
	exec 3<"$work/table"
	while read path action mode owner group size sum rest <&3; do
		files=`expr $files + 1`
		target "$path"
		if [ $action = delete ]; then
			[ ! -f "$dst" ]
		else
			is_content "$dst" "$size" "$sum"
		fi || {
			complain "verify: $path is not as it should be"
			return 1
		}
	done
	exec 3<&-
}

if [ $own_status -eq 0 ] && verify; then
	note end install
	sync
	say "$name (build $PATCH_BUILD, $PATCH_DATE) is installed: $files files"
	say "saved originals and journal: $PKGSAV/patch"
	exit 0
fi

complain "$name: postinstall failed with status $own_status;" \
    "the old files are put back"
plan_restore && exchange && restored
clean_stages
note failed
exit 1
