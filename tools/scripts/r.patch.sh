# r.CLASS: stages the saved originals, stops, swaps, starts.  The list on
# standard input has the paths that pkgrm leaves to us.

adopt_state || exit 1
[ -f "$journal" ] || exit 0
make_work "$state/work"
cat >"$work/list" || exit 1
set_base "${CLIENT_BASEDIR:-/}"
set_originals || exit 1
no_start=no gone=no
present "$PATCH_BASE" || gone=yes no_start=yes

ready && clean_stages || exit 1
begin_journal remove "$PKGINST" || exit 1
plan_restore "$work/list" && stage_all && prepare_times || {
	clean_stages
	give_times "$work/before"
	complain "$name: nothing was changed"
	exit 1
}
$awk 'NF > 1 { print "restore", $3 }' "$work/plan" >"$work/lines" &&
    notes "$work/lines" || exit 1
exchange || exit 1
restored && clean_stages || exit 1
[ $gone = yes ] || give_times "$state/times"
exit 0
