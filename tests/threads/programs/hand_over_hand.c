/* A sorted list with a lock in every node: two insert behind the same node.
 * BUG 1: the place is looked for without a lock. 2: the lock is given back between
 * the look and the change. */
#include <assert.h>
#include <pthread.h>

struct node {
    int key;
    struct node *next;
    pthread_mutex_t lock;
};

static struct node end = {99, NULL, PTHREAD_MUTEX_INITIALIZER};
static struct node head = {0, &end, PTHREAD_MUTEX_INITIALIZER};
static struct node fresh[2] = {
    {1, NULL, PTHREAD_MUTEX_INITIALIZER},
    {2, NULL, PTHREAD_MUTEX_INITIALIZER},
};

static void take(struct node *node)
{
    if (BUG != 1)
        pthread_mutex_lock(&node->lock);
}

static void give(struct node *node)
{
    if (BUG != 1)
        pthread_mutex_unlock(&node->lock);
}

static void *insert(void *argument)
{
    struct node *mine = argument, *before = &head, *after;

    take(before);
    for (after = before->next; after->key < mine->key;
         after = before->next) {
        take(after);
        give(before);
        before = after;
    }
    if (BUG == 2) {
        give(before);
        take(before);
    }
    mine->next = after;
    before->next = mine;
    give(before);
    return NULL;
}

int main(void)
{
    pthread_t one, two;
    int count = 0;

    pthread_create(&one, NULL, insert, &fresh[0]);
    pthread_create(&two, NULL, insert, &fresh[1]);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    for (struct node *node = head.next; node != &end; node = node->next)
        count++;
    assert(count == 2);
    return 0;
}
