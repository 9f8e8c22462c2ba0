# pkgstream: builds, tests and packages.  POSIX make has no wildcards; this is
# GNU make (gmake on BSD and illumos).

VERSION =	0.1.0
PREFIX ?=	/usr/local
DESTDIR ?=
BUILD ?=	build
CC ?=		cc
CFLAGS ?=	-O2 -g
PKG_CONFIG ?=	pkg-config

LIBS =		libarchive libcrypto libxml-2.0
WARN =		-Wall -Wextra -Wshadow -Wstrict-prototypes \
		-Wmissing-prototypes -Wpointer-arith -Wconversion
# all that a system declares: glibc and musl, illumos
FEATURES =	-std=c17 -D_GNU_SOURCE -D__EXTENSIONS__ \
		-D_FILE_OFFSET_BITS=64 -pthread
CONFIG =	$(BUILD)/gen/config.h
STD =		$(FEATURES) -DVERSION='"$(VERSION)"' -include $(CONFIG)

# `make V=1' shows the commands
Q =		$(if $(V),,@)
SAY =		@$(if $(V),:,echo) "  "

# Sources that are wholly for one system, and what stands for them elsewhere;
# the compiler is asked, since it may be one for another system.  `make LINUX='
# builds what other systems get.
LINUX :=	$(filter 1,$(shell printf __linux__ | $(CC) -E -P - 2>/dev/null))
OTHERS =	$(if $(LINUX),%_none.c,%_linux.c)
LIBS +=		$(if $(LINUX),libseccomp)
SRCS :=		$(filter-out $(OTHERS),$(sort $(wildcard tools/*/*.c)))
OBJS :=		$(SRCS:tools/%.c=$(BUILD)/obj/%.o)
LIB :=		$(BUILD)/libpkgstream.a

# one program per file: tests/unit/test_X.c, and helpers of the shell cases
FUZZ_TARGETS =	archive source extract contents installf admin response \
		depend space pkgmap pkginfo manifest shell awk sed lint signature \
		deb rpm elf
REPLAYS =	$(FUZZ_TARGETS:%=$(BUILD)/tests/replay_%)
TESTS :=	$(patsubst tests/unit/%.c,$(BUILD)/tests/%, \
		$(wildcard tests/unit/test_*.c)) \
		$(patsubst tests/tools/%.c,$(BUILD)/tests/tools/%, \
		$(wildcard tests/tools/*.c))

# asked only when something is compiled, so that `make demo` can install them
LIB_CFLAGS =	$(shell $(PKG_CONFIG) --cflags $(LIBS))
LIB_LDLIBS =	$(shell $(PKG_CONFIG) --libs $(LIBS))
CMOCKA_LDLIBS =	$(shell $(PKG_CONFIG) --libs cmocka)

PAGES :=	$(patsubst %,$(BUILD)/%,$(wildcard man/*.[157]))
COMPLETIONS =	$(addprefix $(BUILD)/completion/,bash zsh fish)

all: $(BUILD)/pkgstream $(PAGES) $(COMPLETIONS)

# everything but main(), for the program and for its tests
$(LIB): $(filter-out $(BUILD)/obj/cmd/main.o,$(OBJS))
	@rm -f $@
	$(Q)ar rc $@ $^

$(BUILD)/pkgstream: $(BUILD)/obj/cmd/main.o $(LIB)
	$(SAY) LD $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(LIB_LDLIBS)

$(CONFIG): tools/configure.sh
	@mkdir -p $(@D)
	$(SAY) CONFIGURE $@
	$(Q)CC='$(CC)' CFLAGS='$(FEATURES) $(CFLAGS) $(LDFLAGS) $(LIB_CFLAGS)' \
	    LDLIBS='$(LIB_LDLIBS)' sh tools/configure.sh >$@.tmp
	$(Q)mv $@.tmp $@

# which files need it is known once they were compiled
$(OBJS): | $(CONFIG)

$(BUILD)/obj/%.o: tools/%.c
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) -Itools -I$(BUILD)/gen \
	    $(LIB_CFLAGS) -MMD -MP -c -o $@ $<

# one loop there adds up every byte of the payload
$(BUILD)/obj/base/digest.o: CFLAGS += -O3

# files that are part of the program
$(BUILD)/gen/manifest_schema.h: tools/schema/manifest.rng tools/embed.sh
	@mkdir -p $(@D)
	$(SAY) GEN $@
	$(Q)sh tools/embed.sh manifest_schema $< >$@.tmp
	$(Q)mv $@.tmp $@
$(BUILD)/obj/manifest/manifest.o: $(BUILD)/gen/manifest_schema.h

$(BUILD)/gen/patch_scripts.h: $(wildcard tools/scripts/*.sh) tools/embed.sh
	@mkdir -p $(@D)
	$(SAY) GEN $@
	$(Q)sh tools/embed.sh patch_scripts tools/scripts/*.sh >$@.tmp
	$(Q)mv $@.tmp $@
$(BUILD)/obj/build/patch.o: $(BUILD)/gen/patch_scripts.h
CLASS_SCRIPTS :=	$(sort $(wildcard tools/scripts/classes/*))
$(BUILD)/gen/class_scripts.h: $(CLASS_SCRIPTS) tools/embed.sh
	@mkdir -p $(@D)
	$(SAY) GEN $@
	$(Q)sh tools/embed.sh class_scripts $(CLASS_SCRIPTS) >$@.tmp
	$(Q)mv $@.tmp $@
$(BUILD)/obj/run/shell.o: $(BUILD)/gen/class_scripts.h

KIT_FILES :=	$(sort $(wildcard tools/kit/files/*))
$(BUILD)/gen/kit_files.h: $(KIT_FILES) tools/embed.sh
	@mkdir -p $(@D)
	$(SAY) GEN $@
	$(Q)sh tools/embed.sh kit_files $(KIT_FILES) >$@.tmp
	$(Q)mv $@.tmp $@
$(BUILD)/obj/kit/kit.o: $(BUILD)/gen/kit_files.h

GENERATED =	$(addprefix $(BUILD)/gen/,manifest_schema.h patch_scripts.h \
		class_scripts.h kit_files.h)

# lists of options and verbs come from the program itself
$(BUILD)/man/%: man/% tools/page.sh $(BUILD)/pkgstream
	@mkdir -p $(@D)
	sh tools/page.sh $(BUILD)/pkgstream $< >$@.tmp
	mv $@.tmp $@
$(BUILD)/completion/%: $(BUILD)/pkgstream
	@mkdir -p $(@D)
	$(BUILD)/pkgstream completion $* >$@.tmp
	mv $@.tmp $@

# stand-ins for the vendor's archive and for the product that it patches; what
# is made has dates of its own, so the stamp tells its age
STANDIN =	$(BUILD)/standin/.made
$(BUILD)/standin-gen: $(wildcard tests/standin/*.[ch]) $(LIB)
	$(SAY) LD $@
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -Itools $(LIB_CFLAGS) -o $@ \
	    $(filter %.c %.a,$^) $(LIB_LDLIBS)
$(STANDIN): $(BUILD)/standin-gen $(wildcard tests/standin/*)
	$(BUILD)/standin-gen tests/standin $(@D)
	touch $@

-include $(OBJS:.o=.d)

# what the vendor's archive has, and without it a stand-in of the same shape
PAYLOAD ?=	$(BUILD)/standin/imss51sp1_sol_patch3.tar.gz
BASES =		TMIMSS TMIMSSsp1 TMIMSSp1 TMIMSSp2

need-build:
	@sh tools/need.sh build
need-demo:
	@sh tools/need.sh demo
need-check:
	@sh tools/need.sh check
need-html:
	@sh tools/need.sh html
need-deb:
	@sh tools/need.sh deb

package: all $(STANDIN) $(BASES:%=$(BUILD)/standin/%.pkg)
	$(BUILD)/pkgstream build --force -p $(PAYLOAD) \
	    -o $(BUILD)/imss51sp1p3.pkg manifest.xml

$(BUILD)/standin/%.pkg: $(STANDIN) $(BUILD)/pkgstream
	$(BUILD)/pkgstream build -q --force -f $(@D)/src/$*/prototype \
	    -r $(@D)/src/$*/root -o $@

# a make of its own, since the libraries may have come only now
kit: package
	$(BUILD)/pkgstream kit --force --package $(BUILD)/imss51sp1p3.pkg \
	    -o $(BUILD)/imss51sp1p3-kit.tar.gz manifest.xml

# On one screen: what is built, what the package does, and the cycle.  What is
# asked of a number of processors is for a make that was given none.
DEMO_JOBS =	$(if $(findstring -j,$(MAKEFLAGS)),,-j$(PROCESSORS))
PROCESSORS =	$(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)

demo: export CYCLE = $(BUILD)/pkgstream rehearse cycle -a admin \
		-r $(BUILD)/demo.response \
		--start '/opt/trend/imss/script/S99IMSS start' \
		--ignore '/opt/trend/imss/log/*' \
		$(BASES:%=--with $(BUILD)/standin/%.pkg) \
		$(BUILD)/imss51sp1p3.pkg
demo: need-demo
	$(MAKE) $(DEMO_JOBS) package
	$(BUILD)/pkgstream info -q $(BUILD)/imss51sp1p3.pkg | sed -e '1,/^$$/d' \
	    -e '/^  Vendor/,/^  Build/d' -e '/^  Requires/,/^  Not/d' \
	    -e '/^  Quiet/,/^  Installs/d' -e '/^  Size/,$$d'
	echo '(pkgstream info tells more of it, pkgstream list names its files.)'
	@# whoever looks at a demonstration at minute 0 wants to see it too
	echo PATCH_QUIET= >$(BUILD)/demo.response
	@# 4: a host without any protection, such as an old container
	@echo "$$CYCLE"; eval "$$CYCLE" || { status=$$?; \
	    [ $$status -eq 4 ] || exit $$status; \
	    echo 'once more without protection, as the package is our own:'; \
	    eval "$$CYCLE --unprotected"; }

check: need-check
	$(MAKE) tests
	tests/run $(BUILD)

# the patch cases with the pkgadd, pkgrm and pkgchk of the PATH (tests/native.sh)
check-native: tests
	tests/native.sh $(BUILD)

# every power cut of imss51sp1p3 and of a patch with every kind of change: hours,
# can be interrupted; FAULTS_OF='kinds-root' chooses, FAULTS='--every 10' samples
faults: tests
	tests/faults.sh $(BUILD) $(FAULTS_OF)

tests: package $(TESTS) $(REPLAYS) $(BUILD)/tests/golden \
		$(if $(LINUX),$(BUILD)/tests/faultlib.so $(BUILD)/tests/cost)

GOLDEN =	$(wildcard tests/golden/runner/*.c)
$(BUILD)/tests/golden: $(GOLDEN) $(wildcard tests/golden/runner/*.h) \
		$(LIB)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -Itools -Itests/golden/runner \
	    $(LIB_CFLAGS) -o $@ $(GOLDEN) $(LIB) $(LIB_LDLIBS)

# an object of its own: with two sources gcc writes the .d of one of them
$(BUILD)/tests/filter.o: tests/unit/filter.c | $(CONFIG)
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/tests/filter.o $(LIB)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -Itools -Itests/unit \
	    -I$(BUILD)/gen $(LIB_CFLAGS) -MMD -MP -o $@ $< \
	    $(BUILD)/tests/filter.o $(LIB) $(CMOCKA_LDLIBS) $(LIB_LDLIBS)

$(BUILD)/tests/tools/%: tests/tools/%.c | $(CONFIG)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $<

$(BUILD)/tests/faultlib.so: tests/fault/faultlib.c
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(CC) $(FEATURES) $(WARN) -O1 -g -fPIC -shared -o $@ $< -ldl

# the rooms that read packages once more, with a counter of what they do;
# needs the coverage of gcc or clang, and a linker with --wrap
COST_ROOMS =	base os model manifest stream target inspect
COST_OBJS =	$(patsubst $(BUILD)/obj/%,$(BUILD)/cost/%,$(filter \
		$(COST_ROOMS:%=$(BUILD)/obj/%/%),$(OBJS)))
COUNTED =	strcmp strncmp memcmp memchr memcpy memmove memset calloc \
		strlen strchr strstr strspn strcspn
$(COST_OBJS): | $(CONFIG)
$(BUILD)/cost/manifest/manifest.o: $(BUILD)/gen/manifest_schema.h
$(BUILD)/cost/%.o: tools/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(WARN) -O1 -g -fno-builtin \
	    -fsanitize-coverage=trace-pc -Itools -I$(BUILD)/gen $(LIB_CFLAGS) \
	    -MMD -MP -c -o $@ $<
$(BUILD)/tests/cost: $(wildcard tests/cost/*.[ch]) $(COST_OBJS)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(CC) $(STD) $(WARN) -O1 -g -fno-builtin -pthread -Itools \
	    -Itests/cost $(LIB_CFLAGS) $(COUNTED:%=-Wl,--wrap=%) -o $@ \
	    $(filter %.c %.o,$^) $(LIB_LDLIBS)
-include $(COST_OBJS:.o=.d)

$(BUILD)/tests/bench/measure: tests/bench/measure.c | $(CONFIG)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -o $@ $<

-include $(TESTS:=.d)

# fuzz targets: `make check' feeds them the corpus, `make fuzz' lets libFuzzer
# look for more, FUZZ_TIME seconds each; what it finds stays in BUILD/fuzz
FUZZ_TIME ?=	60
FUZZ_CC ?=	clang
FUZZ_FLAGS =	-O1 -g -fsanitize=address,undefined \
		-fno-sanitize-recover=all -fno-omit-frame-pointer

$(BUILD)/tests/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(LIB)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -Itools -Itests/fuzz \
	    $(LIB_CFLAGS) -o $@ $^ $(LIB_LDLIBS)

$(BUILD)/fuzz_%: tests/fuzz/fuzz_%.c $(LIB)
	$(SAY) LD $@
	$(Q)$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -Itools \
	    -Itests/fuzz $(LIB_CFLAGS) -o $@ $^ $(LIB_LDLIBS)

fuzz-targets: $(FUZZ_TARGETS:%=$(BUILD)/fuzz_%)

fuzz: need-check
	$(MAKE) BUILD=$(BUILD)/fuzz CC=$(FUZZ_CC) \
	    CFLAGS='$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link' \
	    LDFLAGS='$(FUZZ_FLAGS)' fuzz-targets
	sh tests/fuzz/run.sh $(BUILD)/fuzz $(FUZZ_TIME) $(FUZZ_TARGETS)

# everything again with the sanitizers, in a place of its own
SANITIZE =	-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
		-fno-omit-frame-pointer
sanitize: need-check
	ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1 \
	    $(MAKE) BUILD=$(BUILD)/sanitize CFLAGS='$(SANITIZE)' \
	    LDFLAGS=$(CURDIR)/tests/fault/asan_options.c check

# as musl, 32 bits, older and other systems would compile the program
portability: $(CONFIG) $(GENERATED)
	CC='$(CC)' FEATURES='$(FEATURES)' WARN='$(WARN)' \
	    LIB_CFLAGS='$(LIB_CFLAGS)' sh tests/portability.sh $(BUILD)

# what clang-format, clang-tidy and cppcheck say of the C sources; minutes
lint-c: $(CONFIG) $(GENERATED)
	LINT_FLAGS='$(FEATURES) -DVERSION="0" -include $(CONFIG) -Itools \
	    -I$(BUILD)/gen $(LIB_CFLAGS)' sh tests/lint_c.sh $(BUILD)

bench: all $(BUILD)/tests/bench/measure $(if $(LINUX),$(BUILD)/tests/cost)
	sh tests/bench/bench.sh $(BUILD)
	sh tests/bench/patch.sh $(BUILD)/pkgstream
	sh tests/bench/read.sh $(BUILD)/pkgstream
	sh tests/bench/cost.sh $(BUILD)

MAN_SECTIONS =	1 5 7
SHARE =		$(DESTDIR)$(PREFIX)/share
install: all
	mkdir -p $(DESTDIR)$(PREFIX)/bin $(MAN_SECTIONS:%=$(SHARE)/man/man%) \
	    $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions \
	    $(SHARE)/fish/vendor_completions.d
	cp $(BUILD)/pkgstream $(DESTDIR)$(PREFIX)/bin/
	for n in $(MAN_SECTIONS); do \
	    cp $(BUILD)/man/*.$$n $(SHARE)/man/man$$n/ || exit; \
	done
	cp $(BUILD)/completion/bash \
	    $(SHARE)/bash-completion/completions/pkgstream
	cp $(BUILD)/completion/zsh $(SHARE)/zsh/site-functions/_pkgstream
	cp $(BUILD)/completion/fish \
	    $(SHARE)/fish/vendor_completions.d/pkgstream.fish

# the manual and the documents for a browser
html: need-html $(PAGES)
	sh tools/html.sh $(BUILD)/man $(BUILD)/html

# the sources, as a release has them; the same bytes for the same commit
dist:
	@mkdir -p $(BUILD)
	git archive --prefix=pkgstream-$(VERSION)/ \
	    -o $(BUILD)/pkgstream-$(VERSION).tar HEAD
	gzip -9nf $(BUILD)/pkgstream-$(VERSION).tar

deb: need-deb
	$(MAKE) all
	VERSION='$(VERSION)' MAKE='$(MAKE)' sh tools/deb.sh $(BUILD)

clean:
	rm -rf $(BUILD)

.PHONY: all bench check check-native clean demo faults fuzz fuzz-targets install kit lint-c \
	need-build need-check need-demo package portability sanitize tests
