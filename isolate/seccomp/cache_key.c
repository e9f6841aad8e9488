/* What a compiled filter depends on, as bytes: the rules, word for word, and the kernel.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "isolate/seccomp/cache.h"

static void put(struct cache_key *key, const void *bytes, size_t length)
{
    key->bytes = xreallocarray(key->bytes, key->length + length + 1, 1);
    memcpy(key->bytes + key->length, bytes, length);
    key->length += length;
}

static void put_number(struct cache_key *key, uint64_t number)
{
    put(key, &number, sizeof number);
}

/* With its length, so that "ab" "c" is not "a" "bc". */
static void put_text(struct cache_key *key, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    put_number(key, length);
    if (length)
        put(key, text, length);
}

static void put_words(struct cache_key *key, const char *const *words, size_t count)
{
    put_number(key, count);
    for (size_t i = 0; i < count; i++)
        put_text(key, words[i]);
}

static void put_rule(struct cache_key *key, const struct rule *rule)
{
    put_words(key, rule->calls, rule->call_count);
    put_number(key, rule->action);
    put_number(key, rule->value);
    put_number(key, rule->condition_count);
    for (size_t i = 0; i < rule->condition_count; i++) {
        const struct rule_condition *c = &rule->conditions[i];
        put_number(key, c->argument);
        put_number(key, c->comparison);
        put_number(key, c->value);
        put_number(key, c->value_two);
    }
}

static void put_rules(struct cache_key *key, const struct rules *rules)
{
    put_number(key, rules->otherwise);
    put_number(key, rules->otherwise_value);
    put_number(key, rules->foreign);
    put_number(key, rules->foreign_value);
    put_words(key, rules->architectures, rules->architecture_count);
    put_text(key, rules->machine);
    put_number(key, rules->rule_count);
    for (size_t i = 0; i < rules->rule_count; i++)
        put_rule(key, &rules->rules[i]);
}

/* FNV-1a, 64 bits. */
static uint64_t hash_of(const char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

void cache_key_make(const struct rules *rules, struct cache_key *key)
{
    struct utsname name = {0};
    *key = (struct cache_key){0};
    uname(&name);
    put_text(key, "isolate " RING3_VERSION);
    put_text(key, name.release);
    put_text(key, name.machine);
    for (; rules; rules = rules->next)
        put_rules(key, rules);
    key->hash = hash_of(key->bytes, key->length);
}

void cache_key_free(struct cache_key *key)
{
    free(key->bytes);
    *key = (struct cache_key){0};
}
