/* A step: one layer of isolation, and what a learner should know about it.
 *
 * Each file of isolate/steps/ defines one or a few `struct step_type`, in this order:
 * explain, check, do, observe, undo, attacker, question. The sequence is the table
 * `step_types` in steps/steps.c. To add one, see docs/isolate/builder.md.
 *
 * A step acts only through rows of typed operations: what is shown is what was done.
 */
#ifndef RING3_ISOLATE_STEP_H
#define RING3_ISOLATE_STEP_H

#include "isolate/layer.h"
#include "isolate/operations/operation.h"
#include "isolate/play/observe.h"

enum { STEP_ROWS_MAX = 20, STEP_FACTS_MAX = 6, STEPS_MAX = 48, SKIPPED_MAX = 400 };

enum { GUEST_SLOT = 0, LAYER_NONE = -1 };

/* What an undo answers when there is no way back for what was done. */
#define NO_WAY_BACK ((size_t)-1)

/* A control group is a folder in each hierarchy that has one of the controllers. */
enum { GROUPS_MAX = 8, PATH_ROOM = 320 };
enum share_kind {
    SHARE_MEMORY,
    SHARE_SWAP,
    SHARE_PIDS,
    SHARE_CPU,
    SHARE_IO,
    SHARE_FREEZE
};
enum { SHARES = SHARE_FREEZE + 1, SETTING_RULES = 5 };

struct group_folder {
    char path[PATH_ROOM], processes[PATH_ROOM]; /* …/cgroup.procs */
};

/* One limit: the file, and what is written to set and to lift it. */
struct share {
    char file[PATH_ROOM], state[PATH_ROOM], set[64], lift[64];
    const char *frozen; /* what `state` says then */
};

/* What the rows are made from. It lies in memory that all processes of the builder
 * share at the same address; strings outside of it live as long as the play. */
struct setting {
    bool real_root;    /* started by root of the whole machine */
    bool range;        /* 65536 ids are mapped; else one */
    bool helpers;      /* by newuidmap and newgidmap */
    unsigned uid, gid; /* the id on the host that the container's root has */
    char uid_map[80], gid_map[80];
    const char *hostname;
    const char *guest;       /* path of the static program that runs inside; its tree has
                                the slot GUEST_SLOT */
    const char *guest_name;  /* its file name there */
    const char *guest_point; /* where it is bound: "/tmp/root/bin/NAME" */
    const char *guest_links; /* the names that it is called by */
    char word[32];           /* begins the names of what is made on the host */
    struct share shares[SHARES]; /* of what the control groups have; by enum share_kind */
    struct group_folder groups[GROUPS_MAX]; /* to be made; path "": no more */
    char disk[48]; /* "254:0", the disk below the host's /; "" when there is none */
    char bridge[16], cable[16];     /* of the network, on the host */
    unsigned port;                  /* of the host, to be published */
    char rules[SETTING_RULES][120]; /* for nft, one after the other */
    char list_rules[64], delete_rules[64];
    unsigned block;         /* its first address, host byte order; 0: none */
    char no_groups[200];    /* why there are none; "" */
    bool wanted[STEPS_MAX]; /* by the index in step_types: chosen */
    bool made[STEPS_MAX];   /* and carried out, and not undone */
    pid_t pid;              /* the container's process, by its number on the host */
    unsigned answer;        /* enum notify_answer: what the learner decides */
};

/* Has the step of this name been made? Shall it be, now or later? */
bool setting_has(const struct setting *setting, const char *name);
bool setting_wants(const struct setting *setting, const char *name);

/* A row with what the kernel answered. */
struct executed {
    struct operation operation;
    struct outcome outcome;
};

/* What was recorded when the step was carried out, in shared memory. */
struct record {
    struct executed rows[STEP_ROWS_MAX];
    size_t row_count;    /* the last one failed if the step did */
    double microseconds; /* of all rows, without looking around */
    struct observation before, after;
    char output[OUTPUT_MAX]; /* of commands */
    pid_t pid;               /* the container's process on the host, afterwards */
};

struct step_type {
    /* ---- explain ---- */
    const char *name; /* a word: that of layer.h where there is one */
    int layer;        /* LAYER_…; LAYER_NONE when no one layer is meant */
    const char *title;
    const char *why; /* what it is, and why it stands here: a few short sentences */

    /* ---- check ---- */
    const char *needs; /* steps that must have been made, between blanks; NULL */
    bool privileged;   /* asks for a capability: of the step user, or of root */
    /* Can this host do it? -1 with reason and remedy. NULL: nothing to ask. Called
     * in the process that shows, just before `rows` are carried out. */
    int (*check)(const struct setting *setting, struct error *error);

    /* ---- do ---- */
    /* Writes the operations in order; returns how many. */
    size_t (*rows)(const struct setting *setting, struct operation *rows);

    /* ---- observe ---- */
    enum fact facts[STEP_FACTS_MAX]; /* what to look at, most important first */
    size_t fact_count;
    bool takes_away; /* something of the host is out of sight from here on: `c` stops */
    bool live;       /* the counters are read again and again while it is shown */

    /* ---- undo ---- */
    /* Rows that bring back what was, to the last fact. NULL or NO_WAY_BACK: the kernel
     * has none, and the container is built anew up to the step before. */
    size_t (*undo)(const struct setting *setting, struct operation *rows);
    const char *undo_why; /* one sentence: how it is undone, or why it cannot be */
    /* Rows for the host, after the container's process has ended; most have none. */
    size_t (*remove)(const struct setting *setting, struct operation *rows);

    /* ---- attacker ---- */
    const char *attacker; /* what is still possible now: one or two sentences */
    /* Names of isolate/attacks between blanks; NULL: none. */
    const char *stops;  /* those that this layer stops, or helps to stop */
    const char *attack; /* those that show what is still possible */

    /* ---- question ---- */
    /* Predict mode; NULL in the first step, where the player begins and nothing
     * can be asked before. The answer comes from what was observed before and after, in
     * the container and on the host; `answer` has FACT_MAX bytes. */
    const char *question, *explain;
    void (*answer)(const struct record *record, const struct observation *host,
                   char *answer);
};

extern const struct step_type *const step_types[];
size_t step_count(void);
/* The index in step_types; -1 when there is none of that name. */
int step_find(const char *name);

/* For the files of steps/: an answer that is the text of a fact. */
void answer_fact(const struct observation *observation, enum fact fact, char *answer);
void answer_yes_no(bool yes, char *answer);

#endif
