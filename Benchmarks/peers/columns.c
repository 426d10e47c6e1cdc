#include "columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void refuse(const char *path, const char *why) {
    fprintf(stderr, "%s: %s\n", path, why);
    exit(1);
}

static void *read_exactly(FILE *file, const char *path, size_t size) {
    void *bytes = malloc(size ? size : 1);
    if (!bytes) refuse(path, "not enough memory");
    if (fread(bytes, 1, size, file) != size) refuse(path, "found the end of the file, expected more columns");
    return bytes;
}

columns columns_load(const char *path) {
    columns rows;
    char magic[8];
    FILE *file = fopen(path, "rb");
    if (!file) refuse(path, "cannot be opened");
    if (fread(magic, 1, 8, file) != 8 || memcmp(magic, "ADJCOLS1", 8) != 0) refuse(path, "found no magic ADJCOLS1");
    if (fread(&rows.count, 8, 1, file) != 1) refuse(path, "found no number of rows");
    rows.responses.offsets = read_exactly(file, path, (rows.count + 1) * 8);
    rows.references.offsets = read_exactly(file, path, (rows.count + 1) * 8);
    rows.responses.data = read_exactly(file, path, rows.responses.offsets[rows.count]);
    rows.references.data = read_exactly(file, path, rows.references.offsets[rows.count]);
    fclose(file);
    return rows;
}
