#!/bin/sh
# Long work says on a terminal how far it is.
. "$(dirname "$0")/../lib.sh"

# on_terminal COMMAND: with standard error on a terminal; err has what it shows
on_terminal() {
	need python3
	python3 - "$1" <<-'END'
	import os, pty, sys
	pid, fd = pty.fork()
	if pid == 0:
	    os.execvp("sh", ["sh", "-c", "exec >out </dev/null; " + sys.argv[1]])
	with open("err", "wb") as err:
	    while True:
	        try:
	            data = os.read(fd, 4096)
	        except OSError:
	            break
	        if not data:
	            break
	        err.write(data)
	status = os.waitpid(pid, 0)[1]
	sys.exit(os.WEXITSTATUS(status))
	END
}

# slowly: a package whose last part comes after a while
slowly() {
	mkdir src
	head -c 200000 /dev/zero >src/a
	printf 'i pkginfo\nf none /opt/a=src/a 0644 root bin\n' >prototype
	printf '%s\n' PKG=ACMEp NAME=x ARCH=all VERSION=1 CATEGORY=x >pkginfo
	"$PKGSTREAM" build -q -f prototype -o p.pkg
	SLOW='(head -c 100000 p.pkg; sleep 1.2; tail -c +100001 p.pkg)'
}

case_line() {
	slowly
	on_terminal "$SLOW | $PKGSTREAM verify -"
	grep -q 'checking: [0-9.]* KiB, [0-9.]* [KMG]*i*B*[a-z]*/s' err ||
	    fail "no line: $(od -c err)"
	# some times a second, and the line is taken away
	[ "$(tr '\r' '\n' <err | grep -c checking)" -le 6 ] || fail 'too often'
	tr '\r' '\n' <err | tail -n 2 >last
	lacks last checking
	contains out 'no findings'
	for verb in 'trans --force -o q.pkg' 'extract -C there'; do
		on_terminal "$SLOW | $PKGSTREAM $verb -"
		grep -q 'ing: [0-9.]* KiB, ' err || fail "$verb: no line"
	done
	same p.pkg q.pkg
}

case_silent() {
	slowly
	on_terminal "$SLOW | $PKGSTREAM verify -q -"
	[ ! -s err ] || fail 'with -q'
	on_terminal "cat p.pkg | $PKGSTREAM verify -"
	[ ! -s err ] || fail 'short work'
	eval "$SLOW" | "$PKGSTREAM" verify - >out 2>err
	[ ! -s err ] || fail 'no terminal'
	on_terminal "$SLOW | $PKGSTREAM extract --verbose -C there -"
	lacks err extracting
}

run_cases "$0" "$@"
