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

# the standard class scripts are part of the program
CLASS_SCRIPTS :=	$(sort $(wildcard tools/scripts/classes/*))
$(BUILD)/gen/class_scripts.h: $(CLASS_SCRIPTS)
	@mkdir -p $(@D)
	{ for f in $(CLASS_SCRIPTS); do \
	    v=script_$$(basename $$f | tr . _); \
	    echo "static const char $$v[] = {"; \
	    od -An -v -td1 $$f | sed 's/-*[0-9][0-9]*/&,/g'; echo '0};'; \
	done; \
	echo 'static const struct { const char *name, *text; }'; \
	echo 'class_scripts[] = {'; \
	for f in $(CLASS_SCRIPTS); do n=$$(basename $$f); \
	    echo "{ \"$$n\", script_$$(echo $$n | tr . _) },"; \
	done; echo '};'; } >$@.tmp
	mv $@.tmp $@
$(BUILD)/obj/rehearse/shell.o: $(BUILD)/gen/class_scripts.h

-include $(OBJS:.o=.d)

clean:
	rm -rf $(BUILD)

.PHONY: all clean
