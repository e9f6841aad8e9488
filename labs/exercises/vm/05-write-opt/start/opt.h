/* Which frame shall be emptied for string[now]? All of them are taken. */
int victim(const int *page_in, int frames,
           const int *string, int length, int now);
