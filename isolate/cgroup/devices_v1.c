/* Device rules in v1: lines such as "c 1:3 rwm". Source: admin-guide/cgroup-v1/devices.
 */
#include <stdio.h>

#include "isolate/cgroup/devices.h"
#include "isolate/cgroup/limits.h"

static void put_number(char *text, size_t size, int64_t number)
{
    if (number < 0)
        snprintf(text, size, "*");
    else
        snprintf(text, size, "%lld", (long long)number);
}

/* "a" alone means all, and forgets every rule before. */
int devices_v1(struct cgroup *group, const struct cgroup_folder *folder,
               const struct cgroup_wish *wish, struct error *error)
{
    if (!wish->device_rules)
        return 0;
    int result = limit_put(group, folder, CONTROLLER_DEVICES, "devices.deny", "a", error);
    for (size_t i = 0; result == 0 && i < wish->device_rule_count; i++) {
        const struct cgroup_device_rule *rule = &wish->device_rules[i];
        char major[24], minor[24], text[LIMIT_TEXT_MAX];
        put_number(major, sizeof major, rule->major);
        put_number(minor, sizeof minor, rule->minor);
        snprintf(text, sizeof text, "%c %s:%s %.3s", rule->type, major, minor,
                 rule->access);
        result = limit_put(group, folder, CONTROLLER_DEVICES,
                           rule->allow ? "devices.allow" : "devices.deny", text, error);
    }
    return result;
}
