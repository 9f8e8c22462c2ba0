#!/bin/sh
# native.sh BUILD: the patch cases with the real package tools, that is, with
# whatever pkgadd, pkgrm and pkgchk are on the PATH: those of a Solaris or
# illumos host, or a port of them.  As root, in alternate roots (-R) below
# ${TMPDIR:-/tmp}; the host's own packages are not touched.
#
# LIVE=COMMAND: `COMMAND ROOT tool...' runs a tool with ROOT as the root
# directory and ends all processes with it, in a container or zone, say; the
# cases with a running service need it and are skipped without.

CASES="patch_promises patch_again patch_kinds patch_types patch_imss kit"

for tool in pkgadd pkgrm pkgchk; do
	command -v $tool >/dev/null 2>&1 || {
		echo "check-native: skipped: no $tool on the PATH"
		exit 0
	}
done
[ "`id -u`" -eq 0 ] || {
	echo "check-native: skipped: only root can give files away"
	exit 0
}
cd "`dirname "$0"`/.." || exit 1
NATIVE=yes
export NATIVE
: "${LIVE=}"
export LIVE
echo "pkgadd is `command -v pkgadd`, live roots: ${LIVE:-none}"
have=
for case in $CASES; do
	[ ! -f "tests/cases/$case.sh" ] || have="$have $case"
done
exec tests/run "${1:-build}" cases $have
