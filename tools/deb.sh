#!/bin/sh
# A Debian package of the program as it was built, BUILD/pkgstream_*.deb.
#
#	VERSION=... [MAKE=gmake] tools/deb.sh BUILD
#
# SOURCE_DATE_EPOCH, or else the time of the last commit, is that of all files,
# so that the same sources and the same compiler give the same package.

build=$(cd "$1" && pwd) || exit 1
top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
work=$build/deb
root=$work/debian/pkgstream
doc=$root/usr/share/doc/pkgstream

SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct \
    2>/dev/null)}
[ -n "$SOURCE_DATE_EPOCH" ] || SOURCE_DATE_EPOCH=$(date +%s)
export SOURCE_DATE_EPOCH

set -e
umask 022
rm -rf "$work"
${MAKE:-make} -C "$top" -s BUILD="$build" PREFIX=/usr DESTDIR="$root" install
strip "$root/usr/bin/pkgstream"
gzip -9n "$root"/usr/share/man/*/*
mkdir -p "$doc" "$root/DEBIAN"
cp "$top/COPYING" "$doc/copyright"
cp "$top/README.md" "$top"/docs/*.md "$doc/"
gzip -9nc "$top/CHANGES.md" >"$doc/changelog.gz"

# the libraries that the program was linked with, by the packages they are from
printf 'Source: pkgstream\n\nPackage: pkgstream\nArchitecture: any\n' \
    >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O debian/pkgstream/usr/bin/pkgstream)
cat >"$root/DEBIAN/control" <<END
Package: pkgstream
Version: $VERSION
Architecture: $(dpkg --print-architecture)
Maintainer: ${DEBFULLNAME:-The pkgstream developers} <${DEBEMAIL:-pkgstream@localhost}>
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Depends: ${depends#shlibs:Depends=}
Section: devel
Priority: optional
Description: make, check and rehearse Solaris packages on any Unix host
 Makes SVR4 packages as datastreams without a Solaris host, the same bytes
 everywhere; reads, verifies, lints, signs and compares them, and rehearses
 their installation and removal in a scratch root.
END
find "$root" -depth -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" "$build"
