/* The file as a map of pages. Step 1 is the file, step N + 1 is page N; with a
 * statement to be watched, the steps are the pages that it changed. */
#ifndef RING3_SQLITE_DEMO_PAGES_H
#define RING3_SQLITE_DEMO_PAGES_H

#include <sqlite3.h>

#include "labs/kit/player.h"
#include "sqlite-demo/file/atlas.h"
#include "sqlite-demo/file/layout.h"

enum { PAGES_TEXT = 400 };

struct pages {
    const char *file; /* as the learner calls it */
    struct database db;
    struct atlas atlas;
    sqlite3 *sqlite; /* for dbstat; NULL: it is not offered */

    /* A statement that was watched: `db` is the file after it. */
    const char *watched; /* NULL: none */
    struct database before;
    uint32_t *changed; /* page numbers */
    size_t changed_count;

    uint32_t cell; /* of the page shown, chosen with ↑ and ↓ */
    bool bytes;    /* the whole page as bytes, not its cells */
    struct page_layout layout;

    /* What pages_step lent out. */
    char title[PAGES_TEXT], why[PAGES_TEXT], texts[4][PAGES_TEXT];
    struct evidence evidence[4];
};

/* The page of a step; 0: the file as a whole. */
uint32_t pages_number(const struct pages *pages, size_t index);

/* The functions of struct show. */
size_t pages_count(void *model);
void pages_step(void *model, size_t index, struct step *step);
void pages_draw(void *model, size_t index, struct area area);
void pages_describe(void *model, size_t index, FILE *out);
void pages_json(void *model, size_t index, struct json *json);
extern const struct key_row pages_keys[];

/* "leaf of a table film"; what a page is for. */
void page_words(const struct pages *pages, uint32_t number, char *text, size_t size);
/* "rowid 777: NULL, 'film 777', 1977"; the cell of a b-tree page. */
void cell_words(struct pages *pages, const struct btree_page *page, uint32_t index,
                char *text, size_t size);
/* T t I i o F f p L ?: the letter of a page on the map. */
char page_letter(const struct page_fact *fact);
/* How many bytes of the page are not what they were before the statement. */
uint32_t bytes_changed(struct pages *pages, uint32_t number);

#endif
