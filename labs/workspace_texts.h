/* What `labs init` writes beside the exercises. */
#ifndef RING3_LABS_WORKSPACE_TEXTS_H
#define RING3_LABS_WORKSPACE_TEXTS_H

extern const char workspace_readme[], workspace_ignore[];

#endif
