LIBRARIES += threads-core
PROGRAMS += threads
RUNTIME_SOURCES := $(wildcard threads/explore/runtime/*.c)
threads-core_SOURCES := $(filter-out threads/main.c,$(wildcard threads/*.c threads/demos/*.c)) \
	$(wildcard threads/explore/*.c) threads/explore/runtime/operation.c \
	threads/explore/runtime/fiber.c
threads_SOURCES := threads/main.c
threads_USES := threads-core kit-screen kit

# demo.h is embedded as it is; the demos name it themselves by including it.
$(OUT)/obj/threads/catalog.o: threads/demos/demo.h

# The explorer's runtime is linked with each program that a learner has checked. It is
# one object within the program `threads`, so that it is there wherever that is installed.
# It shares a process with the learner's program, never with ours: no variant's sanitizer
# is in it. Its names are hidden, but for those that take the place of libc's.
RUNTIME_IMAGE := $(OUT)/lib/explorer.o
OBJCOPY ?= objcopy
$(foreach variant,$(VARIANTS),$(eval $(OUT)/obj/threads/explore/runtime/%.o: \
	$(variant)_FLAGS := -O2 -g -fPIE -fvisibility=hidden -fno-omit-frame-pointer \
		-fno-builtin -fno-stack-protector -D__NO_INLINE__))
$(RUNTIME_IMAGE): $(RUNTIME_SOURCES:%.c=$(OUT)/obj/%.o)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -r -nostdlib -o $@.part $^
	$(Q)$(OBJCOPY) --localize-hidden --strip-debug $@.part $@ && rm -f $@.part
$(OUT)/obj/threads/explore/image.o: $(RUNTIME_IMAGE)
$(OUT)/obj/threads/explore/image.o: PROJECT_FLAGS += -DRUNTIME_IMAGE='"$(RUNTIME_IMAGE)"'

threads_TEST_USES := threads-core kit-screen kit
