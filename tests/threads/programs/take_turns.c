/* Two C11 threads take turns. BUG 1: `if` in place of `while`. 2: nobody is told. */
#include <assert.h>
#include <threads.h>
static mtx_t m;
static cnd_t c;
static once_flag f = ONCE_FLAG_INIT;
static int turn;
static void setup(void)
{
    mtx_init(&m, mtx_plain);
    cnd_init(&c);
}
static int player(void *p)
{
    int me = *(int *)p;
    call_once(&f, setup);
    for (int i = 0; i < 2; i++) {
        mtx_lock(&m);
#if BUG == 1
        if (turn != me)
            cnd_wait(&c, &m);
#else
        while (turn != me)
            cnd_wait(&c, &m);
#endif
        assert(turn == me);
        turn = !turn;
#if BUG != 2
        cnd_signal(&c);
#endif
        mtx_unlock(&m);
    }
    return me;
}
int main(void)
{
    thrd_t t[2];
    int id[2] = {0, 1}, r;
    for (int i = 0; i < 2; i++)
        if (thrd_create(&t[i], player, &id[i]) != thrd_success)
            return 2;
    for (int i = 0; i < 2; i++) {
        thrd_join(t[i], &r);
        assert(r == i);
    }
    mtx_destroy(&m);
    cnd_destroy(&c);
    return 0;
}
