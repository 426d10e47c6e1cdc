/// Byte kernels of Adjudge.
///
/// One specification (`scalar.c`), one file per instruction set, one run-time dispatch (`dispatch.c`). Every function
/// works on caller-owned memory, allocates nothing, never reads outside `[text, text + length)`, and accepts any bytes:
/// NUL, invalid UTF-8, length 0 (the pointer may then be NULL). Time is linear in the length. "White space" means the
/// six ASCII characters SPACE \t \n \v \f \r.
#ifndef ADJUDGE_KERNELS_H
#define ADJUDGE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Returned by the finders when nothing was found.
#define AK_NOT_FOUND SIZE_MAX

/// A set of bytes: bit `b & 63` of word `b >> 6` says whether byte `b` is a member.
typedef struct {
    uint64_t words[4];
} ak_byteset;

/// The differences that `ak_equal_normalized` ignores; combine with `|`.
enum {
    AK_IGNORE_CASE = 1,         ///< ASCII letters compare without case
    AK_IGNORE_WHITESPACE = 2,   ///< white space is dropped altogether
    AK_COLLAPSE_WHITESPACE = 4, ///< runs of white space equal one space, ends are trimmed
    AK_IGNORE_PUNCTUATION = 8,  ///< the 32 ASCII punctuation characters are dropped (before white space is treated)
};

/// True if `text` is well-formed UTF-8 (RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF).
/// Otherwise `*bad` (may be NULL) receives the offset of the first byte of the first ill-formed sequence.
bool ak_utf8_valid(const uint8_t *text, size_t length, size_t *bad);

/// True if all bytes are below 0x80.
bool ak_is_ascii(const uint8_t *text, size_t length);

/// Copies with A-Z folded to a-z. `to` has room for `length` bytes and may equal `text`.
void ak_ascii_lower(uint8_t *to, const uint8_t *text, size_t length);

/// Copies with each run of white space replaced by one space and the ends trimmed. Returns the new length. `to` may
/// equal `text`.
size_t ak_collapse_whitespace(uint8_t *to, const uint8_t *text, size_t length);

/// Copies without white space. Returns the new length. `to` may equal `text`.
size_t ak_remove_whitespace(uint8_t *to, const uint8_t *text, size_t length);

/// Copies without ASCII punctuation (Python's `string.punctuation`). Returns the new length. `to` may equal `text`.
size_t ak_remove_punctuation(uint8_t *to, const uint8_t *text, size_t length);

/// The length after trimming white space at both ends; `*start` (not NULL) receives the offset of the rest, or `length`
/// when nothing is left.
size_t ak_trim(const uint8_t *text, size_t length, size_t *start);

/// The offset of the first byte that is in `set`, or AK_NOT_FOUND.
size_t ak_find_any(const uint8_t *text, size_t length, const ak_byteset *set);

/// The offset of the last byte that is in `set`, or AK_NOT_FOUND.
size_t ak_rfind_any(const uint8_t *text, size_t length, const ak_byteset *set);

/// The offset of the last byte that is in `first` and ends the text or stands before one that is in `second`, or
/// AK_NOT_FOUND.
size_t ak_rfind_pair(const uint8_t *text, size_t length, const ak_byteset *first, const ak_byteset *second);

/// Which bytes are in `set`: bit `i & 63` of word `i >> 6` says it of byte `i`. `words` has room for one word for every
/// 64 bytes begun; bits beyond the text are 0.
void ak_members(const uint8_t *text, size_t length, const ak_byteset *set, uint64_t *words);

/// The offset of the first occurrence of `needle`, or AK_NOT_FOUND. An empty needle is found at 0. Linear for any
/// needle: after too much work on candidates, a two-way search takes over.
size_t ak_find(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length);

/// The offset of the last occurrence of `needle`, or AK_NOT_FOUND. An empty needle is found at `length`. Linear for the
/// same reason.
size_t ak_rfind(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length);

/// The offset of the `}` that balances the `{` at `open`, or AK_NOT_FOUND. A brace after an odd run of backslashes
/// (`\{`) does not count.
size_t ak_match_brace(const uint8_t *text, size_t length, size_t open);

/// True if the two texts are equal after both are normalised by `flags`; neither is copied.
bool ak_equal_normalized(const uint8_t *left, size_t left_length, const uint8_t *right, size_t right_length,
                         unsigned flags);

/// Finds the end of a JSON string; `text` begins inside it. Returns the offset of the closing quote or, if it comes
/// first, of an invalid byte: a control character, or a backslash that begins no escape of RFC 8259. AK_NOT_FOUND when
/// the text ends before either. `*escaped` is true if the string closes and contains an escape.
size_t ak_json_string_end(const uint8_t *text, size_t length, bool *escaped);

/// Copies the inside of a JSON string with its escapes resolved. `to` has room for `length` bytes and must not overlap
/// `text`. Returns the new length. The escape of a lone surrogate becomes U+FFFD. A backslash that begins no escape is
/// dropped, and the byte after it is copied.
size_t ak_json_unescape(uint8_t *to, const uint8_t *text, size_t length);

/// Prefetches the last `length` bytes before `end`, a cache line at a time. Reads nothing, so any address is allowed.
static inline void ak_prefetch_before(const uint8_t *end, size_t length) {
    for (size_t back = 1; back <= length; back += 64) __builtin_prefetch((const void *)((uintptr_t)end - back));
}

/// Tells the processor that the caller is in a spin loop: a pause of a few tens of cycles.
static inline void ak_spin_hint(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// MARK: instruction sets

typedef enum { AK_SCALAR = 0, AK_AVX2 = 1, AK_AVX512 = 2, AK_NEON = 3 } ak_isa;

/// The kernels of one instruction set.
typedef struct {
    ak_isa isa;
    const char *name; ///< "scalar", "avx2", "avx512" or "neon"
    bool (*utf8_valid)(const uint8_t *, size_t, size_t *);
    bool (*is_ascii)(const uint8_t *, size_t);
    void (*ascii_lower)(uint8_t *, const uint8_t *, size_t);
    size_t (*collapse_whitespace)(uint8_t *, const uint8_t *, size_t);
    size_t (*remove_whitespace)(uint8_t *, const uint8_t *, size_t);
    size_t (*remove_punctuation)(uint8_t *, const uint8_t *, size_t);
    size_t (*trim)(const uint8_t *, size_t, size_t *);
    size_t (*find_any)(const uint8_t *, size_t, const ak_byteset *);
    size_t (*rfind_any)(const uint8_t *, size_t, const ak_byteset *);
    size_t (*rfind_pair)(const uint8_t *, size_t, const ak_byteset *, const ak_byteset *);
    void (*members)(const uint8_t *, size_t, const ak_byteset *, uint64_t *);
    size_t (*find)(const uint8_t *, size_t, const uint8_t *, size_t);
    size_t (*rfind)(const uint8_t *, size_t, const uint8_t *, size_t);
    size_t (*match_brace)(const uint8_t *, size_t, size_t);
    bool (*equal_normalized)(const uint8_t *, size_t, const uint8_t *, size_t, unsigned);
    size_t (*json_string_end)(const uint8_t *, size_t, bool *);
    size_t (*json_unescape)(uint8_t *, const uint8_t *, size_t);
} ak_kernels;

/// The kernels in use: the best set that this processor has, or the one that `ADJUDGE_ISA=scalar|avx2|avx512|neon`
/// names if the processor has it. Chosen once, at first use.
const ak_kernels *ak_active(void);

/// The kernels of one set, or NULL where the build or the processor lacks it.
const ak_kernels *ak_kernels_for(ak_isa isa);

/// The value of ADJUDGE_ISA if it names no set that can run here (`ak_active` then ignores it), else NULL.
const char *ak_unusable_isa_request(void);

#ifdef __cplusplus
}
#endif
#endif
