/* A shop with two threads. Which of its variables has a race? */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static int price;           /* of one piece */
static int stock = 10;      /* pieces that are left */
static int sold;            /* pieces so far */
static atomic_int visitors; /* people so far */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *cashier(void *unused)
{
    int basket = 2;
    visitors++;
    pthread_mutex_lock(&lock);
    stock -= basket;
    sold += basket;
    pthread_mutex_unlock(&lock);
    return unused;
}

static void *clerk(void *unused)
{
    int basket = price;
    visitors++;
    pthread_mutex_lock(&lock);
    basket += stock;
    pthread_mutex_unlock(&lock);
    if (sold > 5)
        basket = 0;
    return unused;
}

int main(void)
{
    pthread_t one, two;
    price = 3;
    pthread_create(&one, NULL, cashier, NULL);
    pthread_create(&two, NULL, clerk, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    printf("%d sold, %d left, %d visitors\n", sold, stock, visitors);
    return 0;
}
