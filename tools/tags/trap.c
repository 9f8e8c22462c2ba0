/*
 * Tags of what surprises in the language.
 */
#include "tags/tags.h"

const struct lint_tag lint_tags_trap[] = {
    {"cd-guard", SEVERITY_ERROR, LINT_BOURNE,
	"A failing cd aborts the script before the handler runs.",
	"\"dir: does not exist\"; the script ends with status 1, and what "
	"stands behind || never runs.",
	"`[ -d dir ] || exit 1` before it, or `( cd dir && ... ) || handler`",
	"In ksh93 the handler runs (measured). Write code that is right in "
	"both cases."},
    {"cd-option", SEVERITY_ERROR, LINT_BOURNE,
	"cd has no options and no -; the script aborts.",
	"\"-: does not exist\"; the script ends with status 1.",
	"here=`pwd`, later `cd \"$here\"`.", NULL},
    {"builtin-redirect-failure", SEVERITY_ERROR, LINT_BOURNE,
	"A failed redirection on a builtin or compound command aborts"
	" the script.",
	"\"cannot create\", script ends with status 1; the handler "
	"does not run.",
	"`( : > f ) 2>/dev/null || handler`, or test -w on the "
	"directory first.",
	"With an external command (`/bin/echo x > f`) the script goes"
	" on and the handler runs. In ksh93 the handler runs for "
	"`echo` and compounds, but `:` still aborts (measured)."},
    {"dot-missing-file", SEVERITY_ERROR, LINT_ALL,
	"A missing file after . aborts the script.",
	"\"not found\"; the script ends with status 1, and what stands "
	"behind || never runs.",
	"`[ -f file ] && . file`",
	"ksh93, the shell of Solaris 11, ends the script as well."},
    {"shift-past-end", SEVERITY_ERROR, LINT_ALL,
	"Shifting past the end aborts the script.",
	"\"cannot shift\"; the script ends with status 1.",
	"`[ $# -gt 0 ] && shift`",
	"ksh93, the shell of Solaris 11, ends the script as well."},
    {"unset-path", SEVERITY_ERROR, LINT_BOURNE,
	"These variables cannot be unset; the script aborts.",
	"\"PATH: cannot unset\"; the script ends with status 1.",
	"Give the variable a value: PATH=/usr/bin:/usr/sbin.", NULL},
    {"high-descriptor", SEVERITY_ERROR, LINT_BOURNE,
	"Only descriptors 0 to 9 can be redirected.",
	"Only one digit in front of `<` and `>` counts: \"10: not found\", "
	"as 10 is taken for a command; behind exec that ends the script.",
	"Use 3 to 9.",
	"3 and up may be in use by pkgadd's inherited descriptors; a "
	"redirection replaces them in the script only."},
    {"loop-redirect-subshell", SEVERITY_ERROR, LINT_BOURNE,
	"A redirected compound command runs in a sub-shell; assignments in "
	"it are lost.",
	"The loop runs in a process of its own, so the variable has its old "
	"value behind it. Nothing is said.",
	"`exec 3<&0 <f; while read x; do ...; done; exec <&3 3<&-`; or write "
	"results to a file.",
	"A redirected function call stays in the shell. In ksh93 nothing is "
	"lost, so never depend on losing a variable."},
    {"exit-in-redirected-loop", SEVERITY_ERROR, LINT_BOURNE,
	"exit in a redirected loop only leaves the loop.",
	"The loop runs in a process of its own, which is all that `exit` "
	"ends: the script goes on behind done, and often ends with 0.",
	"Read the class list from stdin without a redirection; or `done < f "
	"|| exit 1`; or a status file.",
	"Deadly in class scripts: an error in the middle of the list is "
	"ignored and the script ends with 0. The class list is already on "
	"stdin, so no redirection is needed."},
    {"pipeline-variable", SEVERITY_WARNING, LINT_BOURNE,
	"Every element of a pipeline is a sub-shell; the variable is lost.",
	"Behind the pipeline the variable has its old value. ksh93 on "
	"Solaris 11 runs the last command in the shell itself, so there it "
	"has the new one.",
	"Write to a file, then `exec 3<&0 <file; while read x; do ...; done; "
	"exec <&3 3<&-`",
	"The two shells differ, so the result must not matter."},
    {"assignment-before-builtin", SEVERITY_WARNING, LINT_BOURNE,
	"The assignment stays after a builtin.",
	"IFS and others keep the new value for the rest of the script.",
	"Save and restore: `old=$IFS; IFS=:; read ...; IFS=$old`", NULL},
    {"assignment-before-function", SEVERITY_ERROR, LINT_BOURNE,
	"A variable assignment before a function call is not passed to it.",
	"The function does not see the value, or only afterwards.",
	"Set the variable, call the function, set it back.", NULL},
    {"status-127", SEVERITY_WARNING, LINT_BOURNE,
	"An unknown command gives status 1, not 127.",
	"Of a command that is not there the Bourne shell says \"not found\" "
	"and goes on with status 1.",
	"`if type cmd >/dev/null 2>&1; then` before it is used", NULL},
    {"set-e-backquote", SEVERITY_WARNING, LINT_BOURNE,
	"With set -e a failing backquote assignment aborts the script.",
	"When the command fails the script ends, without a message.",
	"x=`cmd` || :",
	"In `a && b`, `a || b`, conditions, and functions called there, -e "
	"is ignored. Test each command instead of relying on -e."},
    {"set-o-option", SEVERITY_ERROR, LINT_BOURNE,
	"set -o is a bad option and aborts the script.",
	"\"-o: bad option(s)\"; the script ends with status 1.",
	"Letters: `set -e`, `set -u`, `set -x`. There is no pipefail: write "
	"to a file and look at each status.",
	NULL},
    {"set-option", SEVERITY_ERROR, LINT_BOURNE,
	"set has no such option; the script aborts.",
	"\"-C: bad option(s)\", script ends with status 1.",
	"The letters a, e, f, h, k, n, t, u, v and x exist.", NULL},
    {"set-u-positional", SEVERITY_WARNING, LINT_BOURNE,
	"With set -u an unset parameter aborts the script.",
	"\"parameter not set\" when there is no such argument; the script "
	"ends with status 1.",
	"`${1-}`", "A class action script has `$1` only on its last call."},
    {"at-without-guard", SEVERITY_INFO, LINT_BOURNE,
	"Very old shells give one empty word for \"$@\" without arguments.",
	"A loop runs once with an empty value, a command gets an operand "
	"that nobody gave.",
	"`${1+\"$@\"}`",
	"The shell of Solaris 10 gives no word; that of older ones is not "
	"known."},
    {"echo-backslash", SEVERITY_WARNING, LINT_ALL,
	"echo interprets backslashes in a text that came from elsewhere.",
	"A \\t in it becomes a tab, and \\c ends the output.",
	"`/usr/bin/printf '%s\\n' \"$v\"`",
	"It matters where lines of a file are written to another one."},
    {"function-scope", SEVERITY_INFO, LINT_ALL,
	"Functions share one variable scope: this call changes the "
	"variable of the loop.",
	"Behind the call the variable has the value that the function "
	"gave it.",
	"Names with a prefix in the function (`_f_i`), or its body in `( "
	")`.",
	NULL},
    {"ksh-variable", SEVERITY_WARNING, LINT_BOURNE,
	"This variable is empty in the Bourne shell.",
	"The value is empty, without a message.",
	"`$$` for a number, x=`pwd` for the directory, ps for the parent; a "
	"name for a temporary file needs more than a number.",
	"A temporary name built from RANDOM is the same each time."},
    {"exit-range", SEVERITY_ERROR, LINT_ALL,
	"exit takes the value modulo 256; 256 is success.",
	"Only the last eight bits count: 256 is 0, which is success.",
	"0 to 255, in package scripts only 0, 1, 2, 3, 10, 20.",
	"See non-contract-exit-status."},
    {"trap-signal-name", SEVERITY_INFO, LINT_BOURNE,
	"Use signal numbers in trap.",
	"The shell that this was tried with knows the names; older ones may "
	"say \"bad trap\".",
	"`trap 'commands' 0 1 2 3 15`: 0 is the end of the script, 1 HUP, 2 "
	"INT, 3 QUIT, 15 TERM.",
	NULL},
    {"trap-operand", SEVERITY_ERROR, LINT_BOURNE,
	"trap does not know this option or signal.",
	"\"trap: bad trap\", and nothing is caught; a - or -- is taken for "
	"the command to run.",
	"`trap 'commands' 0 1 2 3 15`; `trap 2` without commands takes it "
	"back.",
	"SIG in front of a name, ERR, DEBUG, RETURN and the options -p and "
	"-l belong to other shells."},
    {"kill-signal-option", SEVERITY_WARNING, LINT_BOURNE,
	"kill -s gives \"bad signal\".",
	"\"bad signal\" and status 1; no signal is sent, and the script goes "
	"on.",
	"`kill -15 pid`", "`kill -TERM` worked. See also kill-by-name."},
    {"printf-v", SEVERITY_WARNING, LINT_BOURNE,
	"printf is an external command; it cannot set a variable.",
	"printf runs as a program of its own and prints; the variable is "
	"what it was.",
	"x=`/usr/bin/printf ...`", NULL},
    {"syntax-error", SEVERITY_ERROR, LINT_ALL, "The script cannot be parsed.",
	"The shell reads the whole script before it runs a line, so "
	"nothing of it runs.",
	"Mend the line that is named; the mistake is there or before "
	"it.",
	NULL},
    {"unterminated-quote", SEVERITY_ERROR, LINT_ALL,
	"A quote, backquote or here-document is still open at the "
	"end.",
	"The Bourne shell closes it at the end without a word and "
	"takes all that follows for text; ksh93 refuses the script.",
	"Close it.", NULL},
    {"bad-substitution", SEVERITY_ERROR, LINT_BOURNE,
	"This form of ${...} is a bad substitution.",
	"The shell refuses the script with status 1 before it runs a line.",
	"Only ${v}, ${v-d}, ${v=d}, ${v+d}, ${v?m} and these with a colon "
	"exist.",
	NULL},
    {"parameter-blank", SEVERITY_ERROR, LINT_BOURNE,
	"A blank in ${v-...} must be quoted.",
	"The shell takes the blank for the end of the word: bad "
	"substitution, and nothing runs.",
	"${v-'a b'} or \"${v-a b}\"", NULL},
    {"pipe-ampersand", SEVERITY_ERROR, LINT_BOURNE,
	"|& does not join standard error to a pipe.",
	"The command runs in the background with its output in an "
	"empty pipe.",
	"cmd 2>&1 | next", NULL},
    {"arithmetic-command", SEVERITY_ERROR, LINT_BOURNE,
	"((...)) is no arithmetic in the Bourne shell.",
	"It is a sub-shell in a sub-shell, and what it holds is run "
	"as a command; in for ((...)) it is a syntax error.",
	"n=`expr $n + 1`, or a while loop", NULL},
    {"extended-glob", SEVERITY_ERROR, LINT_BOURNE,
	"Patterns like @(a|b) are a syntax error.",
	"The shell reads the whole script before it runs a line; at this it "
	"says \"syntax error\" and ends with status 2, and nothing has been "
	"done.",
	"case with a|b, or several patterns", NULL},
    {"dollar-double-quote", SEVERITY_WARNING, LINT_BOURNE,
	"$\"...\" is not known.", "A $ stands in front of the text.",
	"Plain double quotes.", NULL},
    {"carriage-return", SEVERITY_ERROR, LINT_ALL,
	"The line ends with a carriage return.",
	"The carriage return belongs to the last word: names and "
	"values are wrong, reserved words are not known.",
	"Convert the file to the line ends of Unix.", NULL},
    {"pipeline-status", SEVERITY_WARNING, LINT_ALL,
	"Only the status of the last command of a pipeline is seen.",
	"When an earlier command fails, its empty output decides as "
	"if it were the answer.",
	"Write to a file, test the status, then go on with the file.", NULL},
    {NULL, SEVERITY_INFO, 0, NULL, NULL, NULL, NULL},
};
