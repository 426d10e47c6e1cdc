/// What a program can have of its process by glibc alone.
#ifndef ADJUDGE_CPROCESS_H
#define ADJUDGE_CPROCESS_H

/// How many arguments the program was started with, its name among them. From glibc, which hands them to constructors:
/// Swift reads them from /proc, which may not be there.
int cp_argument_count(void);

/// The argument at `index`, below `cp_argument_count()`; lives as long as the program.
const char *cp_argument(int index);

/// Makes malloc keep to one arena: each other one, one for each thread, reserves 64 MB of address space.
void cp_keep_one_arena(void);

#endif
