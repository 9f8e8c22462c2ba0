# pkgstream: builds, tests and packages.  POSIX make has no wildcards; this is
# GNU make (gmake on BSD and illumos).

PREFIX ?=	/usr/local
DESTDIR ?=
BUILD ?=	build
CC ?=		cc
CFLAGS ?=	-O2 -g
PKG_CONFIG ?=	pkg-config

LIBS =		libarchive libcrypto libxml-2.0
WARN =		-Wall -Wextra -Wshadow -Wstrict-prototypes \
		-Wmissing-prototypes -Wpointer-arith -Wconversion
STD =		-std=c17 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -pthread

SRCS :=		$(sort $(wildcard tools/base/*.c tools/model/*.c \
		tools/stream/*.c tools/rehearse/*.c tools/cmd/*.c))
OBJS :=		$(SRCS:tools/%.c=$(BUILD)/obj/%.o)
LIBOBJS :=	$(filter-out $(BUILD)/obj/cmd/main.o,$(OBJS))

# asked only when something is compiled, so that `make demo` can install them
LIB_CFLAGS =	$(shell $(PKG_CONFIG) --cflags $(LIBS))
LIB_LDLIBS =	$(shell $(PKG_CONFIG) --libs $(LIBS))
CMOCKA_LDLIBS =	$(shell $(PKG_CONFIG) --libs cmocka)

all: $(BUILD)/pkgstream

$(BUILD)/pkgstream: $(OBJS)
	$(CC) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $(OBJS) $(LIB_LDLIBS)

$(BUILD)/obj/%.o: tools/%.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) -Itools -I$(BUILD)/gen $(LIB_CFLAGS) \
	    -MMD -MP -c -o $@ $<

# one loop there adds up every byte of the payload
$(BUILD)/obj/base/digest.o: CFLAGS += -O3

# the schema is part of the program
$(BUILD)/gen/%_rng.h: tools/schema/%.rng
	@mkdir -p $(@D)
	{ echo 'static const unsigned char $*_rng[] = {'; \
	    od -An -v -tu1 $< | sed 's/[0-9][0-9]*/&,/g'; echo '};'; } >$@.tmp
	mv $@.tmp $@
$(BUILD)/obj/model/manifest.o: $(BUILD)/gen/manifest_rng.h

-include $(OBJS:.o=.d)

# one program per file: tests/unit/test_X.c, and helpers of the shell cases
TESTS :=	$(patsubst tests/unit/%.c,$(BUILD)/tests/%,\
		$(wildcard tests/unit/test_*.c)) \
		$(patsubst tests/tools/%.c,$(BUILD)/tests/tools/%,\
		$(wildcard tests/tools/*.c))

$(BUILD)/tests/%: tests/unit/%.c $(LIBOBJS)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) -Itools -Itests/unit -I$(BUILD)/gen \
	    $(LIB_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(LIBOBJS) \
	    $(LIB_LDLIBS) $(CMOCKA_LDLIBS)

$(BUILD)/tests/tools/%: tests/tools/%.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -o $@ $<

$(BUILD)/tests/bench/measure: tests/bench/measure.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) $(LDFLAGS) -o $@ $<

bench: all $(BUILD)/tests/bench/measure
	sh tests/bench/bench.sh $(BUILD)

-include $(wildcard $(BUILD)/tests/*.d)

tests: all $(TESTS)

check: tests
	sh tests/run $(BUILD)

# the same tests with the checks of the compiler: addresses, undefined behaviour
sanitize:
	UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) check BUILD=$(BUILD)/sanitize \
	    CFLAGS="-O1 -g -fsanitize=address,undefined \
	    -fno-sanitize-recover=all -fno-omit-frame-pointer"

clean:
	rm -rf $(BUILD)

.PHONY: all tests check sanitize bench clean
