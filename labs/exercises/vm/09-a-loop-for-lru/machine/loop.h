enum { PAGES = 100, ROUNDS = 20 };

/* A reference to this page: 0 to PAGES - 1. */
void touch(int page);
void rounds(void);
