/*
 * Utilities: options that they lack, commands that are not there.
 */
#include <ctype.h>
#include <string.h>

#include "base/path.h"
#include "lint/script.h"

/* What of the options of a command is not there. */
static const struct {
	const char *names;
	const char *tag;
	const char *letters;   /* single letters that are wrong */
	const char *words;     /* whole words that are wrong */
	const char *arguments; /* letters whose operand is the next word */
} options[] = {
    {"grep", "grep-quiet", "q", "--quiet --silent", ""},
    {"grep", "grep-option", "EFPGefrRABCoxmHLZaz",
	"--color --include --exclude --recursive --only-matching", "efABCm"},
    {"egrep fgrep", "grep-quiet", "q", "--quiet --silent", "efABCm"},
    {"egrep fgrep", "grep-option", "rRABComHLZaz", "--color", "efABCm"},
    {"id", "id-option", "unGr", "", ""},
    {"tail", "head-tail-option", "nqsF", "--lines --bytes --follow", ""},
    {"head", "head-tail-option", "cqz", "--lines --bytes", ""},
    {"sed", "sed-option", "iErsz", "--in-place --regexp-extended --quiet",
	"ef"},
    {"date", "date-option", "drIR",
	"--date --iso-8601 --utc --reference --rfc-2822", ""},
    {"xargs", "xargs-option", "0rdPa",
	"--null --no-run-if-empty --max-args --max-procs", "dPa"},
    {"cp", "cp-option", "adunvPLTlsxtZ",
	"--archive --preserve --parents --backup --no-dereference "
	"--recursive --update --verbose",
	""},
    {"ln", "ln-force-directory", "nvTrLPt", "--symbolic --force", ""},
    {"diff", "diff-unified", "uUNyq", "--unified --brief --quiet", "U"},
    {"chmod chown chgrp", "chmod-reference", "",
	"--reference --verbose --recursive", ""},
    {"mv", "utility-option", "vnTtuZS",
	"--force --verbose --no-clobber --backup --no-target-directory", ""},
    {"rm rmdir mkdir", "utility-option", "vIdZ",
	"--force --recursive --verbose --parents --mode "
	"--ignore-fail-on-non-empty",
	"m"},
    {"ls", "utility-option", "GBINQUXZ",
	"--color --time-style --full-time --almost-all --human-readable", ""},
    {"touch", "utility-option", "d", "--date --reference --no-create", "rt"},
    {"basename", "utility-option", "asz", "--suffix --multiple", ""},
    {"wc cut sort uniq cat tee", "utility-option", "",
	"--lines --bytes --words --delimiter --fields --unique --key "
	"--numeric-sort --reverse --count --repeated --append --number "
	"--complement --output-delimiter",
	""},
    {"useradd usermod groupadd groupmod", "account-tool-option", "rLUMNaZ",
	"--system --lock --unlock --no-create-home --create-home --shell "
	"--home --uid --gid --groups --append --gecos --comment",
	"cdeGgsufbAPRkKpl"},
    {"userdel groupdel", "account-tool-option", "fRZ", "--remove --force", ""},
    {"crontab", "account-tool-option", "isnT", "-", ""},
    {"hostname", "host-query", "sfdiIyA", "--fqdn --short", ""},
    {"uname", "host-query", "o", "--all --kernel-release", ""},
    {"ps", "ps-option", "CqHM",
	"--no-headers --pid --sort aux axu ax auxww "
	"auxw -aux x axww axo",
	"p"},
};

#define OPTIONS (sizeof(options) / sizeof(*options))

/* A word without what follows a `=', as --reference=x has it. */
static bool
is_listed(const char *word, const char *list)
{
	size_t len = strcspn(word, "=");

	for (; *list != '\0'; list += strspn(list, " ")) {
		size_t n = strcspn(list, " ");

		if (n == len && strncmp(list, word, n) == 0)
			return true;
		list += n;
	}
	return false;
}

static bool
has_wrong_letter(const char *word, const char *letters, const char *arguments)
{
	const char *p;

	if (word[0] != '-' || word[1] == '-')
		return false;
	for (p = word + 1; *p != '\0'; p++) {
		if (strchr(letters, *p) != NULL)
			return true;
		/* what follows is its operand */
		if (strchr(arguments, *p) != NULL ||
		    !isalpha((unsigned char)*p))
			return false;
	}
	return false;
}

static void
check_options(struct script *s, const struct shell_node *n, size_t row)
{
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next) {
		if (w->literal == NULL || w->literal[0] == '\0')
			break;
		if (strcmp(w->literal, "--") == 0)
			break;
		if (is_listed(w->literal, options[row].words) ||
		    has_wrong_letter(w->literal, options[row].letters,
			options[row].arguments))
			script_add(s, w->at, options[row].tag, w->literal);
		if (w->literal[0] != '-')
			break;
		if (strlen(w->literal) == 2 &&
		    strchr(options[row].arguments, w->literal[1]) != NULL &&
		    w->next != NULL)
			w = w->next;
	}
}

static void
check_sort(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next)
		if (w->literal != NULL && w->literal[0] == '+' &&
		    isdigit((unsigned char)w->literal[1]))
			script_add(s, w->at, "sort-cut-join-option", NULL);
}

static void
check_tar(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (w == NULL || w->literal == NULL)
		return;
	if (strncmp(w->literal, "--", 2) == 0 ||
	    strpbrk(w->literal, "zjJ") != NULL)
		script_add(s, w->at, "tar-option", w->literal);
}

static void
check_date(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next)
		if (w->literal != NULL && w->literal[0] == '+' &&
		    (strstr(w->literal, "%s") != NULL ||
			strstr(w->literal, "%N") != NULL))
			script_add(s, w->at, "date-option", w->literal);
}

static void
check_mkdir(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (w != NULL && has_option(n, 'p') && is_condition(n))
		script_add(s, n->at, "mkdir-p-status", NULL);
}

/* ln -sf x name, where name may be a directory or a link to one */
static void
check_ln(struct script *s, const struct shell_node *n)
{
	static const char *const texts[] = {"-d ", "-h ", "-L ", NULL};
	const struct shell_word *w = last_operand(n);
	const char *name = w == NULL || w->parts == NULL
	    ? NULL
	    : arena_strndup(
		  &s->tree->arena, s->tree->text + w->at, w->end - w->at);

	if (name != NULL && has_option(n, 's') && has_option(n, 'f') &&
	    strchr(path_basename(name), '.') == NULL &&
	    !is_guarded_by(s, n, texts))
		script_add(s, n->at, "ln-force-directory", NULL);
}

static void
check_mktemp(struct script *s, const struct shell_node *n)
{
	static const char *const texts[] = {"mktemp", NULL};

	if (!is_guarded_by(s, n, texts))
		script_add(s, n->at, "mktemp-use", NULL);
}

static void
check_which(struct script *s, const struct shell_node *n)
{
	script_add(s, n->at, "which-use", NULL);
}

static void
check_arch(struct script *s, const struct shell_node *n)
{
	script_add(s, n->at, "host-query", "arch");
}

static void
check_missing(struct script *s, const struct shell_node *n)
{
	const char *texts[] = {command_name(n), NULL};

	if (!is_guarded_by(s, n, texts))
		script_add(s, n->at, "missing-tool", command_name(n));
}

static void
check_smf(struct script *s, const struct shell_node *n)
{
	const char *texts[] = {
	    command_name(n), "/lib/svc", "svc.", "smf", "uname", "-x ", NULL};

	if (!is_guarded_by(s, n, texts) && !is_condition(n))
		script_add(s, n->at, "smf-command-unguarded", command_name(n));
}

static void
check_pgrep(struct script *s, const struct shell_node *n)
{
	if (script_is_procedure(s))
		script_add(s, n->at, "pgrep-pkill", NULL);
}

static void
check_path(struct script *s, const struct shell_node *n)
{
	const char *texts[] = {command_name(n), NULL};

	if (script_is_procedure(s) && !s->sets_path &&
	    !is_guarded_by(s, n, texts))
		script_add(s, n->at, "command-outside-path", command_name(n));
}

static const struct {
	const char *names;
	void (*check)(struct script *s, const struct shell_node *n);
} checks[] = {
    {"sort", check_sort},
    {"tar", check_tar},
    {"date", check_date},
    {"mkdir", check_mkdir},
    {"ln", check_ln},
    {"mktemp", check_mktemp},
    {"which", check_which},
    {"arch", check_arch},
    {"readlink stat realpath seq md5sum sha1sum sha256sum sha512sum timeout "
     "tac base64 nproc pidof shuf truncate numfmt column rev gawk gsed "
     "sudo service systemctl chkconfig update-rc.d rpm dpkg apt-get",
	check_missing},
    {"svcadm svcs svccfg svcprop inetadm zonename digest pkg pkgcond zoneadm",
	check_smf},
    {"pgrep pkill", check_pgrep},
    {"make ar ld nm strip lex yacc m4 sccs what cc gcc g++ whoami gmake gtar "
     "ggrep wget curl lsof top openssl tbl install",
	check_path},
};

void
check_utilities(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);
	size_t i;

	if (name == NULL || function_named(s, name) != NULL)
		return;
	for (i = 0; i < OPTIONS; i++)
		if (word_is_one_of(name, options[i].names))
			check_options(s, n, i);
	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (word_is_one_of(name, checks[i].names))
			checks[i].check(s, n);
}
