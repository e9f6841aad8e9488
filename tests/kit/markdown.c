/* Markdown: what each construct looks like, at two widths, and with which styles. */
#include "labs/kit/markdown.h"

#include "labs/kit/plain.h"
#include "tests/tap.h"

static char *printed(const char *text, int columns)
{
    char *seen = NULL;
    size_t length;
    FILE *out = open_memstream(&seen, &length);
    struct markdown *markdown = markdown_layout(text, strlen(text), columns);
    markdown_print(markdown, out);
    markdown_free(markdown);
    fclose(out);
    return seen;
}

static void shows(const char *text, int columns, const char *wanted, const char *name)
{
    char *seen = printed(text, columns);
    is_string(seen, wanted, name);
    free(seen);
}

static void paragraphs(void)
{
    shows("# One\ntext\n## Two\nmore\n\n### Three\nend", 80,
          "One\n───\n\ntext\n\nTwo\n\nmore\n\nThree\n\nend\n", "headings");
    shows("A producer puts items into a buffer, a consumer takes\nthem out.", 30,
          "A producer puts items into a\nbuffer, a consumer takes them\nout.\n",
          "a paragraph is wrapped, its own line ends are blanks");
    shows("A producer puts items into a buffer, a consumer takes\nthem out.", 80,
          "A producer puts items into a buffer, a consumer takes them out.\n",
          "or fits in a line");
    shows("one  \ntwo\\\nthree", 80, "one\ntwo\nthree\n", "hard breaks");
    shows("012345678901234567890123456789012345 end", 30,
          "012345678901234567890123456789\n012345 end\n", "a word longer than a line");
    shows("漢字漢字漢字漢字漢字漢字漢字漢字", 31, "漢字漢字漢字漢字漢字漢字漢字漢\n字\n",
          "wide characters count two columns");
    shows("one\n\n---\n\ntwo", 30, "one\n\n──────────────────────────────\n\ntwo\n",
          "a rule");
    shows("", 80, "", "nothing");
    shows("a &lt; b &amp; c &rarr; d &#9731; &#x2603; &unknown; &#0;", 80,
          "a < b & c → d ☃ ☃ &unknown; \uFFFD\n", "entities");
}

static void lists(void)
{
    shows("- one\n- two that is long enough to be wrapped\n- three", 30,
          "• one\n• two that is long enough to\n  be wrapped\n• three\n", "a tight list");
    shows("- one\n\n- two", 30, "• one\n\n• two\n", "a loose list");
    shows("9. nine\n10. ten\n    - a\n    - b\n        1) deep\n11. eleven", 30,
          "9. nine\n10. ten\n    • a\n    • b\n      1. deep\n11. eleven\n",
          "lists within lists");
    shows("before\n- one\n\nafter", 30, "before\n\n• one\n\nafter\n",
          "blank lines around it");
    shows("- one\n  ```\n  code\n  ```\n- two", 30, "• one\n    code\n\n• two\n",
          "code in an item");
    shows("- [ ] open\n- [x] done", 30, "[ ] open\n[x] done\n", "a task list");
    shows("> quoted words that go over the end of the line\n>\n> - item\n\nafter", 30,
          "│ quoted words that go over\n│ the end of the line\n│\n│ • item\n\nafter\n",
          "a quote with a list in it");
    shows("- one\n  > quote\n- two", 30, "• one\n  │ quote\n\n• two\n",
          "a quote in an item");
    shows("> > > > > > > > > > deep", 30, "│ │ │ │ │ │ │ │ │ deep\n",
          "marks leave room for the text");
}

static void code(void)
{
    shows("```c\nint main(void)\n{\n\treturn 0;\n\n}\n```\n", 10,
          "  int main(void)\n  {\n      return 0;\n\n  }\n",
          "fenced code is not wrapped");
    shows("    indented\n      more", 30, "  indented\n    more\n", "indented code");
    shows("type `make run` now", 80, "type `make run` now\n",
          "inline code keeps its marks");
    shows("`a b  c` and ``x`y``", 80, "`a b  c` and `x`y`\n",
          "with blanks and marks inside");
}

static void links(void)
{
    shows("see [the notes](notes/vm.md).", 80, "see the notes (notes/vm.md).\n",
          "a link");
    shows("<https://a.example/b> https://a.example/c", 80,
          "https://a.example/b https://a.example/c\n", "addresses stand once");
    shows("![a picture](p.png)", 80, "[image: a picture]\n", "an image");
    shows("a <b>tag</b> and <page>", 80, "a <b>tag</b> and <page>\n", "HTML is text");
    shows("one\n\n<!-- note\nto self -->\n\ntwo", 80, "one\n\ntwo\n",
          "a comment is dropped");
    shows("*soft* **hard** ~~gone~~", 80, "soft hard ~~gone~~\n", "emphasis");
}

static const char *const table = "| policy | faults | remark |\n"
                                 "|:-------|-------:|:------:|\n"
                                 "| fifo | 9 | Belady's anomaly: more frames, more |\n"
                                 "| `lru` | 10 | 漢字 |\n";

static void tables(void)
{
    shows(table, 80,
          "policy  faults                remark\n"
          "───────────────────────────────────────────────────\n"
          "fifo         9  Belady's anomaly: more frames, more\n"
          "`lru`       10                 漢字\n",
          "a table at 80 columns");
    shows(table, 30,
          "policy  faults      remark\n"
          "──────────────────────────────\n"
          "fifo         9     Belady's\n"
          "                anomaly: more\n"
          "                 frames, more\n"
          "`lru`       10       漢字\n",
          "at 30 columns: the widest one is wrapped");
    shows("| a |\n|---|\n", 30, "a\n─\n", "a table with a head only");
}

/* The styles of the first line, as "STYLE:text|". */
static void styled(const char *text, const char *wanted, const char *name)
{
    static const struct {
        enum style style;
        const char *name;
    } names[] = {{STYLE_NORMAL, "n"}, {STYLE_TITLE, "T"}, {STYLE_STRONG, "S"},
                 {STYLE_CODE, "C"},   {STYLE_DIM, "d"},   {STYLE_KEY, "K"}};
    char seen[500] = "";
    struct markdown *markdown = markdown_layout(text, strlen(text), 80);
    for (size_t i = 0; i < markdown->lines[0].count; i++)
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++)
            if (names[j].style == markdown->lines[0].spans[i].style)
                snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s:%s|",
                         names[j].name, markdown->lines[0].spans[i].text);
    is_string(seen, wanted, name);
    markdown_free(markdown);
}

static void styles(void)
{
    styled("# big `code`", "T:big |C:`code`|", "the style of a heading");
    styled("### small", "S:small|", "of a smaller one");
    styled("a **b `c`** *d*", "n:a |S:b |C:`c`|n: |S:d|", "of emphasis");
    styled("[t](u) x", "K:t|d: (u)|n: x|", "of a link");
    styled("> - a", "d:│ • |n:a|", "of marks");
    styled("```\ncode\n```", "C:code|", "of code");
}

static void hostile(void)
{
    shows("esc\x1B[2J bell\a del\x7F csi\xC2\x9B a\t  b", 80,
          "esc\uFFFD[2J bell\uFFFD del\uFFFD csi\uFFFD a b\n",
          "controls cannot reach the terminal");
    shows("`\x1B`\n\n```\n\x1B[31m\n```\n[a](x\xC2\x9B)", 80,
          "`\uFFFD`\n\n  \uFFFD[31m\n\na (x\uFFFD)\n", "neither by code or addresses");
    shows("bad \xFF\xC3 bytes", 80, "bad \uFFFD\uFFFD bytes\n", "nor malformed UTF-8");
    struct markdown *markdown = markdown_layout("a\0b", 3, 80);
    is_string(markdown->lines[0].spans[0].text, "a\uFFFDb", "nor NUL");
    markdown_free(markdown);
    shows("one two", 1, "o\nn\ne\nt\nw\no\n", "a single column");
    shows("one two", -5, "o\nn\ne\nt\nw\no\n", "and less than that");
}

static void draws(void)
{
    const char *text = "# Title\n\n```\n0123456789abcdef\n```\n- an item `code`";
    struct markdown *markdown = markdown_layout(text, strlen(text), 12);
    struct canvas *canvas = canvas_new(5, 12, false);
    markdown_draw(markdown, 0, canvas_area(canvas));
    char *seen = NULL;
    size_t length;
    FILE *out = open_memstream(&seen, &length);
    plain_canvas(canvas, out);
    canvas_clear(canvas);
    fputs("---\n", out);
    markdown_draw(markdown, 4, canvas_area(canvas));
    plain_canvas(canvas, out);
    canvas_clear(canvas);
    fputs("---\n", out);
    markdown_draw(markdown, 999, canvas_area(canvas));
    markdown_draw(markdown, 0, area_part(canvas_area(canvas), 4, 11, 1, 1));
    plain_canvas(canvas, out);
    fclose(out);
    is_string(seen,
              "Title\n─────\n\n  012345678…\n\n"
              "---\n\n• an item\n  `code`\n\n\n"
              "---\n\n\n\n\n           …\n",
              "on a canvas: cut at the edge, from any line on");
    free(seen);
    canvas_free(canvas);

    text = "a `b` c";
    markdown_free(markdown);
    markdown = markdown_layout(text, strlen(text), 80);
    canvas = canvas_new(1, 5, false);
    markdown_draw(markdown, 0, canvas_area(canvas));
    is_string(canvas_cell(canvas, 0, 4)->text, "…",
              "what is cut between two spans is marked too");
    canvas_free(canvas);
    markdown_free(markdown);
}

int main(void)
{
    paragraphs();
    lists();
    code();
    links();
    tables();
    styles();
    hostile();
    draws();
    return done_testing();
}
