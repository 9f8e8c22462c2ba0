#!/bin/sh
# A manual page with what its verb's tables say in place of its marker lines.
#
#	tools/page.sh PROGRAM man/pkgstream-VERB.1 >PAGE

program=$1
page=$2
verb=$(basename "$page" .1)
verb=${verb#pkgstream}
verb=$(echo "${verb#-}" | tr - " ")

while IFS= read -r line; do
	case $line in
	'.\" @SYNOPSIS@') "$program" manual synopsis $verb || exit 1 ;;
	'.\" @OPTIONS@') "$program" manual options $verb || exit 1 ;;
	'.\" @VERBS@') "$program" manual verbs $verb || exit 1 ;;
	'.\" @TAGS@') "$program" lint --tags || exit 1 ;;
	'.\" @LIMITS@') "$program" rehearse --limits |
		sed 's/^\([^:]*\): \(.*\)/.It \1\
\2/' ;;
	*) printf '%s\n' "$line" ;;
	esac
done <"$page"
