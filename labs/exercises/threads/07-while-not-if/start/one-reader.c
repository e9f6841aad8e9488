/* One reader, one letter. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#include "mailbox.h"

static void *reader(void *unused)
{
    assert(take_letter() >= 0);
    return unused;
}

int main(void)
{
    pthread_t one;
    pthread_create(&one, NULL, reader, NULL);
    put_letter();
    pthread_join(one, NULL);
    return 0;
}
