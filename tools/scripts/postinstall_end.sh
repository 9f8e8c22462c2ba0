[ $own_status -eq 0 ] ||
    put_back "the package's own postinstall ended with $own_status"
note end install
sync
say "$name (build ${PATCH_BUILD:+$PATCH_BUILD, }$PATCH_DATE) is installed: $files files"
say "saved originals and journal: $PKGSAV/patch"
exit 0
