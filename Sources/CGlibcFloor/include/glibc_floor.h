#ifndef GLIBC_FLOOR_H
#define GLIBC_FLOOR_H

// Functions of a glibc newer than 2.34 that the static Swift runtime and static libstdc++ call, defined here so that
// libadjudge and the Lambda bootstrap load on 2.34 (Amazon Linux 2023). This project itself calls none of them. They
// are hidden because the linker exports symbols that a needed library refers to, even against the version script, and a
// host's own calls must not reach these definitions.
#define GLIBC_FLOOR_HIDDEN __attribute__((visibility("hidden")))

#endif
