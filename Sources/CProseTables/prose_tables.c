/* Written by Scripts/generate-prose-tables.py. */
#include "prose_tables.h"

/* The digest makes a table that changed compile this file again. */
#define TABLE(name, digest)                                                       \
    extern const uint8_t pt_file_##name[] __attribute__((visibility("hidden")));    \
    __asm__(".section .rodata\n.balign 16\n.hidden pt_file_" #name "\n.globl pt_file_" #name "\n"   \
            "pt_file_" #name ":\n.incbin \"" #name ".bin\"\n.previous\n");

TABLE(punkt_abbreviations, "acc2b180adb4bc7b")
TABLE(punkt_starters, "54a3e306acaf2fc6")
TABLE(punkt_collocations, "675da2fe7d9058a6")
TABLE(punkt_contexts, "2832ce43054cc583")
TABLE(syllables, "eb78c36f8c91b24c")
TABLE(emoji, "12a2000590b3e56c")
TABLE(ascii_forms, "0ef7b11fc605a6d5")
TABLE(langdetect, "5d7d4c74bb9194c3")

static pt_table table(const uint8_t *file) {
    const uint32_t *words = (const uint32_t *)file;
    return (pt_table){words + 1, words[0], file + 4 + 4 * (size_t)words[0]};
}

pt_table pt_punkt_abbreviations(void) { return table(pt_file_punkt_abbreviations); }
pt_table pt_punkt_starters(void) { return table(pt_file_punkt_starters); }
pt_table pt_punkt_collocations(void) { return table(pt_file_punkt_collocations); }
pt_table pt_punkt_contexts(void) { return table(pt_file_punkt_contexts); }
pt_table pt_syllables(void) { return table(pt_file_syllables); }

pt_code_ranges pt_emoji(void) {
    const uint32_t *words = (const uint32_t *)pt_file_emoji;
    return (pt_code_ranges){words[0], words + 1};
}

pt_forms pt_ascii_forms(void) {
    const uint32_t *words = (const uint32_t *)pt_file_ascii_forms;
    return (pt_forms){words[0], words + 1, pt_file_ascii_forms + 4 + 4 * (size_t)words[0]};
}

pt_languages pt_langdetect(void) {
    const uint8_t *at = pt_file_langdetect;
    const uint32_t *head = (const uint32_t *)at;
    pt_languages found = {.language_count = head[0], .slot_count = head[1]};
    size_t entries = head[2];
    at += 16;
    found.totals = (const double *)at, at += 24 * (size_t)head[0];
    found.keys = (const uint64_t *)at, at += 8 * (size_t)head[1];
    found.ranges = (const uint32_t *)at, at += 4 * (size_t)head[1];
    found.counts = (const uint32_t *)at, at += 4 * entries;
    found.normal = (const uint16_t *)at, at += 2 * 65536;
    found.vietnamese = (const uint16_t *)at, at += 2 * (24 + 5 + 120);
    found.names = (const char *)at, at += 8 * (size_t)head[0];
    found.upper = at, at += 8192;
    found.languages = at;
    return found;
}
