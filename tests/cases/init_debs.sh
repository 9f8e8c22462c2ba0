#!/bin/sh
# Debian packages become packages of Solaris, and two versions a patch: small
# ones with the directories, modes, links and control files of a program, a
# library, a daemon, fonts and the modules of a language, as Debian 12 has them.
. "$(dirname "$0")/../lib.sh"

# two versions of each
make_debs() {
	need python3
	python3 - <<-'TEXT'
	import io, tarfile
	def tar(members):
	    out = io.BytesIO()
	    t = tarfile.open(fileobj=out, mode='w:xz')
	    dirs = set()
	    for name, mode, data in members:
	        parts = name.split('/')[:-1]
	        for n in range(1, len(parts) + 1):
	            d = '/'.join(parts[:n]) + '/'
	            if d in dirs:
	                continue
	            dirs.add(d)
	            i = tarfile.TarInfo(d)
	            i.type, i.mode = tarfile.DIRTYPE, 0o755
	            i.uname = i.gname = 'root'
	            i.mtime = 1104635040
	            t.addfile(i)
	        i = tarfile.TarInfo(name)
	        i.uname, i.gname = 'root', 'root'
	        if isinstance(mode, str):
	            i.uname, i.gname, mode = mode.split(':')
	            mode = int(mode, 8)
	        i.mode, i.mtime = mode, 1104635040
	        if mode == 0o777:
	            i.type, i.linkname = tarfile.SYMTYPE, data
	            t.addfile(i)
	            continue
	        data = data.encode()
	        i.size = len(data)
	        t.addfile(i, io.BytesIO(data))
	    t.close()
	    return out.getvalue()
	def deb(name, version, more, files, conffiles=(), scripts=()):
	    control = [('./control', 0o644, 'Package: %s\nVersion: %s\n'
	        'Architecture: all\nMaintainer: Some Body <some@example.com>\n'
	        '%sDescription: %s\n longer\n' % (name, version, more, name))]
	    if conffiles:
	        control.append(('./conffiles', 0o644,
	            ''.join('/%s\n' % c for c in conffiles)))
	    control += [('./' + s, 0o755, '#!/bin/sh\nexit 0\n') for s in scripts]
	    doc = './usr/share/doc/%s/' % name
	    files = [('./' + f, m, d) for f, m, d in files] + [
	        (doc + 'copyright', 0o644, 'Copyright of somebody\n'),
	        (doc + 'changelog.Debian', 0o644, 'version ' + version)]
	    out = b'!<arch>\n'
	    for n, d in (('debian-binary', b'2.0\n'), ('control.tar.xz',
	            tar(control)), ('data.tar.xz', tar(files))):
	        out += b'%-16s%-12d%-6d%-6d%-8s%-10d`\n' % (n.encode(), 0, 0, 0,
	            b'100644', len(d)) + d + b'\n' * (len(d) % 2)
	    open('%s_%s.deb' % (name, version), 'wb').write(out)
	for v in '1', '2':
	    two = v == '2'
	    deb('prog', '1:2.0-' + v, 'Depends: perl:any\n', [
	        ('usr/bin/prog', 0o755, '#!/usr/bin/perl\nprint "%s";\n' % v),
	        ('usr/bin/prog2', 0o777, 'prog'),
	        ('usr/share/man/man1/prog.1', 0o644, '.TH prog 1\n'),
	        ('usr/share/prog/cows/%s.cow' % v, 0o644, 'moo'),
	        ('usr/share/prog/same', 0o644, 'same')])
	    so = 'usr/lib/x86_64-linux-gnu/libx.so'
	    deb('libx16', '1.6.%s+deb12u1' % v, 'Depends: libc6, zlib1g\n', [
	        ('%s.16.%s' % (so, v), 0o644, 'library ' + v),
	        (so + '.16', 0o777, 'libx.so.16.' + v),
	        (so, 0o777, 'libx.so.16')], scripts=['triggers'])
	    deb('daemon', '4.69-' + v, 'Pre-Depends: init\n', [
	        ('etc/daemon/daemon.conf', 0o644, 'port %s\n' % v),
	        ('etc/daemon/conf-available/10.conf', 0o640, 'x'),
	        ('etc/default/daemon', 0o644, 'ENABLE=1\n'),
	        ('usr/sbin/daemon', 0o755 if two else 0o750, '#!/usr/bin/perl\n'),
	        ('usr/lib/daemon/helper', 'root:mail:2755', '#!/usr/bin/perl\n'),
	        ('var/log/daemon/log', 'root:adm:640' if two else
	            'root:sys:640', '')],
	        ['etc/daemon/daemon.conf', 'etc/daemon/conf-available/10.conf',
	        'etc/default/daemon'], ['postinst', 'prerm'])
	    deb('fonts-x', '2.37-' + v, '', [
	        ('etc/fonts/conf.avail/57-x.conf', 0o644, '<xml/>'),
	        ('etc/fonts/conf.d/57-x.conf', 0o777, '../conf.avail/57-x.conf'),
	        ('usr/share/fonts/truetype/x/X.ttf', 0o644, 'font ' + v),
	        ('usr/share/fonts/truetype/x/X%s.ttf' % v, 0o644, 'font')],
	        ['etc/fonts/conf.avail/57-x.conf'])
	    deb('lang-modules', '5.36.0-' + v, '', [
	        ('usr/share/lang/5.36/%s/M%d.pm' % (d, n), 0o644, '%s %d %s' % (d,
	            n, v if n % 7 == 0 else '')) for d in ('A', 'B', 'C')
	        for n in range(20)] + [
	        ('usr/share/lang/current', 0o777, '5.36')])
	TEXT
}

# one command each; nothing is wrong with what it makes
case_packages() {
	make_debs
	for deb in *-1.deb *.1+*.deb; do
		expect 0 "$PKGSTREAM" init --build -q -o x.pkg $deb
		expect 0 "$PKGSTREAM" verify x.pkg
		expect 0 "$PKGSTREAM" lint --fail-on error x.pkg
		case $deb in
		daemon*) contains out set-uid ;;
		*)	contains out '0 errors, 0 warnings' ;;
		esac
		mv x.pkg ${deb%.deb}.pkg
	done
	expect 0 "$PKGSTREAM" list --map daemon_4.69-1.pkg
	contains out '1 e preserve etc/daemon/daemon.conf 0644 root root'
	contains out '1 f none usr/lib/daemon/helper 2755 root mail'
	contains out '1 v none var/log/daemon/log 0640 root sys'
	need_root
	expect 0 "$PKGSTREAM" rehearse cycle -q daemon_4.69-1.pkg
}

# from one version to the next, there and back
case_patches() {
	make_debs
	for name in prog libx16 daemon fonts-x lang-modules; do
		set -- $name*.deb
		expect 0 "$PKGSTREAM" init --build -q -o $name.patch.pkg \
		    --from $1 --to $2
		expect 0 "$PKGSTREAM" verify $name.patch.pkg
		expect 0 "$PKGSTREAM" init --build -q -o $name.old.pkg $1
		expect 0 "$PKGSTREAM" init --build -q -o $name.new.pkg $2
	done
	need_root
	expect 0 "$PKGSTREAM" rehearse cycle -q --with daemon.old.pkg \
	    --expect daemon.new.pkg daemon.patch.pkg
}

run_cases "$0" "$@"
