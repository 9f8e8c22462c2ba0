/*
 * Owners of the files of a root, also where a process may not give files away:
 * there each is noted with the file itself (an extended attribute), and the
 * note counts wherever owners are read.
 */
#ifndef OS_OWNER_H
#define OS_OWNER_H

#include <stdbool.h>
#include <sys/stat.h>

/*
 * May this process give files to any user and become one?  An ordinary user may
 * not, nor root of a user namespace without others or without capabilities.
 */
bool owner_is_free(void);

/*
 * Like fchown(2) and lchown(2), but noted where the system refuses.  False with
 * errno when that cannot be had either: the note needs a file or directory of
 * our own, in a file system with attributes of users.
 */
bool owner_set(int fd, uid_t uid, gid_t gid);
bool owner_set_path(const char *path, uid_t uid, gid_t gid);

/*
 * Gives *st, which is that of fd or path, the owner that is noted.  Without a
 * note, what belongs to an ordinary user is root's.  The path may be a link.
 */
void owner_read(int fd, struct stat *st);
void owner_read_path(const char *path, struct stat *st);

/* The same for the entry of a directory. */
void owner_read_entry(int dir, const char *name, struct stat *st);

/* Notes an owner, whoever we are, and tells whether there is a note. */
bool owner_note(int fd, uid_t uid, gid_t gid);
bool owner_is_noted(int fd);

#endif
