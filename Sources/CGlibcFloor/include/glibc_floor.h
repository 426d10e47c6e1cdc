#ifndef GLIBC_FLOOR_H
#define GLIBC_FLOOR_H

// What the static Swift runtime and static libstdc++ need of a glibc newer than 2.34, defined here so that libadjudge
// and the Lambda bootstrap load on 2.34 (Amazon Linux 2023). Nothing of it is called by name. Hidden: the linker exports
// what a needed library asks for even against the version script, and a host's own calls must not end up here.
#define GLIBC_FLOOR_HIDDEN __attribute__((visibility("hidden")))

#endif
