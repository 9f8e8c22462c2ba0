/*
 * The checks before anything changes; the admin file says what a finding
 * means (svr4-packaging 5.5, 6.1).  Each is a step: 0, or the exit code.
 */
#ifndef INSTALL_PREFLIGHT_H
#define INSTALL_PREFLIGHT_H

#include "run/context.h"

int check_partial(struct run *r);
int check_install_runlevel(struct run *r);
int check_information_files(struct run *r);
int check_dependencies(struct run *r);
int check_space(struct run *r);
int check_conflicts(struct run *r);
int check_set_id(struct run *r);
int check_install_scripts(struct run *r);

int check_removal_runlevel(struct run *r);
int check_removal_scripts(struct run *r);
int check_dependents(struct run *r);

#endif
