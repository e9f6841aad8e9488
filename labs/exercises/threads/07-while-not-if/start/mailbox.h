/* A box of letters, between threads. */
#ifndef MAILBOX_H
#define MAILBOX_H

void put_letter(void);
/* Waits until there is a letter, takes it, and says how many are left. */
int take_letter(void);

#endif
