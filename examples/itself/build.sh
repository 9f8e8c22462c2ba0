#!/bin/sh
# pkgstream as a Solaris package, made by itself from what was built:
#
#	examples/itself/build.sh BUILD OUT.pkg
#
# On Solaris or illumos it is the program for that system; elsewhere the same
# package with a program that Solaris cannot run, which lint will say.

build=$(cd "$1" && pwd) || exit 1
out=$2
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
version=$("$build/pkgstream" --version | sed 's/.* //')
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

${MAKE:-make} -C "$top" -s BUILD="$build" PREFIX=/opt/pkgstream \
    DESTDIR="$work/root" install || exit 1
cp "$top/COPYING" "$work/root/opt/pkgstream/" || exit 1
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct \
    2>/dev/null)}
[ -n "$SOURCE_DATE_EPOCH" ] && export SOURCE_DATE_EPOCH ||
    unset SOURCE_DATE_EPOCH
"$build/pkgstream" init -q -o "$work/sources" --pkg PKGstream \
    --name 'pkgstream - Solaris packages on any Unix host' \
    --version "$version" --category application,system \
    --vendor 'The pkgstream developers' --basedir /opt/pkgstream \
    "$work/root/opt/pkgstream" || exit 1
"$build/pkgstream" build --force -p "$work/root/opt/pkgstream" -o "$out" \
    "$work/sources/manifest.xml"
