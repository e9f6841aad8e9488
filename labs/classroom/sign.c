#include "labs/classroom/sign.h"

#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = SHA256_BLOCK_LENGTH, DIGEST = SHA256_DIGEST_LENGTH };

static void add(SHA2_CTX *hash, const void *bytes, size_t length)
{
    SHA256Update(hash, bytes, length);
}

/* A key that is longer than a block is replaced by its hash. */
static void key_block(const char *key, uint8_t block[BLOCK])
{
    size_t length = strlen(key);
    memset(block, 0, BLOCK);
    if (length <= BLOCK) {
        memcpy(block, key, length);
        return;
    }
    SHA2_CTX hash;
    SHA256Init(&hash);
    add(&hash, key, length);
    SHA256Final(block, &hash);
}

/* hash((key ^ pad) | text) */
static void padded(const uint8_t key[BLOCK], uint8_t pad, const void *text, size_t length,
                   uint8_t digest[DIGEST])
{
    SHA2_CTX hash;
    uint8_t first[BLOCK];
    for (size_t i = 0; i < BLOCK; i++)
        first[i] = key[i] ^ pad;
    SHA256Init(&hash);
    add(&hash, first, sizeof first);
    add(&hash, text, length);
    SHA256Final(digest, &hash);
}

void sign_text(const char *key, const char *text, size_t length,
               char signature[SIGNATURE_TEXT])
{
    uint8_t block[BLOCK], inner[DIGEST], outer[DIGEST];
    key_block(key, block);
    padded(block, 0x36, text, length, inner);
    padded(block, 0x5c, inner, sizeof inner, outer);
    for (size_t i = 0; i < DIGEST; i++)
        snprintf(signature + 2 * i, 3, "%02x", outer[i]);
}

bool sign_matches(const char *signature, const char *wanted)
{
    unsigned differ = strlen(signature) != strlen(wanted);
    for (size_t i = 0; signature[i] && wanted[i]; i++)
        differ |= (unsigned)(signature[i] ^ wanted[i]);
    return !differ;
}
