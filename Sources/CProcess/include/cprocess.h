/// Facts and settings of a process that need only glibc, not /proc.
#ifndef ADJUDGE_CPROCESS_H
#define ADJUDGE_CPROCESS_H

/// The number of the program's arguments, including its name. glibc passes them to constructors; Swift reads them from
/// /proc, which may be missing.
int cp_argument_count(void);

/// The argument at `index`, below `cp_argument_count()`; valid for the life of the process.
const char *cp_argument(int index);

/// Restricts malloc to one arena: by default each thread may get its own, which reserves 64 MB of address space.
void cp_keep_one_arena(void);

#endif
