#!/bin/sh
# rehearse cycle --html: the page for who decides about a release.
. "$(dirname "$0")/../lib.sh"

CYCLE="$PKGSTREAM rehearse cycle --untrusted"
# what hostile names are made of
SCRIPT='<script>document.title="no"</script>'

# sources [COMMAND]: a package that replaces /etc/x.conf in the root base, whose
# removal begins with COMMAND
sources() {
	mkdir -p base/etc base/tmp base/var/tmp base/var/sadm/install \
	    base/var/sadm/pkg src/root/etc
	printf 'root:x:0:0::/:\nnoaccess:x:60002:60002::/:\n' >base/etc/passwd
	printf 'root::0:\nother::1:\nsys::3:\nnoaccess::60002:\n' \
	    >base/etc/group
	echo 'old v-7 ' >base/etc/x.conf
	echo 'new one v-12' >src/root/etc/x.conf
	printf '%s\n' PKG=ACMEx "NAME=a \"package\" & $SCRIPT" ARCH=all \
	    VERSION=1.0 CATEGORY=application 'CLASSES=none cfg' \
	    PATCH_MARK=v- >src/pkginfo
	cat >src/i.cfg <<-'END'
		while read from to; do
			cp -p $to $PKGSAV/saved
			cp -p $from $to
		done
	END
	echo "${1-}" >src/r.cfg
	cat >>src/r.cfg <<-'END'
		while read path; do
			cp -p $PKGSAV/saved $path
		done
	END
	echo 'exit 0' >src/postinstall
	printf 'i %s\n' pkginfo i.cfg r.cfg postinstall >src/prototype
	echo 'e cfg /etc/x.conf 0644 root root' >>src/prototype
	"$PKGSTREAM" build -q --force -f src/prototype -r src/root -t 1100000000 \
	    -o x.pkg
}

# cycle STATUS OPTION...: with a page; skips where there is no such root
cycle() {
	_want=$1
	shift
	_status=0
	$CYCLE --base base --html page.html "$@" x.pkg >out 2>err \
	    </dev/null || _status=$?
	[ "$_status" -ne 4 ] || skip "no such rehearsals: $(tail -n 1 err)"
	[ "$_status" -eq "$_want" ] ||
	    fail "exit status $_status: $(cat out err)"
	tail -n 1 page.html >last
	contains last '</html>'
}

case_passed() {
	sources
	cycle 0 --root-only
	contains page.html '<title>Rehearsal of ACMEx 1.0</title>'
	contains page.html '<p class="verdict">Passed'
	contains page.html 'a &quot;package&quot; &amp; &lt;script&gt;'
	lacks page.html '<script'
	for script in i.cfg postinstall r.cfg; do
		contains page.html "<td class=\"script\">$script</td>"
	done
	[ "$(grep -c '<rect class="ran"' page.html)" -eq 3 ] ||
	    fail 'three scripts have run'
	contains page.html 'None: the root is what it was'
	contains page.html '<td class="size" data-label="Old build">v-7</td>'
	contains page.html '>v-12</td>'
	contains page.html '>13</td>'
	contains page.html 'not tried (--faults tries them)'
	lacks page.html 'class="up"'
}

# the page is there also when the package is not what it should be
case_failed() {
	sources 'echo "<b>bad</b>"; echo x >$PKG_INSTALL_ROOT/etc/left'
	cycle 1 --root-only
	contains page.html '<p class="verdict bad">Failed: 0 steps, '
	contains page.html '/etc/left'
	sources 'echo "<b>bad</b> `printf "\\351\\033"`"; exit 1'
	rm page.html
	cycle 1 --root-only
	contains page.html '<p class="verdict bad">Failed: 1 step'
	contains page.html '&lt;b&gt;bad&lt;/b&gt; ??'
	contains page.html '<rect class="broke"'
}

case_whole_or_not_at_all() {
	sources
	echo here >page.html
	expect 3 $CYCLE --root-only --base base --html page.html x.pkg
	[ "$(cat page.html)" = here ] || fail "it was replaced"
	cycle 0 --root-only --force
	expect 4 $CYCLE --root-only --base base --html none/page.html x.pkg
	[ ! -e none ] || fail "something was made"
	rm page.html
	echo nonsense >y.pkg
	expect 3 $CYCLE --root-only --base base --html page.html y.pkg
	[ ! -e page.html ] || fail "a page was written"
}

case_power_cuts() {
	sources
	cycle 1 --root-only --faults --every 7
	contains page.html '<h3>Power cuts'
	grep -q ' tried, .* recovered, [1-9][0-9]* lost' page.html ||
	    fail 'no power cut was lost'
}

# a service that the patch stops and starts is seen to be down
case_service() {
	sources
	cat >>src/i.cfg <<-'END'
		kill `cat /tmp/pid`
		sleep 1
		sleep 300 </dev/null >/dev/null 2>&1 &
		echo $! >/tmp/pid
	END
	"$PKGSTREAM" build -q --force -f src/prototype -r src/root \
	    -t 1100000000 -o x.pkg
	cycle 0 --live-only --ignore '/tmp/*' --start \
	    'sleep 300 </dev/null >/dev/null 2>&1 & echo $! >/tmp/pid'
	contains page.html '<rect class="cut"'
	contains page.html '<rect class="up"'
	grep -q '<th>Service was down</th><td>[01]\.[0-9]* s at install' \
	    page.html || fail "not seen: $(grep 'was down' page.html)"
}

case_browser() {
	need_browser
	sources
	cycle 0 --root-only
	browser page.html --dump-dom
	contains dom '<title>Rehearsal of ACMEx 1.0</title>'
	[ "$(grep -o '<rect ' dom | wc -l)" -eq 3 ] ||
	    fail 'three bars are wanted'
	# as wide as a phone, and nothing sticks out
	echo '<script>document.title = document.documentElement.scrollWidth +
	    "px"</script>' >>page.html
	browser page.html --window-size=500,900 --dump-dom
	contains dom '<title>500px</title>'
	browser page.html --window-size=800,1200 --screenshot=page.png
	[ "$(wc -c <page.png)" -gt 20000 ] || fail 'nothing is to be seen'
}

run_cases "$0" "$@"
