/* Markdown from a seeded generator: nothing crashes, nothing but code is wider than
 * the screen, and no control character comes through.
 */
#include "labs/kit/canvas.h"
#include "labs/kit/markdown.h"
#include "labs/kit/utf8.h"
#include "tests/random.h"
#include "tests/tap.h"

static const char *const parts[] = {
    "# ",     "## ",     "- ",     "  - ",       "1. ",         "12) ",
    "> ",     "> > ",    "\n",     "\n\n",       "\n",          "```\n",
    "~~~c\n", "`",       "``",     "*",          "**",          "_",
    "~~",     "[",       "](",     ")",          "![",          "<",
    ">",      "    ",    "\t",     "| ",         "|---|:-:|\n", "| a | b |\n|--|-:|\n",
    "---\n",  "===\n",   "\\",     "&amp;",      "&#99999999;", "&#x1F427;",
    "<!-- ",  " -->",    "<div>",  "http://x.y", "word ",       "longerword",
    "漢字",   "e\u0301", "\u200D", "\x1B[2J",    "\xFF",        "\xE2\x96",
    "\x7F",   "  \n",    "[x] ",   "0 ",         "      ",      "* * *\n",
    "a, b. ", "\u00A0",
};

static size_t generate(struct random *random, char *text, size_t size)
{
    size_t length = 0, count = random_below(random, 120);
    for (size_t i = 0; i < count; i++) {
        const char *part = parts[random_below(random, sizeof parts / sizeof parts[0])];
        size_t more = strlen(part);
        if (length + more + 1 > size)
            break;
        memcpy(text + length, part, more);
        length += more;
        if (random_below(random, 40) == 0)
            text[length++] = (char)random_below(random, 256);
    }
    return length;
}

static bool is_clean(const char *text)
{
    for (size_t left = strlen(text), taken; left > 0; text += taken, left -= taken) {
        uint32_t code;
        taken = utf8_decode(text, left, &code);
        bool malformed = code == 0xFFFD && taken != 3;
        if (malformed || code < ' ' || (code >= 0x7F && code < 0xA0))
            return false;
    }
    return true;
}

static const char *fault_of(const struct markdown_line *line, int columns)
{
    int width = line->indent;
    bool has_code = false;
    for (size_t i = 0; i < line->count; i++) {
        const struct markdown_span *span = &line->spans[i];
        if (!*span->text)
            return "an empty span";
        if (!is_clean(span->text))
            return "a control character";
        has_code |= span->style == STYLE_CODE;
        width += utf8_columns(span->text);
    }
    return width > columns && !has_code ? "too wide" : NULL;
}

static bool check(const char *text, size_t length, int columns, struct canvas *canvas)
{
    struct markdown *markdown = markdown_layout(text, length, columns);
    const char *fault = NULL;
    for (size_t i = 0; i < markdown->count && !fault; i++)
        fault = fault_of(&markdown->lines[i], columns < 24 ? 10000 : columns);
    markdown_draw(markdown, markdown->count / 2, canvas_area(canvas));
    markdown_free(markdown);
    if (fault)
        printf("# %s, at %d columns:\n# %.*s\n", fault, columns, (int)length, text);
    return !fault;
}

int main(void)
{
    struct random random = {20240607};
    struct canvas *canvas = canvas_new(5, 20, false);
    static char text[4096];
    int faults = 0;
    for (int i = 0; i < 6000 && faults < 5; i++) {
        size_t length = generate(&random, text, sizeof text - 1);
        int columns = 1 + (int)random_below(&random, 90);
        faults += !check(text, length, columns, canvas);
    }
    is_int(faults, 0, "6000 texts from a seed");
    canvas_free(canvas);

    /* What grows with the square of its length, or recurses, would show here. */
    static char nested[20000];
    memset(nested, '>', sizeof nested);
    ok(check(nested, sizeof nested, 80, canvas = canvas_new(1, 1, true)), "deep quotes");
    for (size_t i = 0; i < sizeof nested; i++)
        nested[i] = "- "[i % 2];
    ok(check(nested, sizeof nested, 80, canvas), "deep lists");
    memset(nested, '[', sizeof nested);
    ok(check(nested, sizeof nested, 80, canvas), "many brackets");
    memset(nested, '*', sizeof nested);
    ok(check(nested, sizeof nested, 80, canvas), "many stars");
    canvas_free(canvas);
    return done_testing();
}
