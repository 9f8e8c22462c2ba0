#!/bin/sh
# Writes config.h to standard output: what the compiler, the C library and the
# libraries of this system have, found by compiling a small program for each.
#
#	CC=cc CFLAGS=... LDLIBS=... sh tools/configure.sh >config.h
#
# Every source includes it before all else (-include in the Makefile), because
# _TIME_BITS must be known before the first header of the system.

: "${CC:=cc}"
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# Does the program on standard input compile and link?  $@ are more arguments.
links() {
	cat >"$dir/t.c"
	$CC $CFLAGS -Werror=implicit-function-declaration -o "$dir/t" \
	    "$dir/t.c" "$@" >"$dir/log" 2>&1
}

define() {
	printf '#define %s\n' "$1"
}

# NAME: the program on standard input tells
feature() {
	if links; then
		define "$1 1"
	else
		printf '/* no %s */\n' "$1"
	fi
}

if ! echo 'int main(void) { return 0; }' | links; then
	echo "configure.sh: $CC cannot make programs:" >&2
	cat "$dir/log" >&2
	exit 1
fi

echo '/* Made by tools/configure.sh. */'

feature HAVE_COPY_FILE_RANGE <<'END'
#include <unistd.h>
int main(void) { return copy_file_range(0, NULL, 1, NULL, 1, 0) == -1; }
END

feature HAVE_PIPE2 <<'END'
#include <fcntl.h>
#include <unistd.h>
int main(void) { int ends[2]; return pipe2(ends, O_CLOEXEC); }
END

# where major(), minor() and makedev() are declared, if not in <sys/types.h>
feature HAVE_SYS_SYSMACROS_H <<'END'
#include <sys/types.h>
#include <sys/sysmacros.h>
int main(void) { return (int)major(makedev(1, 2)); }
END

feature HAVE_SYS_MKDEV_H <<'END'
#include <sys/types.h>
#include <sys/mkdev.h>
int main(void) { return (int)major(makedev(1, 2)); }
END

feature HAVE_PR_SET_DUMPABLE <<'END'
#include <sys/prctl.h>
int main(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
END

# where getentropy() is declared, if not in <unistd.h>
feature HAVE_SYS_RANDOM_H <<'END'
#include <sys/random.h>
int main(void) { char c; return getentropy(&c, 1); }
END

# macOS has the times of POSIX.1-2008 under older names
feature HAVE_STAT_MTIMESPEC <<'END'
#include <sys/stat.h>
int main(void) { struct stat st = {0}; return (int)st.st_mtimespec.tv_nsec; }
END

# Dates of packages go to 2105, so time_t must have 64 bits.
has_wide_time() {
	links "$@" <<'END'
#include <time.h>
int main(void) { int wide[sizeof(time_t) >= 8 ? 1 : -1]; return !wide; }
END
}

# With 32 bits in libarchive and 64 here its functions get wrong arguments.
links_libarchive() {
	links -D_TIME_BITS=64 $LDLIBS <<'END'
#include <archive.h>
#include <archive_entry.h>
int main(void)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_mtime(e, 1, 7);
	return archive_entry_mtime_nsec(e) != 7;
}
END
}

if has_wide_time; then
	:
elif ! has_wide_time -D_TIME_BITS=64; then
	echo '/* time_t has 32 bits: no dates after 2038 */'
elif links_libarchive && { "$dir/t" >/dev/null 2>&1; [ $? -eq 1 ]; }; then
	echo '/* libarchive has a time_t of 32 bits: no dates after 2038 */'
else
	define '_TIME_BITS 64'
fi
