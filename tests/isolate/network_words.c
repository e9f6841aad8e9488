/* The words of the command line for networks, and the texts made from them: no
 * privilege is needed. */
#include "isolate/network/network.h"
#include "isolate/network/rules.h"
#include "tests/tap.h"

static struct network_wish wish;
static struct error error;

static bool port_is(const char *text, const char *host, unsigned outside, unsigned inside,
                    bool udp)
{
    wish.port_count = 0;
    if (network_wish_port(&wish, text, &error) < 0 || wish.port_count != 1)
        return false;
    const struct network_port *port = &wish.ports[0];
    return !strcmp(port->host, host) && port->outside == outside &&
           port->inside == inside && port->udp == udp;
}

static bool port_refused(const char *text)
{
    wish.port_count = 0;
    error.message[0] = 0;
    return network_wish_port(&wish, text, &error) < 0 && error.status == STATUS_REQUEST &&
           strstr(error.message, "-p") && wish.port_count == 0;
}

static void ports(void)
{
    ok(port_is("8080:80", "", 8080, 80, false), "two ports");
    ok(port_is("8080:80/tcp", "", 8080, 80, false), "with a protocol");
    ok(port_is("53:5353/udp", "", 53, 5353, true), "UDP");
    ok(port_is("127.0.0.1:1:65535", "127.0.0.1", 1, 65535, false), "with an address");
    ok(port_is("[::1]:5353:53/udp", "::1", 5353, 53, true), "with an address of IPv6");
    static const char *const wrong[] = {
        "",
        ":",
        "80",
        "80:",
        ":80",
        "0:80",
        "80:0",
        "65536:80",
        "80:65536",
        "80:80/",
        "80:80/sctp",
        "a:80",
        "80:b",
        "-1:80",
        "+1:80",
        "1 :80",
        "80:80 ",
        "80:80:80:80",
        "::1:1:1",
        "[::1:80:80",
        "[::1]80:80",
        "[]:80:80",
        "1.2.3:80:80",
        "host:80:80",
        "[x]:1:1",
        "1.2.3.4:80:",
        "8000-8010:1",
        "80:80/udp6",
        "0x50:80",
        "80:80//udp",
        "[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]:80:80"};
    bool all = true;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (!port_refused(wrong[i])) {
            printf("# taken: \"%s\"\n", wrong[i]);
            all = false;
        }
    ok(all, "what is no port is refused, by name");
    wish.port_count = 0;
    for (int i = 0; i < NETWORK_PORTS_MAX; i++)
        network_wish_port(&wish, "8080:80", &error);
    ok(network_wish_port(&wish, "8080:80", &error) < 0, "there is an end to ports");
    ok(network_wish_check(&wish, &error) < 0, "the same port twice is refused");
    wish.port_count = 0;
}

static void names(void)
{
    ok(network_wish_name(&wish, "db:192.0.2.7", &error) == 0 &&
           network_wish_name(&wish, "six=2001:db8::7", &error) == 0 &&
           network_wish_name(&wish, "five:::1", &error) == 0,
       "names for addresses of both kinds");
    static const char *const wrong[] = {
        "",     "db",          ":1.2.3.4",     "db:",
        "db:x", "d b:1.2.3.4", "a\nb:1.2.3.4", "db:1.2.3.4\n5.6.7.8 x"};
    bool all = true;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        all &= network_wish_name(&wish, wrong[i], &error) < 0;
    ok(all, "what is no name or no address, and a second line, is refused");
    ok(network_wish_server(&wish, "192.0.2.53", &error) == 0, "a name server");
    ok(network_wish_server(&wish, "dns.example", &error) < 0, "which is an address");
}

static void files(void)
{
    struct network_file files[NETWORK_FILES_MAX];
    struct network_connection connection = {
        .wish = &wish, .via = "bridge", .address = 0x0ac70002, .gateway = 0x0ac70001};
    wish.kind = NETWORK_BRIDGE;
    wish.hostname = "box";
    is_int(network_files(&connection, files), 3, "three files for a bridge");
    is_string(files[0].path, "/etc/hosts", "the first is /etc/hosts");
    is_string(files[0].text,
              "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
              "10.199.0.2 box\n192.0.2.7 db\n2001:db8::7 six\n::1 five\n",
              "with its own name and the others");
    is_string(files[1].text,
              "# made by isolate for this container\nnameserver 192.0.2.53\n",
              "the server that was asked for is the only one");
    is_string(files[2].text, "box\n", "and its name");
    for (int i = 0; i < 3; i++)
        free(files[i].text);
    wish.kind = NETWORK_HOST;
    is_int(network_files(&connection, files), 0, "the host's network keeps the host's");
    wish = (struct network_wish){.hostname = "box"};
    is_int(network_files(&connection, files), 0, "a bare none costs nothing");
}

static void leases(void)
{
    wish = (struct network_wish){0};
    network_wish_port(&wish, "8080:80", &error);
    network_wish_port(&wish, "192.0.2.2:53:5353/udp", &error);
    char *text = rules_lease_text(&wish);
    is_string(text, "tcp 8080 80 *\nudp 53 5353 192.0.2.2\n",
              "ports as a lease says them");
    free(text);
}

int main(void)
{
    ports();
    names();
    files();
    leases();
    return done_testing();
}
