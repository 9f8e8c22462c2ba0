/*
 * Scripts of who may not give files away: what they set as owner is noted, and
 * they see what is noted (os/owner.h).
 */
#ifndef RUN_SCRIPT_OWNERS_H
#define RUN_SCRIPT_OWNERS_H

/*
 * In the process that becomes a script, before it is confined: from now on
 * chown(2), stat(2) and the like are answered so, for it and for all that it
 * starts; where it is not root, it is told that it is.  The caller goes on as a
 * child of the process that answers, which ends as the script does.  NULL, or
 * what could not be done, with errno; then the script runs all the same.
 */
const char *script_owners_begin(void);

#endif
