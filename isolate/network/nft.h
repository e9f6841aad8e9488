/* Rules for packets, given to the kernel by the program `nft`.
 *
 * A program, not a library: libnftables and libnftnl come without archives for a
 * static link, and under GPL-2; and the text given to nft is the very text that a
 * learner would write.
 */
#ifndef RING3_ISOLATE_NETWORK_NFT_H
#define RING3_ISOLATE_NETWORK_NFT_H

#include <stdbool.h>

#include "labs/kit/error.h"

/* `nft -f -` with this text, all of it or nothing. STATUS_HOST with the package to
 * install when there is no nft. */
int network_rules(const char *text, struct error *error);

/* The same, for text that asks: what nft prints goes to `answer`, cut to `size`. */
int network_rules_ask(const char *text, char *answer, size_t size, struct error *error);

#endif
