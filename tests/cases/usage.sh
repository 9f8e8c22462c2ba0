#!/bin/sh
. "$(dirname "$0")/../lib.sh"

# names FILE: the verbs that a help text lists
names() {
	sed -n 's/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p' "$1"
}

# all verbs that have no others below them
leaves() {
	"$PKGSTREAM" help >all
	names all | while read -r verb; do
		"$PKGSTREAM" help $verb >below
		names below >some
		if [ -s some ]; then cat some; else echo "$verb"; fi
	done
}

# options of a verb, by the page that is made from the same table
options() {
	"$PKGSTREAM" manual options $1 | sed -n 's/^\.It //p' |
	    sed 's/\\-/-/g; s/ Ar [^,]*//g; s/ Ns .*//; s/Fl Fl /--/g
	    s/Fl /-/g; s/,/ /g'
}

case_help_fits_and_is_complete() {
	leaves >leaves
	grep '^build$' leaves >/dev/null || fail "no verbs"
	while read -r verb; do
		expect 0 "$PKGSTREAM" $verb --help
		[ ! -s err ] || fail "$verb: $(cat err)"
		awk 'length($0) > 80 { print FILENAME ": " $0; bad = 1 }
		    END { exit bad }' out || fail "$verb: wider than 80"
		grep "^usage: pkgstream $verb" out >/dev/null ||
		    fail "$verb: no usage"
		options "$verb" >options
		grep -e --help options >/dev/null || fail "$verb: no options"
		for option in $(cat options); do
			grep -E "^(  (-., |    )?|[A-Za-z ]*: .*|  +.*  )(-., )?$option([ ,]|\$)" out \
			    >/dev/null ||
			    fail "$verb: no $option in its help"
		done
		mv out want
		expect 0 "$PKGSTREAM" help $verb
		same want out
		expect 0 "$PKGSTREAM" $verb -h
		same want out
	done <leaves
}

case_help_of_the_program() {
	expect 2 "$PKGSTREAM"
	contains err 'usage: pkgstream VERB'
	[ ! -s out ] || fail "help that nobody asked for is no output"
	mv err want
	for word in help --help -h; do
		expect 0 "$PKGSTREAM" $word
		same want out
		[ ! -s err ] || fail "$(cat err)"
	done
	awk 'length($0) > 80 { exit 1 }' want || fail "wider than 80"
	lacks want manual
}

# the verb that people begin with: one screen, and what to type
case_help_of_init() {
	expect 0 "$PKGSTREAM" init --help
	[ "$(wc -l <out)" -le 24 ]
	[ "$(grep -c '^  pkgstream init ' out)" -eq 3 ]
}

case_version() {
	expect 0 "$PKGSTREAM" --version
	grep '^pkgstream [0-9][0-9.]*$' out >/dev/null || fail "$(cat out)"
}

# wrong LINE ARGUMENT...: this is said, with a hint, and nothing else
wrong() {
	_line=$1
	shift
	expect 2 "$PKGSTREAM" "$@"
	[ ! -s out ] || fail "output: $(cat out)"
	contains err "$_line"
	contains err "try \`pkgstream"
	[ "$(wc -l <err)" -eq 2 ] || fail "said more: $(cat err)"
}

case_mistakes() {
	wrong "pkgstream: there is no verb \`biuld'" biuld
	wrong "pkgstream: there is no verb \`'" ''
	wrong "pkgstream: there is no verb \`--'" --
	wrong 'pkgstream: unknown option --bogus' --bogus
	wrong 'pkgstream: unknown option -x' -x
	wrong "pkgstream: there is no verb \`bogus'" help bogus
	wrong "pkgstream build: there is no verb \`more'" help build more
	wrong "pkgstream completion: there is no verb \`csh'" completion csh
	wrong "pkgstream completion zsh: takes no operand: \`x'" \
	    completion zsh x
	wrong 'pkgstream build: unknown option --bogus' build --bogus
	wrong 'pkgstream build: unknown option -X' build -nX m.xml
	wrong 'pkgstream build: an argument is missing for -o' build -o
	wrong 'pkgstream build: an argument is missing for --output' \
	    build m.xml --output
	wrong 'pkgstream build: no argument belongs to --force=1' \
	    build --force=1
	wrong 'pkgstream build: a manifest or -f PROTOTYPE is missing' build
}

# nothing but the verb knows how: a group alone is a mistake
case_group() {
	expect 2 "$PKGSTREAM" completion
	contains err 'usage: pkgstream completion'
	[ ! -s out ] || fail "output"
	expect 0 "$PKGSTREAM" completion --help
	contains out 'completion zsh'
}

case_full_disk() {
	[ -w /dev/full ] || skip "no /dev/full"
	status=0
	"$PKGSTREAM" help >/dev/full 2>err || status=$?
	[ $status -eq 4 ] || fail "status $status"
	contains err 'standard output'
}

# a file that gets the number of a closed descriptor would be taken for it
case_closed_descriptors() {
	printf '%s\n' PKG=ACMEx NAME=x ARCH=all VERSION=1 CATEGORY=system \
	    >pkginfo
	echo 'i pkginfo' >prototype
	"$PKGSTREAM" build -q -t 0 -f prototype -o want.pkg 2>/dev/null
	"$PKGSTREAM" build -q -t 0 -f prototype -o got.pkg <&- >&- 2>&- ||
	    fail "does not build"
	same want.pkg got.pkg
	status=0
	"$PKGSTREAM" diff want.pkg - 2>err <&- || status=$?
	[ $status -eq 4 ] || fail "status $status: $(cat err)"
	contains err 'standard input: cannot read'
	# what nobody can read is not written
	status=0
	"$PKGSTREAM" help >&- 2>err || status=$?
	[ $status -eq 4 ] || fail "status $status"
	contains err 'standard output'
}

# complete WORD...: what bash offers for the last of them
complete() {
	cat >ask.bash <<'EOF'
. ./script || exit
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_pkgstream 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
EOF
	bash ask.bash "$@" >offered
}

case_bash_completion() {
	need bash
	"$PKGSTREAM" completion bash >script
	expect 0 bash -n script
	complete pkgstream bu
	[ "$(cat offered)" = build ] || fail "$(cat offered)"
	complete pkgstream completion ''
	[ "$(tr '\n' ' ' <offered)" = 'bash zsh fish ' ] || fail "$(cat offered)"
	complete pkgstream build --prot
	[ "$(cat offered)" = --prototype ] || fail "$(cat offered)"
	complete pkgstream --v
	[ "$(cat offered)" = --version ] || fail "$(cat offered)"
	mkdir 'xa dir'
	: >xafile
	complete pkgstream build -f xa
	[ "$(sort offered | tr '\n' :)" = 'xa dir:xafile:' ] ||
	    fail "$(cat offered)"
	complete pkgstream build --root = xa
	[ "$(cat offered)" = 'xa dir' ] || fail "$(cat offered)"
	complete pkgstream build -n xaf
	[ "$(cat offered)" = xafile ] || fail "$(cat offered)"
	complete pkgstream build -t xaf
	[ -z "$(cat offered)" ] || fail "$(cat offered)"
	complete pkgstream man
	[ -z "$(cat offered)" ] || fail "a hidden verb: $(cat offered)"
}

case_zsh_completion() {
	"$PKGSTREAM" completion zsh >_pkgstream
	contains _pkgstream "'(-o --output)'{-o+,--output=}'["
	contains _pkgstream "'*'{-D+,--define=}'["
	need zsh
	expect 0 zsh -n _pkgstream
}

# offers LINE: what fish offers behind it
offers() {
	HOME=$PWD fish --no-config -c \
	    "source pkgstream.fish; complete -C '$1'" >offered
}

case_fish_completion() {
	need fish
	"$PKGSTREAM" completion fish >pkgstream.fish
	expect 0 fish --no-config -n pkgstream.fish
	offers 'pkgstream bu'
	[ "$(cut -f 1 offered)" = build ] || fail "$(cat offered)"
	offers 'pkgstream completion '
	[ "$(cut -f 1 offered | sort | tr '\n' ' ')" = 'bash fish zsh ' ] ||
	    fail "$(cat offered)"
	offers 'pkgstream build --prot'
	[ "$(cut -f 1 offered)" = --prototype ] || fail "$(cat offered)"
	offers 'pkgstream --v'
	[ "$(cut -f 1 offered)" = --version ] || fail "$(cat offered)"
	offers 'pkgstream rehearse -h cycle --star'
	[ "$(cut -f 1 offered)" = --start ] || fail "$(cat offered)"
	mkdir 'xa dir'
	: >xafile
	offers 'pkgstream build -f xa'
	contains offered 'xa dir/'
	contains offered xafile
	offers 'pkgstream build --root xa'
	contains offered 'xa dir/'
	lacks offered xafile
	offers 'pkgstream build -t xaf'
	[ ! -s offered ] || fail "$(cat offered)"
	offers 'pkgstream man'
	[ ! -s offered ] || fail "a hidden verb: $(cat offered)"
}

# what was meant is said where that can be told
case_did_you_mean() {
	expect 2 "$PKGSTREAM" biuld
	contains err "there is no verb \`biuld'; did you mean \`build'?"
	expect 2 "$PKGSTREAM" rehearse cyle
	contains err "did you mean \`cycle'?"
	expect 2 "$PKGSTREAM" pkgtrans
	contains err "here it is \`pkgstream trans'"
	expect 2 "$PKGSTREAM" pkgadd
	contains err "here it is \`pkgstream rehearse add'"
	expect 2 "$PKGSTREAM" nothing-like-it
	lacks err 'did you mean'
	expect 2 "$PKGSTREAM" build --focre
	contains err 'unknown option --focre; did you mean --force?'
	expect 2 "$PKGSTREAM" list --srot=size x
	contains err 'did you mean --sort?'
	expect 2 "$PKGSTREAM" list --sort szie x
	contains err "did you mean \`size'?"
	for word in rehearse:pkgadd:'here it is `pkgstream rehearse add' \
	    help:rehaerse:'did you mean `rehearse' \
	    chk:x:'here it is `pkgstream rehearse chk' \
	    pkgprotto:x:'here it is `pkgstream proto' \
	    checkpkg:x:'here it is `pkgstream lint' \
	    bldcat:x:'here it is `pkgstream catalog' \
	    check:x:'here it is `pkgstream verify' \
	    rehearse:check:'here it is `pkgstream rehearse chk' \
	    lint:--explain=bourne-dolar-paren:'no tag `bourne-dolar-paren' \
	    lint:--fail-on=eror:'did you mean `error' \
	    lint:--level=warnings:'did you mean `warning'; do
		rest=${word#*:}
		expect 2 "$PKGSTREAM" "${word%%:*}" "${rest%%:*}" x
		contains err "${rest#*:}"
	done
	expect 2 "$PKGSTREAM" build --zzz
	contains err 'unknown option --zzz'
	lacks err 'did you mean'
}

run_cases "$0"
