LIBRARIES += threads-core
PROGRAMS += threads
threads-core_SOURCES := $(filter-out threads/main.c,$(wildcard threads/*.c threads/demos/*.c))
threads_SOURCES := threads/main.c
threads_USES := threads-core kit-screen kit

# demo.h is embedded as it is; the demos name it themselves by including it.
$(OUT)/obj/threads/catalog.o: threads/demos/demo.h

threads_TEST_USES := threads-core kit-screen kit
