#include "cprocess.h"

#include <malloc.h>

static int count;
static char **arguments;

__attribute__((constructor)) static void store_arguments(int argc, char **argv) {
    count = argc;
    arguments = argv;
}

int cp_argument_count(void) {
    return count;
}

const char *cp_argument(int index) {
    return arguments[index];
}

void cp_keep_one_arena(void) {
    mallopt(M_ARENA_MAX, 1);
}
