/* Thread-specific data: pthread_key_create() and what belongs to it. A thread's values
 * are its own, so none of this is a step. */
#include "threads/explore/runtime/keys.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "threads/explore/runtime/thread.h"

enum { ROUNDS = 4 }; /* PTHREAD_DESTRUCTOR_ITERATIONS */

OURS static struct {
    bool used;
    void (*destructor)(void *);
} keys[KEYS_MAX];

void keys_reset(void)
{
    memset(keys, 0, sizeof keys);
}

static bool destroy_round(void)
{
    bool any = false;
    for (int i = 0; i < KEYS_MAX; i++) {
        void *value = self->keys[i];
        if (!keys[i].used || !keys[i].destructor || !value)
            continue;
        self->keys[i] = NULL;
        keys[i].destructor(value);
        any = true;
    }
    return any;
}

void keys_destroy(void)
{
    for (int round = 0; round < ROUNDS && destroy_round(); round++)
        ;
}

EXPORTED int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
    for (int i = 0; i < KEYS_MAX; i++)
        if (!keys[i].used) {
            keys[i].used = true;
            keys[i].destructor = destructor;
            *key = (pthread_key_t)i;
            return 0;
        }
    return EAGAIN;
}

EXPORTED int pthread_key_delete(pthread_key_t key)
{
    if (key >= KEYS_MAX || !keys[key].used)
        return EINVAL;
    keys[key].used = false;
    return 0;
}

EXPORTED void *pthread_getspecific(pthread_key_t key)
{
    return key < KEYS_MAX ? self->keys[key] : NULL;
}

EXPORTED int pthread_setspecific(pthread_key_t key, const void *value)
{
    if (key >= KEYS_MAX || !keys[key].used)
        return EINVAL;
    memcpy(&self->keys[key], &value, sizeof value);
    return 0;
}
