#include <stdarg.h>

#include "base/buf.h"
#include "stream/rule.h"

/*
 * An error is what the old tools refuse, or install wrongly and say nothing; a
 * warning, what they correct or ignore; information, what may be intended (svr4-packaging 1.10, 10.4).
 */
static const struct {
	const char *name;
	enum severity severity;
} rules[RULES] = {
    [RULE_FORMAT] = {"format", SEVERITY_ERROR},
    [RULE_COMPRESSION] = {"compression", SEVERITY_ERROR},
    [RULE_HEADER] = {"header", SEVERITY_ERROR},
    [RULE_HEADER_BLOCK] = {"header-block", SEVERITY_WARNING},
    [RULE_TRUNCATED] = {"truncated", SEVERITY_ERROR},
    [RULE_ARCHIVE] = {"archive", SEVERITY_ERROR},
    [RULE_PADDING] = {"padding", SEVERITY_WARNING},
    [RULE_TRAILING] = {"trailing-data", SEVERITY_WARNING},
    [RULE_LIMIT] = {"limit", SEVERITY_ERROR},
    [RULE_VOLUME] = {"volume", SEVERITY_ERROR},
    [RULE_INFO_MISSING] = {"info-missing", SEVERITY_ERROR},
    [RULE_INFO_SURPLUS] = {"info-surplus", SEVERITY_WARNING},
    [RULE_INFO_COPY] = {"info-copy", SEVERITY_ERROR},
    [RULE_MEMBER_NAME] = {"member-name", SEVERITY_ERROR},
    [RULE_MEMBER_DOT] = {"member-dot", SEVERITY_WARNING},
    [RULE_MEMBER_TYPE] = {"member-type", SEVERITY_ERROR},
    [RULE_MEMBER_TWICE] = {"member-twice", SEVERITY_ERROR},
    [RULE_MEMBER_PART] = {"member-part", SEVERITY_ERROR},
    [RULE_MISSING] = {"missing", SEVERITY_ERROR},
    [RULE_SURPLUS] = {"surplus", SEVERITY_ERROR},
    [RULE_SURPLUS_DIRECTORY] = {"surplus-directory", SEVERITY_WARNING},
    [RULE_SIZE] = {"size", SEVERITY_ERROR},
    [RULE_SUM] = {"sum", SEVERITY_ERROR},
    [RULE_MTIME] = {"mtime", SEVERITY_WARNING},
    [RULE_CLASS_ARCHIVE] = {"class-archive", SEVERITY_INFO},
    [RULE_PARTS] = {"parts", SEVERITY_ERROR},
    [RULE_BLOCKS] = {"blocks", SEVERITY_WARNING},
    [RULE_NAME] = {"name", SEVERITY_ERROR},
    [RULE_CLASS] = {"class", SEVERITY_ERROR},
    [RULE_SCRIPT] = {"script", SEVERITY_WARNING},
    [RULE_REQUEST] = {"request", SEVERITY_ERROR},
    [RULE_PARENT] = {"parent", SEVERITY_ERROR},
    [RULE_PARENT_LINK] = {"parent-link", SEVERITY_WARNING},
    [RULE_LINK] = {"link", SEVERITY_ERROR},
    [RULE_LINK_TARGET] = {"link-target", SEVERITY_WARNING},
    [RULE_LINK_OUTSIDE] = {"link-outside", SEVERITY_INFO},
    [RULE_DEVICE] = {"device", SEVERITY_ERROR},
    [RULE_PATH] = {"path", SEVERITY_ERROR},
    [RULE_VARIABLE] = {"variable", SEVERITY_ERROR},
    [RULE_PATCH_TABLE] = {"patch-table", SEVERITY_ERROR},
    [RULE_SIGNATURE] = {"signature", SEVERITY_ERROR},
    [RULE_SIGNATURE_CHAIN] = {"signature-chain", SEVERITY_ERROR},
    [RULE_SIGNATURE_DATE] = {"signature-date", SEVERITY_ERROR},
    [RULE_SIGNATURE_PURPOSE] = {"signature-purpose", SEVERITY_ERROR},
    [RULE_SIGNATURE_WEAK] = {"signature-weak", SEVERITY_INFO},
    [RULE_SIGNATURE_TRUSTED] = {"signature-trusted", SEVERITY_INFO},
    [RULE_ROOT_MISSING] = {"root-missing", SEVERITY_ERROR},
    [RULE_ROOT_TYPE] = {"root-type", SEVERITY_ERROR},
    [RULE_ROOT_MODE] = {"root-mode", SEVERITY_ERROR},
    [RULE_ROOT_OWNER] = {"root-owner", SEVERITY_ERROR},
    [RULE_ROOT_GROUP] = {"root-group", SEVERITY_ERROR},
    [RULE_ROOT_SIZE] = {"root-size", SEVERITY_ERROR},
    [RULE_ROOT_SUM] = {"root-sum", SEVERITY_ERROR},
    [RULE_ROOT_MTIME] = {"root-mtime", SEVERITY_ERROR},
    [RULE_ROOT_LINK] = {"root-link", SEVERITY_ERROR},
    [RULE_ROOT_DEVICE] = {"root-device", SEVERITY_ERROR},
};

const char *
rule_name(enum rule rule)
{
	return rules[rule].name;
}

void
rule_report(struct diag *d, enum rule rule, const char *file,
    const char *object, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	diag_add(d, rules[rule].severity, file, 0, object, rules[rule].name,
	    "%s", buf_text(&b));
	buf_free(&b);
}
