/* News that one thread writes once, and others may look for. */
#ifndef NEWS_H
#define NEWS_H

void write_news(int number); /* once */
int read_news(void);         /* 0: there is none yet. Does not wait */

#endif
