#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/words.h"
#include "target/account_change.h"
#include "target/account_command.h"

#define ID_FIRST 100 /* that useradd and groupadd choose */
#define ID_LAST  60000

static const struct {
	const char *name, *options;
	enum account_action action;
	bool is_group, is_role;
} commands[] = {
    {"groupadd", "g:oS:U:", ACCOUNT_ADD, true, false},
    {"groupmod", "g:on:S:U:", ACCOUNT_CHANGE, true, false},
    {"groupdel", "S:", ACCOUNT_DELETE, true, false},
    {"useradd", "u:og:G:d:mk:s:c:e:f:b:A:P:R:K:p:S:", ACCOUNT_ADD, false,
	false},
    {"usermod", "u:og:G:d:ms:c:l:e:f:A:P:R:K:p:S:", ACCOUNT_CHANGE, false,
	false},
    {"userdel", "rS:", ACCOUNT_DELETE, false, false},
    {"roleadd", "u:og:G:d:mk:s:c:e:f:b:A:P:K:p:S:", ACCOUNT_ADD, false, true},
    {"rolemod", "u:og:G:d:ms:c:l:e:f:A:P:K:p:S:", ACCOUNT_CHANGE, false, true},
    {"roledel", "rS:", ACCOUNT_DELETE, false, true},
    {"passmgmt", "amdc:h:u:og:s:l:e:f:k:", ACCOUNT_ADD, false, false},
};

const char *const account_commands[] = {"groupadd", "groupmod", "groupdel",
    "useradd", "usermod", "userdel", "roleadd", "rolemod", "roledel",
    "passmgmt", NULL};

static bool
is_name(const char *name)
{
	const char *p;

	for (p = name; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && strchr("._-", *p) == NULL)
			return false;
	return *name != '\0' && strlen(name) <= 32;
}

/* NULL, or what stands in one field of a line. */
static bool
is_field(const char *text)
{
	return text == NULL || strpbrk(text, ":\n") == NULL;
}

/* One more than the greatest of the usual ones. */
static long
next_id(const struct accounts *all)
{
	long id = ID_FIRST - 1;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->v[i].id > id && all->v[i].id < ID_LAST)
			id = all->v[i].id;
	return id + 1;
}

/* Sets *id to the wanted number, or, for an addition, the next one. */
static int
choose_id(const struct account_request *q, long *id)
{
	const struct accounts *all = q->is_group ? &q->t->groups : &q->t->users;
	const char *owner;
	uint64_t n;

	if (q->id == NULL) {
		*id = next_id(all);
		return ACCOUNT_DONE;
	}
	if (!number_parse(
		(struct slice){q->id, strlen(q->id)}, 10, ACCOUNT_ID_MAX, &n))
		return account_complain(
		    q, ACCOUNT_BAD_VALUE, "%s is not a valid number", q->id);
	*id = (long)n;
	owner = accounts_name(all, *id);
	if (owner == NULL || q->shares_id || strcmp(owner, q->name) == 0)
		return ACCOUNT_DONE;
	return account_complain(
	    q, ACCOUNT_ID_USED, "%s is already in use by %s", q->id, owner);
}

static bool
is_known(const struct account_request *q, const char *name)
{
	return accounts_id(q->is_group ? &q->t->groups : &q->t->users, name) !=
	    -1;
}

static int
check_groups(const struct account_request *q)
{
	struct slice rest = {q->groups, 0}, word;
	char *name;
	bool ok = true;

	if (q->group != NULL && account_find_group(q, q->group) == -1)
		return account_complain(
		    q, ACCOUNT_UNKNOWN, "group %s does not exist", q->group);
	rest.len = q->groups == NULL ? 0 : strlen(q->groups);
	while (ok && word_next(&rest, ",", &word)) {
		name = slice_dup(word);
		ok = accounts_id(&q->t->groups, name) != -1;
		if (!ok)
			(void)account_complain(q, ACCOUNT_UNKNOWN,
			    "group %s does not exist", name);
		free(name);
	}
	return ok ? ACCOUNT_DONE : ACCOUNT_UNKNOWN;
}

static int
check_request(const struct account_request *q)
{
	const char *new = q->action == ACCOUNT_ADD ? q->name : q->new_name;

	if (!is_name(q->name) || (new != NULL && !is_name(new)))
		return account_complain(
		    q, ACCOUNT_BAD_VALUE, "not a valid name");
	if (!is_field(q->comment) || !is_field(q->home) || !is_field(q->base) ||
	    !is_field(q->shell) || !is_field(q->attributes))
		return account_complain(q, ACCOUNT_BAD_VALUE,
		    "a value cannot have a colon or a newline");
	if (q->home != NULL && q->home[0] != '/')
		return account_complain(q, ACCOUNT_BAD_VALUE,
		    "%s is not an absolute path", q->home);
	if (new != NULL && is_known(q, new))
		return account_complain(q, ACCOUNT_NAME_USED,
		    "%s is already in use.  Choose another.", new);
	if (q->action != ACCOUNT_ADD && !is_known(q, q->name))
		return account_complain(
		    q, ACCOUNT_UNKNOWN, "%s does not exist", q->name);
	return check_groups(q);
}

static int
execute(const struct account_request *q)
{
	long id = 0;
	int status = check_request(q);

	if (status == ACCOUNT_DONE && q->action != ACCOUNT_DELETE)
		status = choose_id(q, &id);
	if (status != ACCOUNT_DONE)
		return status;
	return q->is_group ? account_change_group(q, id)
			   : account_change_user(q, id);
}

/* passmgmt has the actions as options, and -h for the home directory. */
static void
take_option(struct account_request *q, int letter, bool is_passmgmt)
{
	switch (letter) {
	case 'a': q->action = ACCOUNT_ADD; break;
	case 'd':
		if (is_passmgmt)
			q->action = ACCOUNT_DELETE;
		else
			q->home = optarg;
		break;
	case 'm':
		if (is_passmgmt)
			q->action = ACCOUNT_CHANGE;
		else
			q->makes_home = true;
		break;
	case 'h': q->home = optarg; break;
	case 'u': q->id = optarg; break;
	case 'g':
		if (q->is_group)
			q->id = optarg;
		else
			q->group = optarg;
		break;
	case 'G': q->groups = optarg; break;
	case 'o': q->shares_id = true; break;
	case 'b': q->base = optarg; break;
	case 's': q->shell = optarg; break;
	case 'c': q->comment = optarg; break;
	case 'l':
	case 'n': q->new_name = optarg; break;
	case 'K': q->attributes = optarg; break;
	case 'r': q->removes_home = true; break;
	default: break; /* what the files do not have: expiry, profiles ... */
	}
}

int
account_command(const struct target *t, int argc, char **argv)
{
	struct account_request q = {.t = t, .command = argv[0]};
	const char *options = NULL;
	size_t i;
	int letter;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].name, argv[0]) == 0) {
			options = commands[i].options;
			q.action = commands[i].action;
			q.is_group = commands[i].is_group;
			q.is_role = commands[i].is_role;
		}
	if (options == NULL)
		return account_complain(&q, ACCOUNT_USAGE, "no such command");
	while ((letter = getopt(argc, argv, options)) != -1) {
		if (letter == '?')
			return ACCOUNT_USAGE;
		take_option(&q, letter, strcmp(argv[0], "passmgmt") == 0);
	}
	if (optind != argc - 1)
		return account_complain(
		    &q, ACCOUNT_USAGE, "one name is wanted");
	q.name = argv[optind];
	return execute(&q);
}
