/* Not yours to change: the bank's auditor. It takes the lock of the account
 * with the smaller number first.
 */
#include "bank.h"

long audit(struct account *x, struct account *y)
{
    pthread_mutex_lock(&x->lock);
    pthread_mutex_lock(&y->lock);
    long sum = x->balance + y->balance;
    pthread_mutex_unlock(&y->lock);
    pthread_mutex_unlock(&x->lock);
    return sum;
}
