/* A lock for the threads 0 and 1. */
void enter(int me);
void leave(int me);
