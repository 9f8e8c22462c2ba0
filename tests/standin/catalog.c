/*
 * Every file of the stand-ins.  Names, dates and builds of PATCH3 are the
 * vendor's; sizes, older builds, and what came when, are made up.
 */
#include "standin.h"

/*
 * The product and its service pack deliver type f, class none: plain files, as
 * any product of its time.  The patches below Patch 3 are of type e in a class
 * of their own with a script that keeps the old file, so that pkgrm can take
 * them out again (svr4-packaging 6.13); pkgchk finds each of them in order, as
 * a path of several packages is described by the one that came last.
 */
const struct level_info levels[LEVELS] = {
    [BASE] = {"TMIMSS", "5.1",
	"InterScan Messaging Security Suite 5.1 (stand-in)", "2003-03-31", 1132,
	120, "none", 'f', NULL},
    [SP1] = {"TMIMSSsp1", "5.1.1", "IMSS 5.1 Service Pack 1 (stand-in)",
	"2004-04-08", 1604, 60, "none", 'f', "TMIMSS"},
    [PATCH1] = {"TMIMSSp1", "5.1.1.1.1718", "IMSS 5.1 SP1 Patch 1 (stand-in)",
	"2004-07-14", 1718, 40, "patch1", 'e', "TMIMSSsp1"},
    [PATCH2] = {"TMIMSSp2", "5.1.1.2.1862", "IMSS 5.1 SP1 Patch 2 (stand-in)",
	"2004-10-20", 1862, 20, "patch2", 'e', "TMIMSSsp1"},
    [PATCH3] = {NULL, "5.1.1.3.2048", "IMSS 5.1 SP1 Patch 3 (stand-in)",
	"2005-05-11", 2048, 0, NULL, 'e', NULL},
};

#define IN(level) (1u << (level))
#define B3        (IN(BASE) | IN(PATCH3))
#define BS3       (B3 | IN(SP1))
/* Patch 1 and 2 replace the same files, as the second is cumulative. */
#define PATCHES (IN(PATCH1) | IN(PATCH2))

#define UI      "imss/UI/"
#define APACHE  "imss/UI/apache/"
#define EM      "imss/emanager/"
#define FEB04   "2005-02-04"
#define FEB10   "2005-02-10"
#define FEB12   "2005-02-12"

const struct entry catalog[] = {
    /* acts as root for the web server */
    {"imss/bin/aphost", PROGRAM, FEB10, "2048", NULL, 218884, 04755, B3},
    {"imss/bin/imssd", PROGRAM, FEB10, "2048", NULL, 1204628, 0755,
	BS3 | PATCHES},
    {"imss/bin/imsssysmon", PROGRAM, FEB10, "2048", NULL, 187032, 0755,
	B3 | PATCHES},
    {"imss/bin/scheduled", PROGRAM, FEB10, "2048", NULL, 241560, 0755, BS3},
    {"imss/bin/imssutilerr.dat", MESSAGES, FEB10, NULL, NULL, 15870, 0644, B3},
    {"imss/script/S99IMSS", TEMPLATE, "2004-11-01", NULL, NULL, 0, 0755, B3},
    {"imss/lib/libCIS_DLL.so", LIBRARY, "2005-03-22", "1240", NULL, 903552,
	0755, BS3 | PATCHES},
    {"imss/lib/libEN_Product.so", LIBRARY, FEB10, "2048", NULL, 302940, 0755,
	B3},
    {"imss/lib/libicuuc.so", LIBRARY, FEB10, NULL, NULL, 1056712, 0755, B3},
    {"imss/lib/libtmau.so", LIBRARY, FEB10, NULL, NULL, 417288, 0755, B3},
    {"imss/lib/libtmmsg.so", LIBRARY, "2005-03-03", "1290", NULL, 688416, 0755,
	B3 | PATCHES},
    {UI "about.htm.xhtml", PAGE, FEB10, NULL, NULL, 5210, 0644, BS3},
    {UI "delivery_settings.htm.xhtml", PAGE, FEB10, NULL, NULL, 18344, 0644,
	B3},
    {UI "func.js", SCRIPT, FEB10, NULL, NULL, 33102, 0644, B3 | PATCHES},
    {UI "general_settings.htm.xhtml", PAGE, FEB10, NULL, NULL, 12876, 0644, B3},
    /* came with the service pack */
    {UI "images/arrow_down.gif", IMAGE, FEB04, NULL, NULL, 0, 0644,
	IN(SP1) | IN(PATCH3)},
    {UI "images/arrow_up.gif", IMAGE, FEB04, NULL, NULL, 0, 0644,
	IN(SP1) | IN(PATCH3)},
    {UI "main.htm.xhtml", PAGE, FEB10, NULL, NULL, 9648, 0644, BS3},
    {UI "product_register.htm.xhtml", PAGE, FEB10, NULL, NULL, 7420, 0644, BS3},
    {APACHE "bin/httpd", PROGRAM, FEB12, "1.3.33", "1.3.27", 711204, 0755, B3},
    {APACHE "bin/openssl", PROGRAM, FEB12, "0.9.7e", "0.9.7a", 1480256, 0755,
	B3},
    {APACHE "libexec/libssl.so", LIBRARY, FEB12, "2.8.22", "2.8.12", 269848,
	0755, B3},
    {EM "lib/libdmc_comm.so", LIBRARY, FEB04, NULL, NULL, 204548, 0755, B3},
    {EM "lib/libdmc_dtct.so", LIBRARY, FEB04, NULL, NULL, 351020, 0755, B3},
    {EM "lib/libdmc_txdoc.so", LIBRARY, FEB04, NULL, NULL, 266384, 0755, B3},
    {EM "lib/libdmc_txif.so", LIBRARY, FEB04, NULL, NULL, 88236, 0755, B3},
    {EM "lib/libdmc_txli.so", LIBRARY, FEB04, NULL, NULL, 131720, 0755, B3},
    {EM "lib/libdmc_txpdf.so", LIBRARY, FEB04, NULL, NULL, 498156, 0755, B3},
    {EM "lib/libdmc_txppt.so", LIBRARY, FEB04, NULL, NULL, 174096, 0755, B3},
    {EM "lib/libdmc_txxls.so", LIBRARY, FEB04, NULL, NULL, 223404, 0755, B3},
    {EM "lib/libem_core.so", LIBRARY, FEB04, "1125", NULL, 612480, 0755, B3},
    {EM "lib/libem_plgin.so", LIBRARY, FEB04, "1125", NULL, 156612, 0755, B3},
    {EM "lib/libem_ui.so", LIBRARY, FEB04, "1125", NULL, 338964, 0755, B3},
    {EM "lib/libem_wizrd.so", LIBRARY, FEB04, "1125", NULL, 195788, 0755, B3},
    {EM "UI/em_err_msg.js", SCRIPT, FEB04, NULL, NULL, 10164, 0644, B3},
    {EM "UI/emJavaScript.js", SCRIPT, FEB04, NULL, NULL, 21930, 0644, B3},
    /* new with Patch 3 */
    {"imss/mib/imss50.mib", MIB, FEB12, NULL, NULL, 8412, 0644, IN(PATCH3)},
    /* of the product, and not in any patch */
    {"imss/bin/imssd.run", TEMPLATE, NULL, NULL, NULL, 0, 0755, IN(BASE)},
    {"imss/lib/libtmsp.so", LIBRARY, NULL, NULL, NULL, 94312, 0755, IN(BASE)},
    {UI "logon.htm.xhtml", PAGE, NULL, NULL, NULL, 3144, 0644, IN(BASE)},
};

const size_t ncatalog = sizeof(catalog) / sizeof(catalog[0]);
