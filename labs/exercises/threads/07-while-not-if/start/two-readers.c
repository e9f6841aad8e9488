/* Two readers, two letters. */
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
    pthread_t one, two;
    pthread_create(&one, NULL, reader, NULL);
    pthread_create(&two, NULL, reader, NULL);
    put_letter();
    put_letter();
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
