#include <string.h>

#include "base/words.h"
#include "lint_package/solaris.h"
#include "tags/tags.h"

static const struct solaris_directory directories[] = {
    {"/", 0755, "root"},
    {"/dev", 0755, "root"},
    {"/etc", 0755, "root"},
    {"/etc/cron.d", 0755, "root"},
    {"/etc/default", 0755, "root"},
    {"/etc/init.d", 0755, "root"},
    {"/etc/opt", 0755, "root"},
    {"/etc/rc0.d", 0755, "root"},
    {"/etc/rc1.d", 0755, "root"},
    {"/etc/rc2.d", 0755, "root"},
    {"/etc/rc3.d", 0755, "root"},
    {"/etc/rcS.d", 0755, "root"},
    {"/export", 0755, "root"},
    {"/kernel", 0755, "root"},
    {"/kernel/drv", 0755, "root"},
    {"/lib", 0755, "root"},
    {"/lib/svc", 0755, "root"},
    {"/lib/svc/method", 0755, "root"},
    {"/opt", 0755, "root"},
    {"/platform", 0755, "root"},
    {"/sbin", 0755, "root"},
    {"/tmp", 01777, "root"},
    {"/usr", 0755, "root"},
    {"/usr/bin", 0755, "root"},
    {"/usr/include", 0755, "root"},
    {"/usr/kernel", 0755, "root"},
    {"/usr/kernel/drv", 0755, "root"},
    {"/usr/lib", 0755, "root"},
    {"/usr/sbin", 0755, "root"},
    {"/usr/share", 0755, "root"},
    {"/usr/share/lib", 0755, "root"},
    {"/usr/share/man", 0755, "root"},
    {"/var", 0755, "root"},
    {"/var/adm", 0775, "root"},
    {"/var/mail", 01777, "root"},
    {"/var/opt", 0755, "root"},
    {"/var/spool", 0755, "root"},
    {"/var/spool/cron", 0755, "root"},
    {"/var/spool/cron/crontabs", 0755, "root"},
    {"/var/svc", 0755, "root"},
    {"/var/svc/manifest", 0755, "root"},
    {"/var/tmp", 01777, "root"},
};

static const char users[] =
    "root daemon bin sys adm lp uucp nuucp listen smmsp nobody noaccess nobody4";
static const char groups[] =
    "root other bin sys adm uucp mail tty lp nuucp staff daemon sysadmin smmsp "
    "nobody noaccess nogroup";

/* Those of /usr/sadm/install/scripts, and none. */
static const char classes[] =
    "none awk build etcrpc initd inetd kmf manifest nsswitch pkcs11conf "
    "preserve rbac renamenew renameold sed scsi passwd crontab locale svc "
    "clustercustom dhcpd edit fontalias fontscale services upgradedevlink "
    "upgradevisualassist xml mib2 ftpservers syslogconf";

/* Libraries of the system, by the releases that have them. */
static const struct {
	unsigned releases;
	const char *names;
} libraries[] = {
    {LINT_ALL,
	"ld.so.1 libadm.so.1 libaio.so.1 libbsm.so.1 libbz2.so.1 libc.so.1 "
	"libcfgadm.so.1 libcmd.so.1 libcpc.so.1 libcrypt.so.1 libcrypt_i.so.1 "
	"libcrypt_d.so.1 libcurses.so.1 libdevice.so.1 libdevinfo.so.1 "
	"libdhcpagent.so.1 libdl.so.1 libdoor.so.1 libelf.so.1 libexacct.so.1 "
	"libform.so.1 libgen.so.1 libgss.so.1 libintl.so.1 libkstat.so.1 "
	"libkvm.so.1 libl.so.1 libldap.so.5 libm.so.1 libmail.so.1 "
	"libmalloc.so.1 libmapmalloc.so.1 libbsdmalloc.so.1 libmd5.so.1 "
	"libmenu.so.1 libmp.so.2 libmtmalloc.so.1 libnsl.so.1 libnvpair.so.1 "
	"libpam.so.1 libpanel.so.1 libpctx.so.1 libpicl.so.1 libposix4.so.1 "
	"libproc.so.1 libproject.so.1 libpthread.so.1 libresolv.so.2 "
	"librpcsvc.so.1 librt.so.1 librtld_db.so.1 libsched.so.1 libsec.so.1 "
	"libsecdb.so.1 libsendfile.so.1 libsldap.so.1 libsocket.so.1 "
	"libsysevent.so.1 libtermcap.so.1 libtermlib.so.1 libthread.so.1 "
	"libthread_db.so.1 libtnfctl.so.1 libucb.so.1 "
	"libvolmgt.so.1 libw.so.1 libxnet.so.1 liby.so.1 libz.so libz.so.1 "
	"libCrun.so.1 libCstd.so.1 libdemangle.so.1 libplot.so.2 libdbm.so.1 "
	"libX11.so.4 libXext.so.0 libXt.so.4 libXmu.so.4 libXaw.so.5 "
	"libXi.so.5 libICE.so.6 libSM.so.6 libXm.so.4 libXtst.so.1 "
	"libGL.so.1 libGLU.so.1 libfontconfig.so.1 libfreetype.so.6"},
    {LINT_BOURNE,
	"libmp.so.1 libresolv.so.1 libldap.so.4 libXm.so.3 libDtSvc.so.1 "
	"libDtHelp.so.1 libDtTerm.so.1 libDtWidget.so.1 libDtPrint.so.1 "
	"libtt.so.2 libC.so.5 libF77.so.4 libM77.so.2 "
	"libfui.so.1 libfai.so.1 libfsu.so.1 libxfn.so.2 libdga.so.1 "
	"libolgx.so.3 libxview.so.3 libXol.so.3 libdps.so.5 libsys.so.1 "
	"libvt0.so.1 librac.so.1 libsmartcard.so.1 "
	"libgtk-1.2.so.0 libmtsk.so.1 libnisdb.so.2"},
    {LINT_9 | LINT_10 | LINT_11,
	"libxml2.so.2 libxslt.so.1 libumem.so.1 libuuid.so.1 libpool.so.1 "
	"librcm.so.1 libsasl.so.1 libwrap.so.1 libwrap.so.1.0 libglib-2.0.so.0 "
	"libgobject-2.0.so.0 libgthread-2.0.so.0 libgmodule-2.0.so.0 "
	"libgtk-x11-2.0.so.0 libgdk-x11-2.0.so.0 libpango-1.0.so.0 "
	"libatk-1.0.so.0 libmlib.so.2 libpcsclite.so.1 "
	"libstdc++.so.5 libgcc_s.so.1"},
    {LINT_10 | LINT_11,
	"libm.so.2 libscf.so.1 libzonecfg.so.1 libzoneinfo.so.1 "
	"libcontract.so.1 libdtrace.so.1 libctf.so.1 libavl.so.1 libuutil.so.1 "
	"libzfs.so.1 libnvpair.so.1 libmd.so.1 libpkcs11.so.1 "
	"libcryptoutil.so.1 libelfsign.so.1 libtecla.so.1 libinetutil.so.1 "
	"libipsecutil.so.1 libefi.so.1 libfstyp.so.1 libkmf.so.1 "
	"libnetsnmp.so.5 libexpat.so.0 libstdc++.so.6 libpng12.so.0 libpng.so.3 "
	"libjpeg.so.62 libtiff.so.3 libX11.so.5 libXrender.so.1 libXft.so.2 "
	"libsmbios.so.1 libdladm.so.1 libfm.so.1 libuuid.so.1 "
	"libmapid.so.1 librestart.so.1 "
	"libcairo.so.2 libpangocairo-1.0.so.0 libpcre.so.0 libdbus-1.so.3 "
	"libhal.so.1 libgnomeui-2.so.0 libgconf-2.so.4 libast.so.1 "
	"libshell.so.1 "
	"libiscsi.so.1 libsip.so.1 libgomp.so.1 libgfortran.so.1 libobjc.so.2"},
    {LINT_10,
	"libssl.so.0.9.7 libcrypto.so.0.9.7 libssl_extra.so.0.9.7 "
	"libreadline.so.4 libmysqlclient.so.12 libpq.so.4 libpq.so.5 "
	"libtcl8.3.so libtk8.3.so"},
    {LINT_11,
	"libssl.so.0.9.8 libcrypto.so.0.9.8 libssl.so.1.0.0 "
	"libcrypto.so.1.0.0 libssl.so.1.1 libcrypto.so.1.1 libssl.so.3 "
	"libcrypto.so.3 libcurl.so.3 libcurl.so.4 libexpat.so.1 libkrb5.so.1 "
	"libsqlite3.so.0 libpcre.so.1 libxcb.so.1 libreadline.so.5 "
	"libreadline.so.6 libreadline.so.8 libncurses.so.5 libncurses.so.6 "
	"libncursesw.so.5 libncursesw.so.6 libffi.so.5 libffi.so.6 "
	"libgmp.so.10 libgmp.so.3 libpng14.so.14 libpng16.so.16 libjpeg.so.8 "
	"libjpeg.so.9 libxml2.so.16 liblzma.so.5 libidn.so.11 libssh2.so.1 "
	"libevent-2.0.so.5 libgfortran.so.3 libgfortran.so.5 libedit.so.0 "
	"libucrypto.so.1 libsoftcrypto.so.1 "
	"libpython2.7.so.1.0 libperl.so"},
};

const struct solaris_directory *
solaris_directory(const char *path)
{
	size_t i;

	for (i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		if (strcmp(directories[i].path, path) == 0)
			return &directories[i];
	return NULL;
}

bool
solaris_has_user(const char *name)
{
	return words_contain(users, " ", name, strlen(name));
}

bool
solaris_has_group(const char *name)
{
	return words_contain(groups, " ", name, strlen(name));
}

bool
solaris_has_class(const char *class, size_t len)
{
	return words_contain(classes, " ", class, len);
}

unsigned
solaris_library(const char *name)
{
	unsigned releases = 0;
	size_t i;

	for (i = 0; i < sizeof(libraries) / sizeof(*libraries); i++)
		if (words_contain(libraries[i].names, " ", name, strlen(name)))
			releases |= libraries[i].releases;
	return releases;
}
