/* Texts in the learner's language.
 *
 * The texts stand in labs/words/LANGUAGE.words, each under a key; the program names the
 * key:
 *
 *     list.solved-of: %zu of %zu solved
 *
 * English is compiled in (words_english.c is made from en.words), so that a program never
 * lacks it. Another language is read from share/ring3/words; where it has no text for a
 * key, or one with other conversions, English stays: no translation can crash.
 *
 * What is no key is its own text: titles of a course, names, and the tables of programs
 * that speak English only. Not for several threads at once.
 */
#ifndef RING3_KIT_WORDS_H
#define RING3_KIT_WORDS_H

/* Chooses the language for the process: the name given (may be NULL), else the setting
 * `language`, else LANGUAGE, LC_ALL, LC_MESSAGES, LANG. Without a catalogue of that name
 * it is English. Before the first call it is English. */
void words_choose(const char *name);
/* "en", "de". */
const char *words_language(void);
/* Adds sentences, pairs of lines "en: …" and "de: …", as of an exercise; nothing happens
 * if the file is absent. */
void words_add_file(const char *path);

/* The text of a key in the learner's language; it lives until a language is chosen anew.
 */
const char *say(const char *key);
/* The same for a text with conversions, which `conversions` repeats: say_as("list.tried",
 * "%u"). The compiler holds the arguments against those, and a text that has others is
 * not used. */
const char *say_as(const char *key, const char *conversions)
    __attribute__((format_arg(2)));

/* The English text, for what programs read: JSON, verdicts, the manual page. */
const char *english(const char *key);
const char *english_as(const char *key, const char *conversions)
    __attribute__((format_arg(2)));

/* A finished English sentence in the learner's language: what a check or another program
 * has printed. A text with conversions fits if the sentence is made from it ("%s is
 * missing" fits "vmsim is missing"). To be freed. */
char *say_sentence(const char *sentence);

#endif
