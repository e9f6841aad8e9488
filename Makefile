# ring3: how it is built, tested and installed. One Makefile; each folder adds
# its lists in a short module.mk, and no folder has rules of its own.
#
#   make run       install what is missing, build, open the menu
#   make test      install what is missing, build, run every test
#   make           only build
#   make help      every target

MAKEFLAGS += --no-builtin-rules --no-builtin-variables
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

VERSION := 0.1.0
PREFIX ?= /usr/local
PKG_CONFIG ?= pkg-config
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
ifneq ($(filter default undefined,$(origin CC)),)
CC := gcc
endif
ifneq ($(filter default undefined,$(origin AR)),)
AR := ar
endif

# A variant is a set of compiler flags with a tree of its own under build/, so
# that a sanitizer run never disturbs the programs that a learner is using.
VARIANT ?= release
release_FLAGS := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
debug_FLAGS := -Og -g3
asan_FLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
tsan_FLAGS := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
coverage_FLAGS := -O0 -g --coverage -fprofile-update=atomic
VARIANTS := release debug asan tsan coverage
ifeq ($(filter $(VARIANT),$(VARIANTS)),)
$(error VARIANT=$(VARIANT) is unknown; it is one of: $(VARIANTS))
endif
OUT := build/$(VARIANT)

# Flags come in three layers: the project's, the variant's, and the user's
# CFLAGS, CPPFLAGS, LDFLAGS and LDLIBS, which are appended and never replaced.
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wvla -Wconversion $(if $(WERROR),-Werror)
PROJECT_FLAGS := -std=gnu17 -D_GNU_SOURCE -DRING3_VERSION='"$(VERSION)"' -I. \
	-pthread $(WARNINGS)

# What each folder contributes. LIBRARIES and PROGRAMS are names; NAME_SOURCES
# are its files, NAME_USES our libraries in link order, NAME_PACKAGES the
# pkg-config names that it needs, NAME_LINK its linker flags, and for a program
# NAME_LDLIBS the libraries of the C library's own that it needs, such as -lm.
# ALIASES are other names that a program goes by: NAME_IS says which program.
LIBRARIES :=
PROGRAMS :=
ALIASES :=
# MANUALS are libraries with a page in section 3: NAME_MANUAL makes it of NAME_HEADERS.
MANUALS :=
include labs/module.mk vmsim/module.mk threads/module.mk isolate/module.mk \
	sqlite-demo/module.mk tests/module.mk

# Packages are asked for once, and only when something will be compiled.
NO_COMPILER_GOALS := help prepare run test test-vm asan tsan coverage clean dist lint \
	install-files uninstall
PACKAGES := $(sort $(foreach name,$(LIBRARIES) $(PROGRAMS),$($(name)_PACKAGES)))
ifneq ($(filter-out $(NO_COMPILER_GOALS),$(or $(MAKECMDGOALS),all)),)
define ask_package
$(1)_CFLAGS := $$(shell $(PKG_CONFIG) --cflags $(1) 2>/dev/null || echo missing)
$(1)_LIBS := $$(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null)
$(1)_STATIC_LIBS := $$(shell $(PKG_CONFIG) --static --libs $(1) 2>/dev/null)
ifeq ($$($(1)_CFLAGS),missing)
$$(error the library $(1) is missing here: "make prepare" installs it or says how)
endif
endef
$(foreach package,$(PACKAGES),$(eval $(call ask_package,$(package))))
endif
PACKAGE_FLAGS = $(sort $(foreach package,$(PACKAGES),$($(package)_CFLAGS)))

COMPILE = $(CC) $(PROJECT_FLAGS) $($(VARIANT)_FLAGS) $(PACKAGE_FLAGS) \
	$(CPPFLAGS) $(CFLAGS)
LINK = $(CC) -pthread $($(VARIANT)_FLAGS) $(CFLAGS) $(LDFLAGS)

# V=1 shows the whole command lines.
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

##@ Everyday
all: ## build the programs and their manual pages (VARIANT=release)
all: programs man
programs: $(PROGRAMS:%=$(OUT)/bin/%) $(ALIASES:%=$(OUT)/bin/%)
man: $(PROGRAMS:%=$(OUT)/man/%.1) $(ALIASES:%=$(OUT)/man/%.1) $(MANUALS:%=$(OUT)/man/%.3)

run: prepare ## install what is missing, build, open the menu
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) all
	$(Q)exec build/$(VARIANT)/bin/labs

test: ## install what is missing, build, run every test (T=vmsim for one folder)
	$(Q)labs/prepare.sh --tests
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) check

prepare: ## install the libraries that the build needs, or say how
	$(Q)labs/prepare.sh

# The stamp holds the whole compile line: when a flag changes, all is rebuilt.
# It is compared at every run and rewritten only when it differs.
$(OUT)/flags: force
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(COMPILE) $(LINK))' | cmp -s - $@ || \
		printf '%s\n' '$(subst ','\'',$(COMPILE) $(LINK))' > $@

$(OUT)/obj/%.o: %.c $(OUT)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

# A library never holds main(), and knows nothing above it: programs and tests
# link the same archives.
define library
$(OUT)/lib/lib$(1).a: $($(1)_SOURCES:%.c=$(OUT)/obj/%.o)
	$$(call say,AR,$$@)
	@mkdir -p $$(@D)
	$$(Q)rm -f $$@ && $(AR) qcsD $$@ $$(filter %.o,$$^)
endef
$(foreach name,$(LIBRARIES),$(eval $(call library,$(name))))

# $(call archives,NAME…) are the files of our libraries; $(call packages,NAME…)
# the linker flags of what those and NAME itself stand on.
archives = $(foreach name,$(1),$(OUT)/lib/lib$(name).a)
packages = $(foreach package,$(sort $(foreach name,$(1),$($(name)_PACKAGES))),\
	$($(package)$(if $(filter -static,$(2)),_STATIC)_LIBS))

define program
$(OUT)/bin/$(1): $($(1)_SOURCES:%.c=$(OUT)/obj/%.o) $(call archives,$($(1)_USES))
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$$(Q)$$(LINK) $($(1)_LINK) -o $$@ $$(filter %.o %.a,$$^) \
		$(call packages,$(1) $($(1)_USES),$($(1)_LINK)) $($(1)_LDLIBS) $(LDLIBS)
endef
$(foreach name,$(PROGRAMS),$(eval $(call program,$(name))))

define alias
$(OUT)/bin/$(1): $(OUT)/bin/$($(1)_IS)
	$$(Q)ln -sfn $($(1)_IS) $$@
endef
$(foreach name,$(ALIASES),$(eval $(call alias,$(name))))

# A manual page is printed by the program from the very tables it parses with.
$(OUT)/man/%.1: $(OUT)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --manual > $@

# That of a library is made from its headers.
define library_manual
$(OUT)/man/$(1).3: $($(1)_MANUAL) $($(1)_HEADERS)
	@mkdir -p $$(@D)
	$$(Q)awk -f $$^ > $$@
endef
$(foreach name,$(MANUALS),$(eval $(call library_manual,$(name))))

##@ Tests
# Every tests/FOLDER/NAME.c is a test program that links what FOLDER_TEST_USES
# says; tests/FOLDER/helpers/NAME.c are programs that the tests run.
TEST_C := $(foreach folder,$(TEST_FOLDERS),$(wildcard tests/$(folder)/*.c))
HELPER_C := $(foreach folder,$(TEST_FOLDERS) vm,$(wildcard tests/$(folder)/helpers/*.c))
TEST_PROGRAMS := $(TEST_C:%.c=$(OUT)/%)
HELPER_PROGRAMS := $(HELPER_C:%.c=$(OUT)/%)
TEST_SCRIPTS := $(foreach folder,$(TEST_FOLDERS),$(wildcard tests/$(folder)/*.sh))

define test_program
$(OUT)/$(1): $(OUT)/obj/$(1).o $(call archives,$($(2)_TEST_USES))
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$$(Q)$$(LINK) $($(2)_TEST_LINK) -o $$@ $$(filter %.o %.a,$$^) \
		$(call packages,$($(2)_TEST_USES),$($(2)_TEST_LINK)) -lm $(LDLIBS)
endef
$(foreach file,$(TEST_C) $(HELPER_C),$(eval $(call \
	test_program,$(file:%.c=%),$(word 2,$(subst /, ,$(file))))))

# T=vmsim runs one folder, T=vmsim/oracles one test.
CHOSEN := $(if $(T),$(filter $(OUT)/tests/$(T)% tests/$(T)%,\
	$(TEST_PROGRAMS) $(TEST_SCRIPTS)),$(TEST_PROGRAMS) $(TEST_SCRIPTS))

check: ## build and run the tests, without looking for packages
ifeq ($(strip $(CHOSEN)),)
check:
	$(error T=$(T) names no test: a folder of tests/ such as vmsim, or vmsim/run)
else
check: all headers $(TEST_PROGRAMS) $(HELPER_PROGRAMS)
	$(Q)RING3_BUILD='$(abspath $(OUT))' RING3_VARIANT=$(VARIANT) CC='$(CC)' \
		tests/run.sh $(JOBS) '$(abspath $(OUT))/prove' $(CHOSEN)
endif

# Three small machines of our own, booted by qemu without KVM, one per layout of control
# groups: tests/vm/README.md.
test-vm: ## the tests of control groups and rootless on cgroup v1, v2 and hybrid
	$(Q)labs/prepare.sh --vm
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) check-vm

check-vm: programs $(filter $(OUT)/tests/vm/%,$(HELPER_PROGRAMS))
	$(Q)RING3_BUILD='$(abspath $(OUT))' RING3_VARIANT=$(VARIANT) CC='$(CC)' \
		prove -j$(JOBS) --directives --exec tests/environment.sh \
		$(if $(T),tests/vm/$(T).sh,tests/vm/v2.sh tests/vm/v1.sh tests/vm/hybrid.sh)

asan tsan: ## run every test with sanitizers (asan also checks for leaks)
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) check VARIANT=$@

coverage: ## run every test and report the lines that none reached
	$(Q)rm -rf build/coverage
	@# Programs that gave up the right to write cannot save their counts, and say so
	@# on stderr, which fails some tests: here tests only run, they decide nothing.
	-$(Q)$(MAKE) --no-print-directory -j$(JOBS) check VARIANT=coverage
	$(Q)tests/coverage.sh build/coverage

bench: ## speed and memory, as ratios to something measured in the same run
bench: all $(HELPER_PROGRAMS)
	$(Q)RING3_BUILD='$(abspath $(OUT))' tests/bench/run.sh $(B)

lint: ## formatters and checkers; each one that is absent is named and skipped
	$(Q)tests/lint.sh

# Each header must compile alone: whoever includes it need not know its needs.
HEADERS := $(wildcard */*.h */*/*.h)
headers: $(HEADERS:%=$(OUT)/headers/%.ok)
$(OUT)/headers/%.ok: % $(OUT)/flags
	@mkdir -p $(@D)
	$(Q)$(filter-out --coverage,$(COMPILE)) -Werror -Wno-unused -fsyntax-only -x c $<
	@touch $@

##@ Installing
BINDIR = $(DESTDIR)$(PREFIX)/bin
MANDIR = $(DESTDIR)$(PREFIX)/share/man/man1
MAN3DIR = $(DESTDIR)$(PREFIX)/share/man/man3
DATADIR = $(DESTDIR)$(PREFIX)/share/ring3
# Where the shells look for completion by themselves.
BASHDIR = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSHDIR = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
FISHDIR = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
COMPLETION_DIRS = '$(BASHDIR)' '$(ZSHDIR)' '$(FISHDIR)'

install: ## install into PREFIX=/usr/local (DESTDIR= for packagers)
install: all
	$(Q)$(MAKE) --no-print-directory install-files

install-files: ## the same, without building first
	$(Q)install -d '$(BINDIR)' '$(MANDIR)' '$(MAN3DIR)' '$(DATADIR)'
	$(Q)install -m 755 $(PROGRAMS:%=$(OUT)/bin/%) '$(BINDIR)'
	$(Q)$(foreach name,$(ALIASES),ln -sfn $($(name)_IS) '$(BINDIR)/$(name)' &&) :
	$(Q)install -m 644 $(PROGRAMS:%=$(OUT)/man/%.1) $(ALIASES:%=$(OUT)/man/%.1) '$(MANDIR)'
	$(Q)install -m 644 $(MANUALS:%=$(OUT)/man/%.3) '$(MAN3DIR)'
	$(Q)install -d $(COMPLETION_DIRS)
	$(Q)for name in $(PROGRAMS); do \
		$(OUT)/bin/$$name --completion bash >'$(BASHDIR)'/$$name && \
		$(OUT)/bin/$$name --completion zsh >'$(ZSHDIR)'/_$$name && \
		$(OUT)/bin/$$name --completion fish >'$(FISHDIR)'/$$name.fish || exit; done
	$(Q)cp -R labs/exercises labs/words docs/notes docs/classroom '$(DATADIR)'
	$(Q)install -d '$(DATADIR)/vmsim/policies' '$(DATADIR)/vmsim/own'
	$(Q)install -m 644 vmsim/policy.h vmsim/memory.h '$(DATADIR)/vmsim'
	$(Q)install -m 644 vmsim/policies/*.h '$(DATADIR)/vmsim/policies'
	$(Q)install -m 644 vmsim/own/protocol.h vmsim/own/driver.c '$(DATADIR)/vmsim/own'
	$(Q)chmod -R u=rwX,go=rX '$(DATADIR)'

uninstall: ## remove what install put there
	$(Q)rm -f $(foreach name,$(PROGRAMS) $(ALIASES),'$(BINDIR)/$(name)' '$(MANDIR)/$(name).1')
	$(Q)rm -f $(foreach name,$(PROGRAMS),'$(BASHDIR)/$(name)' '$(ZSHDIR)/_$(name)' \
		'$(FISHDIR)/$(name).fish')
	$(Q)rm -f $(foreach name,$(MANUALS),'$(MAN3DIR)/$(name).3')
	$(Q)rm -rf '$(DATADIR)'

TARBALL := build/ring3-$(VERSION).tar.gz
dist: ## a tarball of the committed tree in build/
	$(Q)mkdir -p build
	$(Q)git archive --prefix=ring3-$(VERSION)/ --format=tar.gz -o $(TARBALL).new HEAD \
		|| { rm -f $(TARBALL).new; exit 1; }
	$(Q)mv $(TARBALL).new $(TARBALL)
	@echo $(TARBALL)

clean: ## remove build/
	$(Q)rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^##@ /{printf "%s%s\n", (n++ ? "\n" : ""), substr($$0, 5)} \
		/^[a-z -]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

force:
.PHONY: all programs man run test test-vm prepare check check-vm asan tsan coverage bench lint \
	headers install install-files uninstall dist clean help force

-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)
