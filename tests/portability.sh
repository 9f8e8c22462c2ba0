#!/bin/sh
# Compiles every source of the program, without making code, as other systems
# would: with musl, for 32 bits, with the headers of older kernels, and with
# what replaces the Linux sources elsewhere.  Prints TAP; what is not installed
# is skipped.
#
#	make portability
#
# The Makefile sets CC, FEATURES, WARN and LIB_CFLAGS; $1 is BUILD, where the
# generated headers are.

TOP=$(cd "$(dirname "$0")/.." && pwd) || exit 1
BUILD=$(cd "$1" && pwd) || exit 1
cd "$TOP" || exit 1
: "${CC:=cc}" "${FEATURES:=-std=c17 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64}"
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=1
failed=0
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

report() { # STATUS NAME
	if [ "$1" -eq 0 ]; then
		echo "ok - portability: $2"
		return
	fi
	echo "not ok - portability: $2"
	sed 's/^/# /' "$dir/log"
	failed=1
}

skip() { # NAME WHY
	echo "ok - portability: $1 # SKIP $2"
}

compiler_works() { # COMPILER [FLAG]...
	printf '#include <stdio.h>\nint main(void) { return 0; }\n' |
	    "$@" -x c -o "$dir/works" - >/dev/null 2>&1
}

# What tools/configure.sh finds with these compiler flags.
configure() { # COMPILER FLAGS
	mkdir -p "$dir/gen"
	cp "$BUILD"/gen/*.h "$dir/gen/"
	CC=$1 CFLAGS="$FEATURES $2 $LIB_CFLAGS" LDLIBS='-larchive' \
	    sh tools/configure.sh >"$dir/gen/config.h" 2>"$dir/log"
}

# The sources, without those for other systems than Linux, or for Linux.
sources() { # linux|none
	case $1 in
	linux)	ls tools/*/*.c | grep -v '_none\.c$' ;;
	none)	ls tools/*/*.c | grep -v '_linux\.c$' ;;
	esac
}

compile() { # COMPILER FLAGS SOURCE...
	compiler=$1 flags=$2
	shift 2
	printf '%s\n' "$@" | xargs -n 20 -P "$jobs" $compiler -fsyntax-only \
	    -Werror $WARN $FEATURES $flags -include "$dir/gen/config.h" \
	    -DVERSION='"0"' -Itools -I"$dir/gen" $LIB_CFLAGS >"$dir/log" 2>&1
}

check() { # NAME linux|none COMPILER [FLAGS]
	configure "$3" "$4" && compile "$3" "$4" $(sources "$2")
	report $? "$1"
}

# Makes a directory with the headers of the kernel and of the libraries, but not
# those of this system's C library: musl has its own.
share_headers() {
	mkdir -p "$dir/include/openssl"
	for header in archive.h archive_entry.h libxml2 linux asm-generic \
	    unicode seccomp.h seccomp-syscalls.h; do
		[ -e "/usr/include/$header" ] &&
		    ln -s "/usr/include/$header" "$dir/include/$header"
	done
	arch=$(${CC} -print-multiarch 2>/dev/null)
	ln -s /usr/include/openssl/* "$dir/include/openssl/"
	for header in "/usr/include/$arch"/openssl/*; do
		[ -e "$header" ] && ln -sf "$header" "$dir/include/openssl/"
	done
	for header in "/usr/include/$arch/asm" /usr/include/asm; do
		[ -e "$header" ] && ln -s "$header" "$dir/include/asm" && break
	done
}

musl() {
	compiler_works musl-gcc ||
	    { skip musl "musl-gcc is not installed (musl-tools)"; return; }
	share_headers
	check musl linux musl-gcc \
	    "-idirafter $dir/include -idirafter $dir/include/libxml2"
}

# Dates of packages go to 2105, files may be larger than 2 GiB.
bits32() {
	compiler_works $CC -m32 ||
	    { skip "32 bits" "$CC -m32 does not work (gcc-multilib)"; return; }
	arch=$(${CC} -print-multiarch 2>/dev/null)
	check "32 bits" linux "$CC" "-m32 -idirafter /usr/include/$arch"
	cat >"$dir/wide.c" <<'END'
#include <time.h>
#include <sys/types.h>
_Static_assert(sizeof(time_t) == 8, "time_t has 32 bits");
_Static_assert(sizeof(off_t) == 8, "off_t has 32 bits");
END
	compile "$CC" -m32 "$dir/wide.c"
	report $? "32 bits: time_t and off_t have 64"
}

clang_too() {
	compiler_works clang || { skip clang "clang is not installed"; return; }
	check clang linux clang
}

# The sources without Linux, and without what only some systems have.
others() {
	configure "$CC" "" &&
	    grep -v 'HAVE_PIPE2\|HAVE_COPY_FILE_RANGE' "$dir/gen/config.h" \
	    >"$dir/config" && mv "$dir/config" "$dir/gen/config.h" &&
	    compile "$CC" "" $(sources none)
	report $? "what other systems get"
}

# Only tools/os and sources for one system may know what the system is called.
system_names() {
	grep -nE '__(linux|linux__|gnu_linux__|APPLE__|sun|sun__|FreeBSD__|NetBSD__|OpenBSD__|MUSL__|GLIBC__)\b' \
	    tools/*/*.[ch] | grep -v '^tools/os/\|_linux\.c:' >"$dir/log"
	[ ! -s "$dir/log" ]
	report $? "no names of systems outside tools/os"
}

system_names
if [ "$(printf __linux__ | $CC -E -P - 2>/dev/null)" = 1 ]; then
	musl
	bits32
	check "headers of Linux 5.4 and glibc 2.31" linux "$CC" \
	    "-isystem $TOP/tests/portability/old-linux"
	clang_too
else
	skip "musl, 32 bits, older Linux" "the compiler is not one for Linux"
fi
others
exit $failed
