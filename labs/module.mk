# The ground floor: what every program shares. `kit` needs libc only, so that
# cores and the static runtime can use it; `kit-screen` draws and knows curses
# in one file; `kit-text` reads Markdown.
LIBRARIES += kit kit-screen kit-text
kit_SOURCES := $(addprefix labs/kit/, atomic_file.c completion.c error.c finding.c json.c manual.c options.c \
	paths.c plain_text.c process.c process_look.c program.c sandbox.c settings.c suggest.c utf8.c \
	wait_graph.c words.c words_file.c)
# English is compiled in: a program that does not find its data still speaks.
WORDS_ENGLISH := $(OUT)/generated/words_english.c
$(WORDS_ENGLISH): labs/kit/words_english.awk labs/words/en.words
	$(call say,MAKE,$@)
	@mkdir -p $(@D)
	$(Q)awk -f $^ > $@.new && mv $@.new $@
kit-text_SOURCES := $(wildcard labs/kit/markdown*.c)
kit-text_PACKAGES := md4c
kit-screen_SOURCES := $(filter-out $(kit_SOURCES) $(kit-text_SOURCES),\
	$(wildcard labs/kit/*.c))
kit-screen_PACKAGES := ncursesw
kit_SOURCES += $(WORDS_ENGLISH)

# The roof: the menu, the exercises, progress.
LIBRARIES += labs-core
PROGRAMS += labs
labs-core_SOURCES := $(filter-out labs/main.c,$(wildcard labs/*.c labs/classroom/*.c))
labs-core_PACKAGES := sqlite3 libarchive jansson libmd
labs_SOURCES := labs/main.c
labs_USES := labs-core kit-text kit-screen kit

kit_TEST_USES := kit-text kit-screen kit
labs_TEST_USES := labs-core kit-text kit-screen kit
