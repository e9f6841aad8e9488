/* The mistake: "two short lines will not be interrupted". */
#include "bank.h"

void transfer(struct account *from, struct account *to, long amount)
{
    from->balance -= amount;
    to->balance += amount;
}
