/* System calls that were added after Linux 5.4 (glibc 2.31). */
#include_next <sys/syscall.h>

#undef SYS_close_range
#undef SYS_faccessat2
#undef SYS_fchmodat2
#undef SYS_mount_setattr
#undef SYS_openat2
#undef SYS_pidfd_getfd
#undef SYS_landlock_add_rule
#undef SYS_landlock_create_ruleset
#undef SYS_landlock_restrict_self
#undef __NR_close_range
#undef __NR_faccessat2
#undef __NR_fchmodat2
#undef __NR_mount_setattr
#undef __NR_openat2
#undef __NR_pidfd_getfd
#undef __NR_landlock_add_rule
#undef __NR_landlock_create_ruleset
#undef __NR_landlock_restrict_self
