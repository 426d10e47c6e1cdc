/* Tables of words and languages, in the program's own read-only memory: mapped, never read in. The files beside this one
   are written by Scripts/generate-prose-tables.py; NOTICE says where they come from. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* A table from short strings to numbers from 0 to 255: open addressing over FNV-1a. A slot is an offset into `strings`,
   0 where it is empty; an entry is the string's length, its number, and its bytes. */
typedef struct {
    const uint32_t *slots;
    uint32_t slot_count;
    const uint8_t *strings;
} pt_table;

pt_table pt_punkt_abbreviations(void);
pt_table pt_punkt_starters(void);
/* Two words with a tab between. */
pt_table pt_punkt_collocations(void);
/* The number is a set of bits, see PunktParameters. */
pt_table pt_punkt_contexts(void);

/* Words and how many syllables they have. */
pt_table pt_syllables(void);

/* Code points that are emoji by themselves: the first and the last of each range. */
typedef struct {
    uint32_t count;
    const uint32_t *ranges;
} pt_code_ranges;

pt_code_ranges pt_emoji(void);

/* Code points beyond ASCII whose compatibility decomposition has ASCII characters, sorted, and those characters: eight
   bytes each, the first of which says how many. */
typedef struct {
    uint32_t count;
    const uint32_t *codes;
    const uint8_t *forms;
} pt_forms;

pt_forms pt_ascii_forms(void);

/* langdetect's profiles: how often sequences of one to three characters stand in 55 languages. */
typedef struct {
    uint32_t language_count;
    uint32_t slot_count;
    /* The names, eight bytes each, filled with NUL. */
    const char *names;
    /* How many sequences of one, two and three characters were counted for each language. */
    const double *totals;
    /* Slots: the characters of a sequence, 16 bits each, the first lowest; 0 where a slot is empty. */
    const uint64_t *keys;
    /* For each slot the first entry of its sequence, eight bits up, and how many it has. */
    const uint32_t *ranges;
    /* Entries: the language and the count. */
    const uint32_t *counts;
    const uint8_t *languages;
    /* What each character up to U+FFFF is counted as. */
    const uint16_t *normal;
    /* Which characters up to U+FFFF are upper case, a bit each. */
    const uint8_t *upper;
    /* 24 letters, 5 marks, and for each mark the 24 letters with it: Vietnamese text in composed form. */
    const uint16_t *vietnamese;
} pt_languages;

pt_languages pt_langdetect(void);
