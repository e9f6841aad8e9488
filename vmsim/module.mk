# The policies are a library of their own: SQLite's page cache can be driven by
# them too, and they need nothing but libc.
LIBRARIES += vmsim-policies vmsim-core
PROGRAMS += vmsim
vmsim-policies_SOURCES := $(wildcard vmsim/policies/*.c)
vmsim-core_SOURCES := $(filter-out vmsim/main.c,$(wildcard vmsim/*.c vmsim/formats/*.c vmsim/curve/*.c))
vmsim-core_PACKAGES := libarchive zlib jansson
vmsim_SOURCES := vmsim/main.c
vmsim_LDLIBS := -lm
vmsim_USES := vmsim-core vmsim-policies kit-screen kit

vmsim_TEST_USES := vmsim-core vmsim-policies kit-screen kit
