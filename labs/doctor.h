/* The doctor: what this host offers to the labs, and how to get what it does not. */
#ifndef RING3_LABS_DOCTOR_H
#define RING3_LABS_DOCTOR_H

#include <stddef.h>

enum finding_state { FINDING_REAL, FINDING_LIMITED, FINDING_MISSING };

struct finding {
    char *feature;
    enum finding_state state;
    char *reason; /* what was seen */
    char *fix;    /* a sentence, its commands in backquotes; "": nothing is to be done */
};

struct findings {
    struct finding *items;
    size_t count;
};

/* Looks at everything; takes some tenths of a second, so not at the start. Each
 * probe acts (opens, maps, runs): nothing is concluded from a version number. */
void doctor_look(struct findings *findings);
void findings_free(struct findings *findings);
void findings_add(struct findings *findings, enum finding_state state,
                  const char *feature, const char *reason, const char *fix);

/* "real", "limited", "missing"; more of a line is in labs/kit/finding.h. */
const char *finding_word(enum finding_state state);

/* What kind of machine this is, as far as it explains missing features: "a Docker
 * container", "WSL2"; "" for an ordinary one. And the way out that it calls for. */
const char *host_kind(void);
const char *host_fix(void);

#endif
