# The cursor is a library that a learner can link alone.
LIBRARIES += cursor sqlite-file sqlite-machine sqlite-demo-core
PROGRAMS += sqlite-demo
cursor_SOURCES := $(wildcard sqlite-demo/cursor*.c)
cursor_PACKAGES := sqlite3
MANUALS += cursor
cursor_MANUAL := sqlite-demo/manual.awk
cursor_HEADERS := $(addprefix sqlite-demo/,cursor.h cursor_extend.h cursor_storage.h \
	cursor_types.h)
# Our own reader of the file: nothing of SQLite in it.
sqlite-file_SOURCES := $(wildcard sqlite-demo/file/*.c)
# SQLite's programs, run by us: SQLite gives EXPLAIN and its SQL functions.
sqlite-machine_SOURCES := $(wildcard sqlite-demo/machine/*.c)
sqlite-machine_PACKAGES := sqlite3
sqlite-demo-core_PACKAGES := jansson
sqlite-demo-core_SOURCES := $(filter-out sqlite-demo/main.c $(cursor_SOURCES),\
	$(wildcard sqlite-demo/*.c sqlite-demo/locks/*.c sqlite-demo/shell/*.c sqlite-demo/traps/*.c))
sqlite-demo_SOURCES := sqlite-demo/main.c
sqlite-demo_USES := sqlite-demo-core cursor sqlite-machine sqlite-file \
	vmsim-policies kit-screen kit

sqlite-demo_TEST_USES := sqlite-demo-core cursor sqlite-machine sqlite-file \
	vmsim-policies kit-screen kit
