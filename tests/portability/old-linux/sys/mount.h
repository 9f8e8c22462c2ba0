/* As it was before glibc 2.36: without struct mount_attr. */
#define mount_attr mount_attr_of_newer_systems
#include_next <sys/mount.h>
#undef mount_attr
#undef MOUNT_ATTR_RDONLY
#undef MOUNT_ATTR_NOSUID
#undef MOUNT_ATTR_NODEV
#undef MOUNT_ATTR_NOEXEC
#undef MOUNT_ATTR_IDMAP
