// Every instruction set that the processor has against the scalar kernels, on random texts that end where memory ends.
// In C, so that a foreign processor's kernels can be tried under an emulator without a Swift toolchain for it.
//
//     agreement [TEXTS]
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernels.h"

enum { MOST = 2048 };

static uint64_t state = 1;

static uint64_t draw(void) { // SplitMix64
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static size_t below(size_t bound) {
    return (size_t)(draw() % bound);
}

static const char *const alphabets[] = {
    "ab ", "aB \t\n.,!", "{}\\x", "\"\\nu00e9d83d 1", "\xc3\xa9 a", "\xe2\x82\xac\xf0\x9f\x98\x80z", "\x1f\"a", NULL,
};

static void fill(uint8_t *text, size_t length) {
    const char *alphabet = alphabets[below(sizeof alphabets / sizeof *alphabets)];
    for (size_t i = 0; i < length; i++) text[i] = alphabet ? (uint8_t)alphabet[below(strlen(alphabet))] : (uint8_t)draw();
    if (below(3) == 0 && length) text[below(length)] = (uint8_t)draw();
}

static const ak_kernels *scalar, *other;
static const uint8_t *text;
static size_t length;
static unsigned long compared;

static void expect(const char *what, size_t wanted, size_t got) {
    compared++;
    if (wanted == got) return;
    printf("%s of %s: %zu, the scalar one says %zu; %zu bytes:", what, other->name, got, wanted, length);
    for (size_t i = 0; i < length; i++) printf(" %02x", text[i]);
    puts("");
    exit(1);
}

typedef size_t copying(uint8_t *, const uint8_t *, size_t);

static void expect_copy(const char *what, copying *wanted, copying *got) {
    static uint8_t left[MOST], right[MOST];
    memset(left, 0, sizeof left);
    memset(right, 0, sizeof right);
    size_t size = wanted(left, text, length);
    expect(what, size, got(right, text, length));
    expect(what, 0, (size_t)(memcmp(left, right, size) != 0));
}

static void lower(const ak_kernels *kernels, uint8_t *to) {
    memset(to, 0, MOST);
    kernels->ascii_lower(to, text, length);
}

static void members(const ak_kernels *kernels, const ak_byteset *set, uint64_t *words) {
    memset(words, 0xC5, MOST);
    kernels->members(text, length, set, words);
}

static void compare(const uint8_t *second, size_t second_length) {
    static uint8_t left[MOST], right[MOST];
    size_t one = 0, two = 0;
    bool escaped_one = false, escaped_two = false;
    ak_byteset set = {{draw() & draw(), draw() & draw(), draw() & draw() & draw(), 0}};
    ak_byteset more = {{draw() & draw(), draw(), draw() & draw(), draw() & draw()}};
    const uint8_t *needle = second;
    size_t needle_length = below(second_length < 20 ? second_length + 1 : 20);
    expect("utf8_valid", scalar->utf8_valid(text, length, &one), other->utf8_valid(text, length, &two));
    expect("utf8_valid's offset", one, two);
    expect("is_ascii", scalar->is_ascii(text, length), other->is_ascii(text, length));
    lower(scalar, left);
    lower(other, right);
    expect("ascii_lower", 0, (size_t)(memcmp(left, right, MOST) != 0));
    expect_copy("collapse_whitespace", scalar->collapse_whitespace, other->collapse_whitespace);
    expect_copy("remove_whitespace", scalar->remove_whitespace, other->remove_whitespace);
    expect_copy("remove_punctuation", scalar->remove_punctuation, other->remove_punctuation);
    expect_copy("json_unescape", scalar->json_unescape, other->json_unescape);
    expect("trim", scalar->trim(text, length, &one), other->trim(text, length, &two));
    expect("trim's start", one, two);
    expect("find_any", scalar->find_any(text, length, &set), other->find_any(text, length, &set));
    expect("rfind_any", scalar->rfind_any(text, length, &set), other->rfind_any(text, length, &set));
    expect("rfind_pair", scalar->rfind_pair(text, length, &set, &more), other->rfind_pair(text, length, &set, &more));
    static uint64_t words[MOST / 8], others[MOST / 8];
    members(scalar, &set, words);
    members(other, &set, others);
    expect("members", 0, (size_t)(memcmp(words, others, MOST) != 0));
    expect("find", scalar->find(text, length, needle, needle_length), other->find(text, length, needle, needle_length));
    expect("rfind", scalar->rfind(text, length, needle, needle_length), other->rfind(text, length, needle, needle_length));
    for (size_t at = 0, seen = 0; at < length && seen < 4; at++)
        if (text[at] == '{' && ++seen)
            expect("match_brace", scalar->match_brace(text, length, at), other->match_brace(text, length, at));
    for (unsigned flags = 0; flags < 16; flags++)
        expect("equal_normalized", scalar->equal_normalized(text, length, second, second_length, flags),
               other->equal_normalized(text, length, second, second_length, flags));
    expect("json_string_end", scalar->json_string_end(text, length, &escaped_one), other->json_string_end(text, length, &escaped_two));
    expect("json_string_end's escapes", escaped_one, escaped_two);
}

// The end of a mapping: the byte behind it cannot be read.
static uint8_t *guarded_end(void) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (MOST + page - 1) / page * page;
    uint8_t *memory = mmap(NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + size, page, PROT_NONE) != 0) exit(2);
    return memory + size;
}

int main(int count, char **arguments) {
    size_t texts = count > 1 ? strtoul(arguments[1], NULL, 10) : 20000, sets = 0;
    uint8_t *first_end = guarded_end(), *second_end = guarded_end();
    scalar = ak_kernels_for(AK_SCALAR);
    for (ak_isa isa = AK_AVX2; isa <= AK_NEON; isa++) {
        if (!(other = ak_kernels_for(isa))) continue;
        sets++;
        compared = 0;
        for (size_t i = 0; i < texts; i++) {
            length = below(i % 16 ? 160 : MOST);
            size_t second_length = i % 3 ? length : below(200);
            text = first_end - length;
            fill(first_end - length, length);
            fill(second_end - second_length, second_length);
            // Pairs that are nearly equal are where comparing is hard.
            if (i % 3) memcpy(second_end - second_length, text, length);
            if (i % 3 == 1 && length) second_end[-1 - (ptrdiff_t)below(length)] ^= 0x20;
            compare(second_end - second_length, second_length);
        }
        printf("%s: %lu comparisons of %zu texts agree with scalar\n", other->name, compared, texts);
    }
    if (sets == 0) puts("no instruction set beyond scalar here: nothing was compared");
    return sets == 0;
}
