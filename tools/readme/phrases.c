#include <string.h>

#include "readme/document.h"
#include "readme/phrases.h"

static const char *const languages[] = {"en", "ja"};

#define LANGUAGES (sizeof(languages) / sizeof(languages[0]))

static const char *const phrases[PHRASES][LANGUAGES] = {
    [PHRASE_TITLE_PATCH] = {"{1} {2}: patch", "{1} {2} 用パッチ"},
    [PHRASE_TITLE_LEVEL] = {"{1} {2}: Patch {3}", "{1} {2} Patch {3}"},
    [PHRASE_TITLE_PACKAGE] = {"{1} {2}", "{1} {2}"},
    [PHRASE_ABOUT] = {"About this package", "概要"},
    [PHRASE_ABOUT_PATCH] =
	{"This is a patch for {1} {2}.  It replaces files of the installed "
	 "product; the originals are saved, and removing the patch puts them "
	 "back.",
	    "{1} {2} に適用するパッチです。インストール済みの製品のファイルを"
	    "置き換えます。元のファイルは保存され、パッチを削除すると元に"
	    "戻ります。"},
    [PHRASE_ABOUT_PACKAGE] = {"This is the package of {1} {2}.",
	"{1} {2} のパッケージです。"},
    [PHRASE_PRODUCT] = {"Product", "対象製品"},
    [PHRASE_VENDOR] = {"Vendor", "提供元"},
    [PHRASE_PACKAGE] = {"Package", "パッケージ"},
    [PHRASE_BASEDIR] = {"Base directory", "インストール先"},
    [PHRASE_FILE] = {"File", "ファイル名"},
    [PHRASE_BUILD] = {"Build", "ビルド番号"},
    [PHRASE_BUILT] = {"Built", "ビルド日"},
    [PHRASE_RELEASED] = {"Released", "公開日"},
    [PHRASE_MODULES] = {"Builds in this package", "含まれるモジュールのビルド"},
    [PHRASE_MODULE] = {"Module", "モジュール"},
    [PHRASE_REQUIRED] = {"What must be installed before", "適用の前提条件"},
    [PHRASE_NEEDED] = {"{1} (package `{2}`)", "{1} (パッケージ `{2}`)"},
    [PHRASE_NEEDED_VERSION] = {"{1} (package `{2}`, version {3})",
	"{1} (パッケージ `{2}`、バージョン {3})"},
    [PHRASE_ACCEPTED] = {"May be installed already: {1}.",
	"適用済みでもかまいません: {1}"},
    [PHRASE_REFUSED] =
	{"Must not be installed, since it is later or does not go with this "
	 "package: {1}.",
	    "次のものがインストールされていると適用できません "
	    "(より新しいか、併用できないため): {1}"},
    [PHRASE_SPACE] =
	{"Free space for a copy of every file that is replaced, and for the "
	 "new files.",
	    "置き換えるすべてのファイルのコピーと新しいファイルを格納できる"
	    "空きディスク容量が必要です。"},
    [PHRASE_PREPARE] = {"Preparation", "適用前の準備"},
    [PHRASE_ROOT] = {"Log in as root.  Save the files of this kit in a "
		     "directory and go there.",
	"root でログインし、このキットのファイルを 1 つのディレクトリに置いて、"
	"そこに移動してください。"},
    [PHRASE_DIGESTS] =
	{"`SHA256SUMS` has the digest of each file of this kit; compare them "
	 "with those that `digest -a sha256 FILE` of Solaris 10 prints, or "
	 "`sha256sum` elsewhere.",
	    "`SHA256SUMS` にはこのキットの各ファイルのダイジェストが記載されて"
	    "います。Solaris 10 の `digest -a sha256 FILE` や、他の環境の "
	    "`sha256sum` の出力と照合してください。"},
    [PHRASE_QUIET] =
	{"cron starts jobs of the product at minute {1} of each hour.  Within "
	 "{2} minutes before and after them the installation and the removal "
	 "are refused and nothing is changed: start at another time.",
	    "cron が毎時 {1} 分に製品のジョブを開始します。その前後 {2} 分間は"
	    "適用も削除も行われず、何も変更されずに終了します。この時間帯を"
	    "避けて実行してください。"},
    [PHRASE_QUIET_WAIT] =
	{"cron starts jobs of the product at minute {1} of each hour.  "
	 "The scripts wait until none is nearer than {2} minutes.",
	    "cron が毎時 {1} 分に製品のジョブを開始します。その前後 {2} 分間に"
	    "実行すると、スクリプトはこの時間帯が過ぎるまで待ちます。"},
    [PHRASE_NEWER] =
	{"If a hotfix with a higher build than this patch is installed, the "
	 "installation is refused and each of its files is named.  To go on, "
	 "put the line `PATCH_NEWER=replace` into the file `response`, "
	 "give pkgadd the option `-r` with the full path of that file, and "
	 "apply the hotfix again afterwards.",
	    "このパッチより新しいビルドの HotFix が適用されている場合、該当する"
	    "ファイルをすべて表示し、何も変更せずに終了します。適用を続けるには、"
	    "`response` ファイルに `PATCH_NEWER=replace` の行を追加し、その"
	    "ファイルの絶対パスを pkgadd の `-r` オプションで指定してください。"
	    "適用後に HotFix を再度適用してください。"},
    [PHRASE_SERVICE] =
	{"The service {1} is stopped for the moment in which files are "
	 "exchanged, and started again if it was running.  There is no need "
	 "to stop it by hand.",
	    "サービス {1} は、ファイルを入れ替える短い間だけ停止し、動作していた"
	    "場合は自動的に再開します。手動で停止する必要はありません。"},
    [PHRASE_CHECKED_FIRST] =
	{"Everything is checked before the first file changes.  All findings "
	 "are listed, and with a finding nothing is changed.",
	    "最初のファイルを変更する前にすべての条件を確認します。問題があれば"
	    "すべて表示し、何も変更せずに終了します。"},
    [PHRASE_INSTALL] = {"Installation", "インストール"},
    [PHRASE_INSTALL_PKGADD] = {"With pkgadd, without questions:",
	"pkgadd を使用する場合 (確認なし):"},
    [PHRASE_INSTALL_SCRIPT] =
	{"Or step by step, with a look at what will be replaced before:",
	    "対話形式でインストールする場合 (置き換えるファイルを事前に"
	    "確認できます):"},
    [PHRASE_INSTALL_JUMPSTART] =
	{"With JumpStart, or onto another alternate root: name "
	 "`jumpstart/finish` as the finish script in the `rules` file.  It "
	 "runs this, keeps a log and checks the exit status:",
	    "JumpStart などで代替ルートにインストールする場合: `rules` "
	    "ファイルの終了スクリプトとして `jumpstart/finish` を指定します。"
	    "次のコマンドを実行し、ログを残し、終了ステータスを確認します:"},
    [PHRASE_INSTALL_PROFILE] =
	{"Solaris 10 can do it with a line in the profile instead: see "
	 "`jumpstart/profile`.",
	    "Solaris 10 では、代わりにプロファイルに 1 行追加することもできます "
	    "(`jumpstart/profile` を参照)。"},
    [PHRASE_INSTALL_TOOLS] =
	{"Tasks for Ansible, Puppet, Chef and Salt are in the directories of "
	 "these names.",
	    "Ansible、Puppet、Chef、Salt 用の定義は、それぞれの名前の"
	    "ディレクトリにあります。"},
    [PHRASE_ORIGINALS] =
	{"The originals are saved below `/var/sadm/pkg/{1}/save`, unless "
	 "`PATCH_BACKUP` in a response file names another directory.",
	    "元のファイルは `/var/sadm/pkg/{1}/save` の下に保存されます。応答"
	    "ファイルの `PATCH_BACKUP` で別のディレクトリを指定することも"
	    "できます。"},
    [PHRASE_REMOVE] = {"Removal", "アンインストール (ロールバック)"},
    [PHRASE_REMOVE_PKGRM] = {"With pkgrm, without questions:",
	"pkgrm を使用する場合 (確認なし):"},
    [PHRASE_REMOVE_SCRIPT] = {"Or step by step:", "対話形式で削除する場合:"},
    [PHRASE_REMOVE_PATCH] =
	{"All files are as they were before, to the byte, and files that the "
	 "patch has added are gone.  If a file was changed after the patch, "
	 "the removal is refused before anything is touched, and the file is "
	 "named.",
	    "すべてのファイルがパッチ適用前とまったく同じ内容に戻り、パッチが追加"
	    "したファイルは削除されます。パッチ適用後に変更されたファイルがある"
	    "場合は、そのファイル名を表示し、何も変更せずに終了します。"},
    [PHRASE_REMOVE_ROOT] = {"From an alternate root:",
	"代替ルートから削除する場合:"},
    [PHRASE_CHECK] = {"Check", "確認"},
    [PHRASE_CHECK_COMMANDS] =
	{"These show the package and compare its files with the database:",
	    "次のコマンドで、パッケージの情報を表示し、ファイルを検査できます:"},
    [PHRASE_CONSOLE] =
	{"Open the console in a browser, with the name of the host in place of "
	 "HOST, and read the version there: {1}",
	    "ブラウザで管理コンソールを開き (HOST はホスト名に置き換えて"
	    "ください)、バージョンを確認します: {1}"},
    [PHRASE_AFTER] = {"What comes next", "適用後の作業"},
    [PHRASE_AFTER_AGAIN] =
	{"Hotfixes with a higher build than this patch that were overwritten "
	 "have to be applied again.",
	    "上書きされた新しいビルドの HotFix があれば、再度適用してください。"},
    [PHRASE_FIXES] = {"Problems fixed", "修正内容"},
    [PHRASE_FIX_REF] = {"{1} (reference {2})", "{1} (参照番号 {2})"},
    [PHRASE_FILES] = {"Files", "ファイル一覧"},
    [PHRASE_FILES_COUNT] = {"{1} files.  Paths without a leading slash are "
			    "below the base directory of the product.",
	"{1} 個のファイル。スラッシュで始まらないパスは、製品のインストール先"
	"ディレクトリからの相対パスです。"},
    [PHRASE_COLUMN_PATH] = {"File", "ファイル"},
    [PHRASE_COLUMN_DATE] = {"Date", "日付"},
    [PHRASE_COLUMN_BUILD] = {"Build", "ビルド"},
    [PHRASE_COLUMN_WHAT] = {"What it is", "説明"},
    [PHRASE_ACTION_ADD] = {"new", "新規"},
    [PHRASE_ACTION_DELETE] = {"deleted", "削除"},
};

bool
phrases_find(const char *lang, size_t *language)
{
	size_t i;

	for (i = 0; i < LANGUAGES; i++)
		if (strcmp(languages[i], lang) == 0) {
			*language = i;
			return true;
		}
	return false;
}

/* An argument is data: it has no marks of its own. */
static void
add_argument(const char *s, struct buf *out)
{
	for (; s != NULL && *s != '\0'; s++)
		buf_char(out, (unsigned char)*s < ' ' ? '?' : *s);
}

void
phrase_add(
    size_t language, enum phrase p, const char *const args[3], struct buf *out)
{
	const char *s;
	bool in_code = false;

	for (s = phrases[p][language]; *s != '\0'; s++)
		if (*s == '`') {
			buf_char(
			    out, in_code ? DOCUMENT_CODE_END : DOCUMENT_CODE);
			in_code = !in_code;
		} else if (s[0] == '{' && s[1] >= '1' && s[1] <= '3' &&
		    s[2] == '}') {
			add_argument(args[s[1] - '1'], out);
			s += 2;
		} else
			buf_char(out, *s);
}
