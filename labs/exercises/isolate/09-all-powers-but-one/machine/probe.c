/* What a program has after exec: its five sets, and whether port 80 can be had.
 * Prints "Inh Prm Eff Bnd Amb port" as hexadecimal numbers and yes or no. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static void print_sets(void)
{
    static const char *const names[] = {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"};
    char line[200];
    FILE *status = fopen("/proc/self/status", "re");
    for (int i = 0; status && fgets(line, sizeof line, status);)
        if (i < 5 && !strncmp(line, names[i], 6)) {
            line[strcspn(line, "\n")] = 0;
            printf("%s ", line + 8);
            i++;
        }
    if (status)
        fclose(status);
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(80)};
    int socket_fd = socket(AF_INET, SOCK_STREAM, 0);
    print_sets();
    puts(socket_fd >= 0 &&
                 bind(socket_fd, (struct sockaddr *)&address, sizeof address) == 0
             ? "yes"
             : "no");
    return 0;
}
