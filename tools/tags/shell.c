/*
 * Tags of the language.
 */
#include "tags/tags.h"

const struct lint_tag lint_tags_shell[] = {
    {"command-substitution", SEVERITY_ERROR, LINT_BOURNE,
	"$(...) is a syntax error in the Bourne shell.",
	"Syntax error of the whole script; nothing runs, status 2.",
	"backquotes: x=`cmd`; nested ones with backslashes, or "
	"through a variable.",
	"The parser reads the complete script before it runs a line, "
	"so one `$(` disables everything, also code that would never "
	"be reached. shellcheck suggests the opposite (SC2006)."},
    {"arithmetic-expansion", SEVERITY_ERROR, LINT_BOURNE,
	"$((...)) is a syntax error in the Bourne shell.",
	"Syntax error of the whole script.",
	"n=`expr $n + 1` (expr needs blanks around operators; its "
	"status is 1 when the result is 0).",
	"Same mechanism as `$(`. With `set -e`, guard expr: n=`expr "
	"$n - 1` || :."},
    {"export-assignment", SEVERITY_ERROR, LINT_BOURNE,
	"export NAME=value aborts a Bourne shell script.",
	"Message \"A=b: is not an identifier\", script ends with "
	"status 1.",
	"`A=b; export A`",
	"An error in a special builtin ends a script. Everything "
	"before it has already happened, so a package can be left "
	"half installed."},
    {"readonly-assignment", SEVERITY_ERROR, LINT_BOURNE,
	"readonly NAME=value aborts a Bourne shell script.",
	"As export-assignment.", "`A=b; readonly A`", "Same rule as export."},
    {"export-option", SEVERITY_ERROR, LINT_BOURNE,
	"export has no options in the Bourne shell.",
	"\"-n: is not an identifier\", script ends with status 1.",
	"`unset V` or a sub-shell; `export` without arguments lists.",
	"The option is taken for a variable name."},
    {"local-variable", SEVERITY_ERROR, LINT_ALL,
	"local does not exist; the variable is global.",
	"\"local: not found\"; the script goes on and the assignment "
	"is lost or global.",
	"Prefix the names (`_f_tmp`), or run the body in `( )`.",
	"Nothing stops the script, so the error shows up as a wrong "
	"value later. ksh93 has no `local` either (measured)."},
    {"double-bracket", SEVERITY_ERROR, LINT_BOURNE,
	"[[ is not a command in the Bourne shell; the test is always "
	"false.",
	"\"[[: not found\", status 1, the else branch runs.",
	"`[ \"X$a\" = \"Xb\" ]`, or `case`",
	"`&&`, `<` and `(` inside `[[ ]]` can additionally become "
	"pipes or redirections."},
    {"command-builtin", SEVERITY_ERROR, LINT_BOURNE,
	"command does not exist in the Bourne shell.",
	"\"command: not found\", status 1, so the tool looks absent.",
	"`type tool >/dev/null 2>&1`, or a loop over PATH.",
	"The wrong branch is taken quietly when stderr is redirected."},
    {"alias-use", SEVERITY_WARNING, LINT_BOURNE,
	"alias does not exist in the Bourne shell.",
	"\"alias: not found\", script goes on.", "A function or a variable.",
	NULL},
    {"source-builtin", SEVERITY_ERROR, LINT_BOURNE,
	"source does not exist; use ..",
	"\"source: not found\", script goes on without the "
	"definitions.",
	"`. file` (with a slash in the name), after a test that it "
	"exists.",
	"See also dot-missing-file."},
    {"ksh-builtin", SEVERITY_ERROR, LINT_BOURNE,
	"{name} does not exist in the Bourne shell.",
	"\"not found\", script goes on, the variable keeps its old "
	"value.",
	"Plain assignment, expr.", NULL},
    {"append-assignment", SEVERITY_ERROR, LINT_BOURNE,
	"+= is not an assignment in the Bourne shell.",
	"\"x+=b: not found\", script goes on, x unchanged.", "`x=\"${x}b\"`",
	NULL},
    {"test-e", SEVERITY_ERROR, LINT_BOURNE,
	"test -e aborts the script; the Bourne shell's test has no "
	"-e.",
	"\"test: argument expected\", script ends with status 1, even"
	" inside if.",
	"`-f`, `-d`, `-h`, or `ls -d f >/dev/null 2>&1`",
	"This is the most frequent fatal construct. test is a "
	"builtin, and its usage errors end the script."},
    {"test-age", SEVERITY_ERROR, LINT_BOURNE,
	"test -nt and -ot abort the script.",
	"\"unknown operator -nt\", script ends with status 1.",
	"`find a -newer b -print` and look at the output.", NULL},
    {"test-file-operator", SEVERITY_ERROR, LINT_BOURNE,
	"This test operator does not exist and aborts the script.",
	"\"argument expected\", script ends with status 1.",
	"`ls -ld` and case; find -user.", NULL},
    {"test-double-equals", SEVERITY_ERROR, LINT_BOURNE,
	"== aborts the script; use =.",
	"\"unknown operator ==\", script ends with status 1.", "`=`", NULL},
    {"test-string-order", SEVERITY_ERROR, LINT_BOURNE,
	"test has no string order operators.",
	"\"unknown operator\", script ends with status 1.",
	"expr \"X$a\" \\< \"X$b\" >/dev/null",
	"Unescaped, `<` and `>` are redirections: a file named b is "
	"read or truncated."},
    {"test-operands", SEVERITY_ERROR, LINT_BOURNE,
	"test does not understand these operands and aborts the script.",
	"\"test: argument expected\", \"unknown operator\" or \"] missing\"; "
	"the script ends with status 1, even inside `if`.",
	"Blanks around every operator and in front of `]`; `[ \"X$a\" = Xb "
	"]`",
	"`[ a b ]`, `[ x =y ]`, `[ a = a]` and `[ -f ]` are all such. "
	"test is a part of the shell, so its mistakes end the script."},
    {"test-unquoted-variable", SEVERITY_ERROR, LINT_BOURNE,
	"An empty variable makes this test abort the script; quote it"
	" and prefix both sides.",
	"If V is empty: \"test: argument expected\", script ends with"
	" status 1, even inside if.",
	"`[ \"X$V\" = \"Xx\" ]`",
	"Also breaks on values with blanks. Near miss: `[ $# -gt 0 ]`"
	" and `[ $? -ne 0 ]` are always one word."},
    {"test-unprotected-operand", SEVERITY_WARNING, LINT_BOURNE,
	"A value such as ( or ! makes this test abort the script; "
	"prefix both sides with X.",
	"\"test: argument expected\", script ends with status 1.",
	"`[ \"X$V\" = \"Xx\" ]`, or `case \"$V\" in x) ...`",
	"Harmless for values that the script itself assigned. `[ -z "
	"\"$V\" ]` and `[ -n \"$V\" ]` are usual and worked with an "
	"unset variable."},
    {"bang-negation", SEVERITY_ERROR, LINT_BOURNE,
	"! is not a reserved word in the Bourne shell; the command "
	"does not run.",
	"\"!: not found\", status 1; if takes the else branch "
	"whatever cmd would do; cmd never runs.",
	"`if cmd; then :; else ...; fi`; `while` becomes `until`.",
	"Near miss: `[ ! -f x ]` and `test ! -f x` are fine."},
    {"parameter-pattern", SEVERITY_ERROR, LINT_BOURNE,
	"Pattern removal in ${...} is a bad substitution.",
	"\"bad substitution\", script ends with status 1; in double "
	"quotes too.",
	"basename, dirname, expr, sed, case.", NULL},
    {"parameter-length", SEVERITY_ERROR, LINT_BOURNE,
	"${#v} is a bad substitution.", "As parameter-pattern.",
	"expr \"X$v\" : 'X.*' minus 1.", "Near miss: `$#` is fine."},
    {"parameter-replace", SEVERITY_ERROR, LINT_BOURNE,
	"This form of ${...} is a bad substitution.", "As parameter-pattern.",
	"sed, expr.",
	"Near miss: `${v-d}`, `${v:-d}`, `${v:=d}`, `${v:+d}`, "
	"`${v:?m}` are fine (X for the first four)."},
    {"parameter-indirect", SEVERITY_ERROR, LINT_BOURNE,
	"${!v} is a bad substitution.", "As parameter-pattern.",
	"`eval x=\\$$v`", NULL},
    {"positional-above-nine", SEVERITY_ERROR, LINT_BOURNE,
	"Positional parameters above 9 cannot be addressed.",
	"${10} is a bad substitution; $10 is $1 followed by 0.",
	"`shift`, then `$9` and below; or a loop.", NULL},
    {"tilde-expansion", SEVERITY_ERROR, LINT_BOURNE,
	"The Bourne shell does not expand ~.", "The name is used as typed.",
	"Full path; HOME is unset in package scripts anyway.",
	"Writing to `~/x` creates a directory named `~` in the "
	"current directory or fails."},
    {"read-option", SEVERITY_ERROR, LINT_BOURNE,
	"read has no such option; the script aborts.",
	"\"-p: is not an identifier\", script ends with status 1.",
	"echo the prompt (and do not ask in a package script at all).", NULL},
    {"read-raw", SEVERITY_WARNING, LINT_8 | LINT_9,
	"read -r is not confirmed for Solaris 8 and 9.",
	"Works in the shell built from the OpenSolaris-era source; "
	"older ones may take -r for a name and abort.",
	"Avoid backslashes in data, or double them with sed before "
	"reading.",
	"Class lists contain paths only; a plain `read src dst` is "
	"right there."},
    {"function-keyword", SEVERITY_ERROR, LINT_BOURNE,
	"The function keyword is a syntax error.",
	"Syntax error of the whole script.", "`f() {`", NULL},
    {"case-open-paren", SEVERITY_ERROR, LINT_BOURNE,
	"A leading ( in a case pattern is a syntax error.",
	"Syntax error of the whole script.", "`p)`", NULL},
    {"case-fallthrough", SEVERITY_ERROR, LINT_BOURNE,
	"Case fall-through is a syntax error.",
	"Syntax error of the whole script.",
	"Repeat the commands or call a function.", NULL},
    {"noclobber-redirect", SEVERITY_ERROR, LINT_BOURNE, ">| is a syntax error.",
	"Syntax error of the whole script.", "`>`", NULL},
    {"here-string", SEVERITY_ERROR, LINT_BOURNE,
	"Here-strings are a syntax error.", "Syntax error of the whole script.",
	"A here-document, or `echo | cmd`.", NULL},
    {"process-substitution", SEVERITY_ERROR, LINT_BOURNE,
	"Process substitution is a syntax error.",
	"Syntax error of the whole script.", "Temporary file.", NULL},
    {"array-use", SEVERITY_ERROR, LINT_BOURNE, "Arrays are a syntax error.",
	"Syntax error of the whole script, or bad substitution.",
	"`set --`, or one variable per element.", NULL},
    {"select-loop", SEVERITY_ERROR, LINT_BOURNE, "select is a syntax error.",
	"Syntax error of the whole script.",
	"None needed: package scripts must not ask.", NULL},
    {"ampersand-redirect", SEVERITY_ERROR, LINT_BOURNE,
	"&> starts the command in the background and truncates the "
	"file.",
	"cmd runs in the background, its output goes elsewhere, f "
	"becomes empty.",
	"`cmd > f 2>&1`", "No message at all."},
    {"caret-pipe", SEVERITY_ERROR, LINT_BOURNE,
	"An unquoted ^ is a pipe symbol.",
	"echo a ^ cat runs cat; expr and sed patterns break.",
	"Quote it: `'^'`.", "Not so in ksh93 (Solaris 11)."},
    {"caret-class", SEVERITY_ERROR, LINT_BOURNE,
	"[^x] is a syntax error or a pipe; write [!x].",
	"Syntax error of the whole script.", "`[!x]`",
	"Inside quoted sed or grep patterns `[^x]` is fine."},
    {"for-semicolon-do", SEVERITY_ERROR, LINT_BOURNE,
	"for i; do is a syntax error.", "Syntax error of the whole script.",
	"`for i do`, or a newline after the name.", NULL},
    {"for-empty-list", SEVERITY_ERROR, LINT_BOURNE,
	"An empty for list is a syntax error.",
	"Syntax error of the whole script.",
	"Put the list into a variable: `for i in $list; do` (an empty"
	" variable is fine).",
	NULL},
    {"echo-option", SEVERITY_WARNING, LINT_BOURNE,
	"The Bourne shell's echo prints -n and -e.",
	"The option appears in the output.",
	"`echo \"x\\c\"`, or `/usr/bin/printf`.",
	"ksh93's echo on Solaris 11 follows System V unless PATH "
	"prefers /usr/gnu."},
    {"brace-expansion", SEVERITY_WARNING, LINT_BOURNE,
	"Braces are not expanded.", "The word is used as typed.",
	"Spell it out.", "`mkdir {a,b}` makes one directory with that name."},
    {"dollar-single-quote", SEVERITY_WARNING, LINT_BOURNE,
	"$'...' is not known.", "A literal $ followed by the quoted text.",
	"printf, or a literal newline.", NULL},
    {NULL, SEVERITY_INFO, 0, NULL, NULL, NULL, NULL},
};
