// floor_simdjson FILE FIELD: parses JSON lines from memory with simdjson's on-demand parser, one string of each line.
#include <cstdio>
#include <cstring>
#include <string_view>

#include <simdjson.h>

extern "C" {
#include "rounds.h"
}

namespace {

struct lines {
    simdjson::padded_string file;
    simdjson::ondemand::parser parser;
    std::string_view field;
    uint64_t count = 0;
};

void parse(void *context, double *rewards) {
    auto *rows = static_cast<lines *>(context);
    const char *at = rows->file.data(), *end = at + rows->file.size();
    // Padding is there for every line but the last by the lines that follow it, for the last by padded_string.
    for (uint64_t row = 0; row < rows->count; row++) {
        auto *newline = static_cast<const char *>(memchr(at, '\n', size_t(end - at)));
        const char *stop = newline ? newline : end;
        simdjson::ondemand::document document;
        std::string_view text;
        size_t readable = size_t(end - at) + simdjson::SIMDJSON_PADDING;
        auto error = rows->parser.iterate(at, size_t(stop - at), readable).get(document);
        if (!error) error = document[rows->field].get_string().get(text);
        rewards[row] = error ? -1 : double(text.size());
        at = stop + 1;
    }
}

} // namespace

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: floor_simdjson FILE FIELD\n");
        return 2;
    }
    lines rows;
    if (simdjson::padded_string::load(arguments[1]).get(rows.file)) {
        fprintf(stderr, "%s: cannot be read\n", arguments[1]);
        return 1;
    }
    rows.field = arguments[2];
    for (size_t at = 0; at < rows.file.size(); at++) rows.count += rows.file.data()[at] == '\n';
    return serve_rounds("simdjson", rows.count, parse, &rows);
}
