LIBRARIES += isolate-core
PROGRAMS += isolate
ALIASES += isolate-oci
isolate-oci_IS := isolate
isolate-core_SOURCES := $(filter-out isolate/main.c,$(wildcard isolate/*.c isolate/*/*.c))
isolate-core_PACKAGES := libcap libseccomp jansson
isolate_SOURCES := isolate/main.c
isolate_USES := isolate-core kit-screen kit

# No shared library on the run path: loading the screen libraries would cost
# more than the whole container. Sanitizers cannot be linked statically, and
# some systems do not ship the archives.
ifneq ($(filter release debug coverage,$(VARIANT)),)
isolate_LINK := $(shell printf 'int main(void){return 0;}' | \
	$(CC) -static -x c -o /dev/null - -lncursesw -ltinfo -lseccomp -lcap -ljansson 2>/dev/null && echo -static)
endif

# What a run uses lies together in the program, in few mappings; where the linker can do
# that. Both are about page faults.
ifneq ($(isolate_LINK),)
TOGETHER := -Wl,-T,isolate/run-path.ld -Wl,-z,noseparate-code
isolate_LINK += $(shell printf 'int main(void){return 0;}' | \
	$(CC) -static -x c -o /dev/null - $(TOGETHER) 2>/dev/null && echo $(TOGETHER))
endif

isolate_TEST_USES := isolate-core kit-screen kit

# The filters that most containers use are compiled here and now: libseccomp takes
# milliseconds for them, and a container starts in two.
FILTERS := $(OUT)/generated/built_in_filters.c
isolate-core_SOURCES += $(FILTERS)
GENERATE := $(OUT)/obj/isolate/seccomp/generate/generate.o $(addprefix $(OUT)/obj/isolate/seccomp/,\
	built_in.o calls.o compile.o evaluate.o passes.o profile.o profile_make.o rules.o shorten.o verify.o)
$(OUT)/generated/generate: $(GENERATE) $(OUT)/lib/libkit.a
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(libseccomp_LIBS) $(LDLIBS)
$(FILTERS): $(OUT)/generated/generate
	$(call say,MAKE,$@)
	$(Q)$< > $@.new && mv $@.new $@
