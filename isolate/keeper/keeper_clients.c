/* Who is connected to the keeper, and what they have not taken yet. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate/keeper/kept.h"

struct queued {
    struct wire_head head;
    size_t length;
};

struct client *clients_add(struct kept *kept, int socket)
{
    for (struct client *c = kept->clients; c < kept->clients + CLIENTS_MAX; c++) {
        if (c->socket >= 0)
            continue;
        *c = (struct client){.socket = socket};
        return c;
    }
    return NULL;
}

void clients_drop(struct client *client)
{
    close(client->socket);
    free(client->queue);
    *client = (struct client){.socket = -1};
}

bool clients_lag(const struct kept *kept)
{
    for (const struct client *c = kept->clients; c < kept->clients + CLIENTS_MAX; c++)
        if (c->socket >= 0 && c->length)
            return true;
    return false;
}

static void enqueue(struct client *client, const struct queued *item, const char *body)
{
    size_t size = sizeof *item + item->length;
    if (client->length + size > client->room) {
        client->room = client->length + size;
        client->queue = xreallocarray(client->queue, client->room, 1);
    }
    memcpy(client->queue + client->length, item, sizeof *item);
    if (item->length)
        memcpy(client->queue + client->length + sizeof *item, body, item->length);
    client->length += size;
}

void clients_flush(struct client *client)
{
    struct queued item;
    while (client->done < client->length) {
        memcpy(&item, client->queue + client->done, sizeof item);
        if (wire_send(client->socket, &item.head,
                      client->queue + client->done + sizeof item, item.length, NULL, 0,
                      false) < 0) {
            if (errno != EAGAIN)
                clients_drop(client);
            return;
        }
        client->done += sizeof item + item.length;
    }
    client->length = client->done = 0;
}

void clients_send(struct client *client, enum wire_kind kind, int32_t value,
                  const char *body, size_t length)
{
    struct queued item = {.head = {.kind = (uint8_t)kind, .value = value},
                          .length = length};
    enqueue(client, &item, body);
    clients_flush(client);
}

void clients_show(struct kept *kept, enum log_stream stream, const char *bytes,
                  size_t length)
{
    for (struct client *c = kept->clients; c < kept->clients + CLIENTS_MAX; c++)
        if (c->socket >= 0 && c->attached)
            clients_send(c, stream == LOG_OUT ? WIRE_OUT : WIRE_ERR, 0, bytes, length);
}
