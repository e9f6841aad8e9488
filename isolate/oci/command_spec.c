/* isolate-oci spec: a config.json to begin with, of the same shape as that of crun and
 * runc. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/oci/oci.h"
#include "labs/kit/cleanup.h"

static const char *bundle;
static bool rootless;

const struct option_row oci_spec_options[] = {
    {"bundle", 'b', OPTION_TEXT, &bundle, "DIR",
     "where config.json goes (default: the working directory)", NULL, 0, 0},
    {"rootless", 0, OPTION_FLAG, &rootless, NULL,
     "for an unprivileged user: a user namespace with one id, no control group", NULL, 0,
     0},
    {0},
};

/* Three capabilities, as with crun and runc: signals to others' processes, low ports,
 * and entries of the audit log. */
#define CAPABILITIES "[\"CAP_AUDIT_WRITE\", \"CAP_KILL\", \"CAP_NET_BIND_SERVICE\"]"

static const char beginning[] =
    "{\n"
    "  \"ociVersion\": \"1.1.0\",\n"
    "  \"process\": {\n"
    "    \"terminal\": true,\n"
    "    \"user\": {\"uid\": 0, \"gid\": 0},\n"
    "    \"args\": [\"sh\"],\n"
    "    \"env\": [\n"
    "      \"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\",\n"
    "      \"TERM=xterm\"\n"
    "    ],\n"
    "    \"cwd\": \"/\",\n"
    "    \"capabilities\": {\n"
    "      \"bounding\": " CAPABILITIES ",\n"
    "      \"effective\": " CAPABILITIES ",\n"
    "      \"permitted\": " CAPABILITIES "\n"
    "    },\n"
    "    \"rlimits\": [{\"type\": \"RLIMIT_NOFILE\", \"hard\": 1024, \"soft\": 1024}],\n"
    "    \"noNewPrivileges\": true\n"
    "  },\n"
    "  \"root\": {\"path\": \"rootfs\", \"readonly\": true},\n"
    "  \"hostname\": \"isolate\",\n"
    "  \"mounts\": [\n"
    "    {\"destination\": \"/proc\", \"type\": \"proc\", \"source\": \"proc\"},\n"
    "    {\"destination\": \"/dev\", \"type\": \"tmpfs\", \"source\": \"tmpfs\",\n"
    "     \"options\": [\"nosuid\", \"strictatime\", \"mode=755\", \"size=65536k\"]},\n";

/* Group 5, tty, has no id where one id is mapped. */
static const char devpts[] =
    "    {\"destination\": \"/dev/pts\", \"type\": \"devpts\", \"source\": \"devpts\",\n"
    "     \"options\": [\"nosuid\", \"noexec\", \"newinstance\", \"ptmxmode=0666\",\n"
    "                 \"mode=0620\"%s]},\n";

static const char middle[] =
    "    {\"destination\": \"/dev/shm\", \"type\": \"tmpfs\", \"source\": \"shm\",\n"
    "     \"options\": [\"nosuid\", \"noexec\", \"nodev\", \"mode=1777\", "
    "\"size=65536k\"]},\n"
    "    {\"destination\": \"/dev/mqueue\", \"type\": \"mqueue\", \"source\": "
    "\"mqueue\",\n"
    "     \"options\": [\"nosuid\", \"noexec\", \"nodev\"]},\n";

static const char sysfs[] =
    "    {\"destination\": \"/sys\", \"type\": \"sysfs\", \"source\": \"sysfs\",\n"
    "     \"options\": [\"nosuid\", \"noexec\", \"nodev\", \"ro\"]},\n"
    "    {\"destination\": \"/sys/fs/cgroup\", \"type\": \"cgroup\", \"source\": "
    "\"cgroup\",\n"
    "     \"options\": [\"nosuid\", \"noexec\", \"nodev\", \"relatime\", \"ro\"]}\n"
    "  ],\n"
    "  \"linux\": {\n"
    "    \"resources\": {\"devices\": [{\"allow\": false, \"access\": \"rwm\"}]},\n";

static const char sysfs_rootless[] =
    "    {\"destination\": \"/sys\", \"type\": \"none\", \"source\": \"/sys\",\n"
    "     \"options\": [\"rbind\", \"nosuid\", \"noexec\", \"nodev\", \"ro\"]}\n"
    "  ],\n"
    "  \"linux\": {\n"
    "    \"uidMappings\": [{\"containerID\": 0, \"hostID\": %u, \"size\": 1}],\n"
    "    \"gidMappings\": [{\"containerID\": 0, \"hostID\": %u, \"size\": 1}],\n";

static const char end[] =
    "    \"namespaces\": [\n"
    "      {\"type\": \"pid\"}, {\"type\": \"network\"}, {\"type\": \"ipc\"},\n"
    "      {\"type\": \"uts\"}, {\"type\": \"mount\"}, {\"type\": \"cgroup\"}%s\n"
    "    ],\n"
    "    \"maskedPaths\": [\n"
    "      \"/proc/acpi\", \"/proc/asound\", \"/proc/interrupts\", \"/proc/kcore\",\n"
    "      \"/proc/keys\", \"/proc/latency_stats\", \"/proc/timer_list\",\n"
    "      \"/proc/timer_stats\", \"/proc/sched_debug\", \"/proc/scsi\",\n"
    "      \"/sys/firmware\", \"/sys/devices/virtual/powercap\"\n"
    "    ],\n"
    "    \"readonlyPaths\": [\n"
    "      \"/proc/bus\", \"/proc/fs\", \"/proc/irq\", \"/proc/sys\", "
    "\"/proc/sysrq-trigger\"\n"
    "    ]\n"
    "  }\n"
    "}\n";

static void write_spec(FILE *out)
{
    fputs(beginning, out);
    fprintf(out, devpts, rootless ? "" : ", \"gid=5\"");
    fputs(middle, out);
    if (rootless)
        fprintf(out, sysfs_rootless, (unsigned)geteuid(), (unsigned)getegid());
    else
        fputs(sysfs, out);
    fprintf(out, end, rootless ? ", {\"type\": \"user\"}" : "");
}

int oci_spec(int argc, char **argv)
{
    struct error error;
    (void)argc, (void)argv;
    cleanup_free char *path = xasprintf("%s/config.json", bundle ? bundle : ".");
    cleanup_file FILE *out = fopen(path, "wxe");
    if (!out) {
        error_errno(&error, STATUS_REQUEST, "cannot make %s", path);
        return oci_fail(1, &error);
    }
    write_spec(out);
    if (fflush(out) == 0)
        return 0;
    error_errno(&error, STATUS_REQUEST, "cannot write %s", path);
    return oci_fail(1, &error);
}
