/* What a policy is asked by machine.c. */
enum { FRAMES_MAX = 64 };

void begin(int frames);
void hit(int frame);
int victim(void);
void load(int frame);
