/*
 * Tags of the language.
 */
#include "tags/tags.h"

const struct lint_tag lint_tags_shell[] = {
    {"command-substitution", SEVERITY_ERROR, LINT_BOURNE,
	"$(...) is a syntax error in the Bourne shell.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"backquotes: x=`cmd`; nested ones with backslashes, or "
	"through a variable.",
	"The parser reads the complete script before it runs a line, "
	"so one `$(` disables everything, also code that would never be "
	"reached. shellcheck suggests the opposite (SC2006)."},
    {"arithmetic-expansion", SEVERITY_ERROR, LINT_BOURNE,
	"$((...)) is a syntax error in the Bourne shell.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"n=`expr $n + 1` (expr needs blanks around operators; its "
	"status is 1 when the result is 0).",
	"With `set -e` the status matters as well: n=`expr $n - 1` "
	"|| :"},
    {"export-assignment", SEVERITY_ERROR, LINT_BOURNE,
	"export NAME=value aborts a Bourne shell script.",
	"\"A=b: is not an identifier\"; the script ends there with "
	"status 1, in the middle of its work.",
	"`A=b; export A`",
	"`sh -n` does not find it, and newer shells accept it. What "
	"stood in front of it has already been done, so a package is left "
	"half installed."},
    {"readonly-assignment", SEVERITY_ERROR, LINT_BOURNE,
	"readonly NAME=value aborts a Bourne shell script.",
	"\"R=1: is not an identifier\"; the script ends there with "
	"status 1, in the middle of its work.",
	"`A=b; readonly A`", "readonly takes names only, as export does."},
    {"export-option", SEVERITY_ERROR, LINT_BOURNE,
	"export has no options in the Bourne shell.",
	"\"-n: is not an identifier\"; the script ends there with "
	"status 1.",
	"`unset V` or a sub-shell; `export` without arguments lists.",
	"The option is taken for a variable name."},
    {"local-variable", SEVERITY_ERROR, LINT_ALL,
	"local does not exist; the variable is global.",
	"\"local: not found\"; the script goes on, and the variable "
	"is the one of the whole script.",
	"Prefix the names (`_f_tmp`), or run the body in `( )`.",
	"Nothing stops the script, so the mistake shows later as a "
	"wrong value. ksh93 on Solaris 11 has no `local` either."},
    {"double-bracket", SEVERITY_ERROR, LINT_BOURNE,
	"[[ is not a command in the Bourne shell; the test is always "
	"false.",
	"\"[[: not found\" and status 1: the branch of else runs, "
	"whatever is compared.",
	"`[ \"X$a\" = \"Xb\" ]`, or `case`",
	"`&&`, `<` and `(` inside `[[ ]]` can additionally become "
	"pipes or redirections."},
    {"command-builtin", SEVERITY_ERROR, LINT_BOURNE,
	"command does not exist in the Bourne shell.",
	"\"command: not found\" and status 1, so the tool that is "
	"looked for seems to be absent.",
	"`type tool >/dev/null 2>&1`, or a loop over PATH.",
	"The wrong branch is taken quietly when stderr is redirected."},
    {"alias-use", SEVERITY_WARNING, LINT_BOURNE,
	"alias does not exist in the Bourne shell.",
	"\"alias: not found\"; the script goes on, and where the "
	"alias is used another command runs, or none.",
	"A function or a variable.", NULL},
    {"source-builtin", SEVERITY_ERROR, LINT_BOURNE,
	"source does not exist; use ..",
	"\"source: not found\"; the script goes on without what the "
	"file defines.",
	"`. file` (with a slash in the name), after a test that it "
	"exists.",
	"See also dot-missing-file."},
    {"ksh-builtin", SEVERITY_ERROR, LINT_BOURNE,
	"{name} does not exist in the Bourne shell.",
	"\"not found\" with status 1; the script goes on, and the "
	"variable keeps its old value.",
	"A plain assignment; n=`expr $n + 1` instead of let.", NULL},
    {"append-assignment", SEVERITY_ERROR, LINT_BOURNE,
	"+= is not an assignment in the Bourne shell.",
	"\"x+=b: not found\", as the word is taken for a command; "
	"the script goes on, and x is what it was.",
	"`x=\"${x}b\"`", NULL},
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
	"\"test: unknown operator -nt\"; the script ends with status "
	"1, even inside `if`.",
	"`find a -newer b -print` prints the name when a is newer: [ "
	"-n \"`find a -newer b -print`\" ]",
	NULL},
    {"test-file-operator", SEVERITY_ERROR, LINT_BOURNE,
	"This test operator does not exist and aborts the script.",
	"\"test: argument expected\"; the script ends with status 1, "
	"even inside `if`.",
	"The first letter that `ls -ld` prints, looked at with case "
	"(s is a socket); `find x -user NAME -print` for the owner.",
	NULL},
    {"test-double-equals", SEVERITY_ERROR, LINT_BOURNE,
	"== aborts the script; use =.",
	"\"test: unknown operator ==\"; the script ends with status "
	"1, even inside `if`.",
	"`[ \"X$a\" = \"Xb\" ]`", NULL},
    {"test-string-order", SEVERITY_ERROR, LINT_BOURNE,
	"test has no string order operators.",
	"\"test: unknown operator\"; the script ends with status 1. "
	"Without a backslash `<` and `>` are redirections, and a file is "
	"read or emptied.",
	"expr \"X$a\" \\< \"X$b\" >/dev/null",
	"expr compares as numbers when both are numbers, so both get "
	"an X in front."},
    {"test-operands", SEVERITY_ERROR, LINT_BOURNE,
	"test does not understand these operands and aborts the "
	"script.",
	"\"test: argument expected\", \"unknown operator\" or \"] "
	"missing\"; "
	"the script ends with status 1, even inside `if`.",
	"Blanks around every operator and in front of `]`; `[ "
	"\"X$a\" = Xb "
	"]`",
	"`[ a b ]`, `[ x =y ]`, `[ a = a]` and `[ -f ]` are all such. "
	"test is a part of the shell, so its mistakes end the script."},
    {"test-unquoted-variable", SEVERITY_ERROR, LINT_BOURNE,
	"An empty variable makes this test abort the script; quote "
	"it and prefix both sides.",
	"When the variable is empty, the word is gone: \"test: "
	"argument expected\", and the script ends with status 1, even inside "
	"`if`.",
	"`[ \"X$V\" = \"Xx\" ]`",
	"Also breaks on values with blanks. Near miss: `[ $# -gt 0 "
	"]` and `[ $? -ne 0 ]` are always one word."},
    {"test-unprotected-operand", SEVERITY_WARNING, LINT_BOURNE,
	"A value such as ( or ! makes this test abort the script; "
	"prefix both sides with X.",
	"When the value is `(` or `!`: \"test: argument expected\", "
	"and the script ends with status 1.",
	"`[ \"X$V\" = \"Xx\" ]`, or `case \"$V\" in x) ...`",
	"Harmless for values that the script itself assigned. `[ -z "
	"\"$V\" ]` and `[ -n \"$V\" ]` are usual and worked with an unset "
	"variable."},
    {"bang-negation", SEVERITY_ERROR, LINT_BOURNE,
	"! is not a reserved word in the Bourne shell; the command "
	"does not run.",
	"\"!: not found\", status 1; if takes the else branch "
	"whatever cmd would do; cmd never runs.",
	"`if cmd; then :; else ...; fi`; `while` becomes `until`.",
	"Near miss: `[ ! -f x ]` and `test ! -f x` are fine."},
    {"parameter-pattern", SEVERITY_ERROR, LINT_BOURNE,
	"Pattern removal in ${...} is a bad substitution.",
	"\"bad substitution\": the shell refuses the script before "
	"it runs a line of it, also where the text stands between double "
	"quotes.",
	"`basename \"$f\"`, `dirname \"$f\"`, or v=`echo \"$v\" | "
	"sed 's/x$//'`",
	NULL},
    {"parameter-length", SEVERITY_ERROR, LINT_BOURNE,
	"${#v} is a bad substitution.",
	"\"bad substitution\": the shell refuses the script before "
	"it runs a line of it, also where the text stands between double "
	"quotes.",
	"n=`expr \"X$v\" : 'X.*'` is one more than the length; `[ -n "
	"\"$v\" ]` asks whether there is any.",
	"Near miss: `$#` is fine."},
    {"parameter-replace", SEVERITY_ERROR, LINT_BOURNE,
	"This form of ${...} is a bad substitution.",
	"\"bad substitution\": the shell refuses the script before "
	"it runs a line of it, also where the text stands between double "
	"quotes.",
	"v=`echo \"$v\" | sed 's/a/b/g'`; for a part, expr \"X$v\" : "
	"'X..\\(..\\)'",
	"Near miss: `${v-d}`, `${v:-d}`, `${v:=d}`, `${v:+d}`, "
	"`${v:?m}` are fine (X for the first four)."},
    {"parameter-indirect", SEVERITY_ERROR, LINT_BOURNE,
	"${!v} is a bad substitution.",
	"\"bad substitution\": the shell refuses the script before "
	"it runs a line of it, also where the text stands between double "
	"quotes.",
	"`eval x=\\$$v`, when v is a name that the script itself has "
	"made",
	NULL},
    {"positional-above-nine", SEVERITY_ERROR, LINT_BOURNE,
	"Positional parameters above 9 cannot be addressed.",
	"${10} is a bad substitution, at which nothing runs; $10 is "
	"the first argument with a 0 behind it.",
	"`shift`, then $9 and below; or `for a in \"$@\"`.", NULL},
    {"tilde-expansion", SEVERITY_ERROR, LINT_BOURNE,
	"The Bourne shell does not expand ~.",
	"The name is used as it is typed: a directory called ~ is "
	"made, or the file is not found.",
	"The full path. HOME is not set in package scripts anyway.",
	"Writing to `~/x` creates a directory named `~` in the "
	"current directory or fails."},
    {"read-option", SEVERITY_ERROR, LINT_BOURNE,
	"read has no such option; the script aborts.",
	"\"-p: is not an identifier\"; the script ends with status 1.",
	"`echo \"Name: \\c\"; read x`. Package scripts have nobody "
	"to ask.",
	NULL},
    {"read-backslash", SEVERITY_INFO, LINT_ALL,
	"Without -r a backslash is eaten.",
	"`a\\tb` becomes `atb`, and a line that ends with a backslash "
	"goes on with the next one.",
	"`sed 's/\\\\/&&/g' file | while read ...` doubles them first",
	"It matters for data that others have written; the lists of a class "
	"hold paths only."},
    {"read-raw", SEVERITY_WARNING, LINT_8 | LINT_9,
	"read -r is not confirmed for Solaris 8 and 9.",
	"The shell of Solaris 10 knows it; older ones may take -r "
	"for the name of a variable, and end the script.",
	"Avoid backslashes in data, or double them with sed before "
	"reading.",
	"Class lists contain paths only; a plain `read src dst` is "
	"right there."},
    {"function-keyword", SEVERITY_ERROR, LINT_BOURNE,
	"The function keyword is a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"`f() {`", NULL},
    {"case-open-paren", SEVERITY_ERROR, LINT_BOURNE,
	"A leading ( in a case pattern is a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"`p)`, without the first parenthesis", NULL},
    {"case-fallthrough", SEVERITY_ERROR, LINT_BOURNE,
	"Case fall-through is a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"Repeat the commands or call a function.", NULL},
    {"noclobber-redirect", SEVERITY_ERROR, LINT_BOURNE, ">| is a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"`>`; the Bourne shell always overwrites.", NULL},
    {"here-string", SEVERITY_ERROR, LINT_BOURNE,
	"Here-strings are a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"`echo \"$x\" | cmd`, or a here-document: cmd <<END", NULL},
    {"process-substitution", SEVERITY_ERROR, LINT_BOURNE,
	"Process substitution is a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"Write to a temporary file and read that.", NULL},
    {"array-use", SEVERITY_ERROR, LINT_BOURNE, "Arrays are a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"`set -- a b c` and $1, $2, ...; or one variable for each "
	"element.",
	NULL},
    {"select-loop", SEVERITY_ERROR, LINT_BOURNE, "select is a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"Nothing: package scripts must not ask. Elsewhere echo, read "
	"and case.",
	NULL},
    {"ampersand-redirect", SEVERITY_ERROR, LINT_BOURNE,
	"&> starts the command in the background and truncates the "
	"file.",
	"cmd runs in the background, its output goes elsewhere, f "
	"becomes empty.",
	"`cmd > f 2>&1`", "No message at all."},
    {"caret-pipe", SEVERITY_ERROR, LINT_BOURNE,
	"An unquoted ^ is a pipe symbol.",
	"`^` was the sign for a pipe before `|` was: echo a ^ cat "
	"runs cat, and `grep ^x f` runs a command x.",
	"Quotes: grep '^x' f",
	"ksh93, the shell of Solaris 11, takes it for a plain "
	"character."},
    {"caret-class", SEVERITY_ERROR, LINT_BOURNE,
	"[^x] is a syntax error or a pipe; write [!x].",
	"`^` is a pipe in the Bourne shell: a syntax error, at which "
	"nothing runs.",
	"`[!x]`",
	"In a quoted regular expression of sed or grep `[^x]` is "
	"right."},
    {"for-semicolon-do", SEVERITY_ERROR, LINT_BOURNE,
	"for i; do is a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"`for i do`, or a newline behind the name", NULL},
    {"for-empty-list", SEVERITY_ERROR, LINT_BOURNE,
	"An empty for list is a syntax error.",
	"The shell reads the whole script before it runs a line; at "
	"this it says \"syntax error\" and ends with status 2, and nothing "
	"has been done.",
	"Put the list into a variable: `for i in $list; do` (an "
	"empty variable is fine).",
	NULL},
    {"echo-option", SEVERITY_WARNING, LINT_BOURNE,
	"The Bourne shell's echo prints -n and -e.",
	"The option is printed as a part of the text, and the line "
	"ends all the same.",
	"`echo \"text\\c\"` without a line end, or /usr/bin/printf.",
	"ksh93's echo on Solaris 11 follows System V unless PATH "
	"prefers /usr/gnu."},
    {"brace-expansion", SEVERITY_WARNING, LINT_BOURNE,
	"Braces are not expanded.", "The word is used as it is typed.",
	"Write the words out, or use a loop.",
	"`mkdir {a,b}` makes one directory with that name."},
    {"dollar-single-quote", SEVERITY_WARNING, LINT_BOURNE,
	"$'...' is not known.",
	"A $ and the text behind it, with its backslashes.",
	"A newline or tab as it is between plain quotes, or "
	"x=`printf '\\t'`",
	NULL},
    {NULL, SEVERITY_INFO, 0, NULL, NULL, NULL, NULL},
};
