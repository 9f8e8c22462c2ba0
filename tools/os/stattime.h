/*
 * Times of files to the nanosecond: st_atim, st_mtim and st_ctim of POSIX, on
 * systems that have them under other names.
 */
#ifndef OS_STATTIME_H
#define OS_STATTIME_H

#include <sys/stat.h>

#ifdef HAVE_STAT_MTIMESPEC
#define st_atim st_atimespec
#define st_mtim st_mtimespec
#define st_ctim st_ctimespec
#endif

#endif
