/* The command settings: what is set, and setting it. */
#include <stdio.h>
#include <stdlib.h>

#include "labs/commands.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "labs/kit/settings.h"
#include "labs/kit/words.h"

static bool unset;

const struct option_row settings_options[] = {
    {"unset", 0, OPTION_FLAG, &unset, NULL, "settings.unset-help", NULL, 0, 0},
    {0},
};

static void print_setting(const struct setting *setting)
{
    cleanup_free char *value = setting_get(setting->name);
    if (common_options.json) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_string(&json, "setting", setting->name);
        json_string(&json, "value", value);
        json_end(&json);
        return;
    }
    printf("  %-12s %-8s %s%s%s%s\n", setting->name, value ? value : "-",
           say(setting->help), *setting->values ? " (" : "", setting->values,
           *setting->values ? ")" : "");
}

int command_settings(int argc, char **argv)
{
    struct error error;
    if (argc == 2 || unset) {
        if (!argc)
            die(STATUS_REQUEST, "%s", say("settings.unset-what"));
        if (setting_set(argv[0], unset ? NULL : argv[1], &error) < 0)
            die_error(&error);
        return STATUS_OK;
    }
    if (!argc)
        for (const struct setting *setting = settings; setting->name; setting++)
            print_setting(setting);
    cleanup_free char *value = argc ? setting_get(argv[0]) : NULL;
    if (value)
        puts(value);
    return STATUS_OK;
}
