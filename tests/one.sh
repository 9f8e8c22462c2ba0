# One test program or case file, for tests/run, which sets the environment: runs
# it, prints a line for each test, and adds its TAP to TEST_LOG, with the names
# and times that cmocka's has not.

file=$1
name=$(basename "$file" .sh)

# What of TEST_PATTERN is for this file: all of it, some cases, or nothing
TEST_FILTER='*'
if [ -n "$TEST_PATTERN" ]; then
	case "$name: " in
	*$TEST_PATTERN*)
		;;
	*)	TEST_FILTER="*$TEST_PATTERN*"
		case $TEST_PATTERN in
		*': '*)	case $name in
			*${TEST_PATTERN%%: *})
				TEST_FILTER="${TEST_PATTERN#*: }*" ;;
			*)	exit 0 ;;
			esac ;;
		esac ;;
	esac
fi
export TEST_FILTER

# hundredths of a second, or full seconds where date has no more
case $(date +%N) in
[0-9]*)	now() { _now=$(date +%s%N); echo $((_now / 10000000)); } ;;
*)	now() { echo $(($(date +%s) * 100)); } ;;
esac

# seconds FROM: since then
seconds() {
	_took=$(($(now) - $1))
	printf '%d.%02d' $((_took / 100)) $((_took % 100))
}

run() {
	case $file in
	*.sh)	sh "$file" 2>&1 ;;
	*)	CMOCKA_MESSAGE_OUTPUT=TAP "$file" 2>&1 ;;
	esac
	echo "status $?"
}

# tell WORD RESULT REASON: the line for who watches, and the one for the log
tell() {
	_took=$(seconds "$begin")
	printf '%-4s %8s  %s%s\n' "$1" "$_took" "$title" "${3:+: $3}"
	echo "$2 - $title # time=$_took" | if [ "$1" = skip ]; then
		sed "s/\$/ # SKIP $3/"
	else
		cat
	fi >>"$out"
	begin=$(now)
	ran=yes
}

# title_of LINE: FILE: CASE of a TAP line of ours or of cmocka's
title_of() {
	title=${1#*ok }
	case $title in
	'- '*)	title=${title#- } ;;
	*)	title="$name: ${title#* - }" ;;
	esac
	title=${title%% # *}
}

out=$(mktemp) || exit 1
begin=$(now)
ran= failed= reason=
run | {
	while IFS= read -r line; do
		case $line in
		'not ok '[0-9]*' # SKIP '*)
			# so cmocka calls it; the reason is printed before
			title="$name: ${line##* # SKIP }"
			tell skip ok "${reason:-no reason given}"
			reason= ;;
		'ok '*' # SKIP'*)
			title_of "$line"
			line=${line##* # SKIP}
			tell skip ok "${line# }" ;;
		'ok '*)	title_of "$line"
			tell ok ok ;;
		'not ok '*)
			title_of "$line"
			tell FAIL 'not ok'
			failed=yes ;;
		'# skip: '*)
			reason=${line#'# skip: '} ;;
		'status '*)
			status=${line#status } ;;
		*)	printf '%s\n' "$line" >>"$out" ;;
		esac
	done
	if [ "$status" -ne 0 ] && [ -z "$failed" ]; then
		title="$name: ended with status $status"
		tell FAIL 'not ok'
	elif [ -z "$ran" ] && [ "$TEST_FILTER" = '*' ]; then
		title="$name: ran no test"
		tell FAIL 'not ok'
	fi
}
cat "$out" >>"$TEST_LOG"
rm -f "$out"
