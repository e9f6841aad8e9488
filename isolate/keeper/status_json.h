/* The status as fields of an open JSON object, for inspect and ps. */
#ifndef RING3_ISOLATE_STATUS_JSON_H
#define RING3_ISOLATE_STATUS_JSON_H

#include "isolate/keeper/state.h"
#include "labs/kit/json.h"

void status_json(struct json *json, const struct container_status *status);

#endif
