/*
 * Tags of programs and libraries in ELF.
 */
#include "tags/tags.h"

const struct lint_tag lint_tags_elf[] = {
    {"elf-architecture", SEVERITY_ERROR, LINT_ALL,
	"This program is for another processor than ARCH says.",
	"pkgadd installs it; it does not run.",
	"Build it for the architecture, or correct ARCH.", NULL},
    {"elf-in-all", SEVERITY_WARNING, LINT_ALL,
	"A package for all architectures has a program for one.",
	"It is installed where it cannot run.", "ARCH=sparc or i386", NULL},
    {"elf-64-bit-place", SEVERITY_INFO, LINT_ALL,
	"A 64-bit library stands where 32-bit ones are looked for.",
	"A program of 32 bits that searches this directory finds a library that it cannot load.",
	"A directory sparcv9, amd64 or 64 beside the others", NULL},
    {"elf-foreign-system", SEVERITY_ERROR, LINT_ALL,
	"This program is for another operating system.",
	"pkgadd installs it; it does not run.", "Build it for Solaris.", NULL},
    {"elf-needed", SEVERITY_WARNING, LINT_ALL,
	"Neither this package nor Solaris has a library that the program needs.",
	"ld.so.1 says \"open failed: No such file or directory\", and the program does not start.",
	"Add the library, or name the package that has it in the file depend.",
	"Not looked at where depend names a package that is not of the system."},
    {"elf-needed-release", SEVERITY_INFO, LINT_ALL,
	"Only some releases of Solaris have a library that the program needs.",
	"In the others ld.so.1 does not find it.",
	"Build on the oldest release that is to run it; or say in the documentation which is needed.",
	NULL},
    {"elf-run-path", SEVERITY_WARNING, LINT_ALL,
	"The program looks for libraries in a place that is not the "
	"package's.",
	"On the target the path is empty or belongs to somebody else,"
	" who can put a library there.",
	"Link with -R of the directory where the package installs its"
	" libraries.",
	NULL},
    {"elf-run-path-outside", SEVERITY_INFO, LINT_ALL,
	"The program looks for libraries in a directory that is neither the package's nor the system's.",
	"What is there on the target is not known.",
	"Put the libraries into the package, or name the package that has them in the file depend.",
	NULL},
    {"elf-text-relocation", SEVERITY_WARNING, LINT_ALL,
	"The library has text relocations.",
	"Each process has a copy of its own of the pages, and "
	"hardened systems refuse it.",
	"Compile all objects of the library with -KPIC or -fPIC.", NULL},
    {"elf-debug-sections", SEVERITY_INFO, LINT_ALL,
	"The program has debug sections.",
	"The package is larger than it needs to be.",
	"strip -x, or build without -g", NULL},
    {"elf-soname", SEVERITY_WARNING, LINT_ALL,
	"The SONAME of the library is not the name of any file or "
	"link of the package.",
	"Programs that were linked with it do not find it.",
	"Add the symbolic link, or link with -h NAME.", NULL},
    {NULL, SEVERITY_INFO, 0, NULL, NULL, NULL, NULL},
};
