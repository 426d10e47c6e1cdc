#include "internal.h"
#include <stdatomic.h>
#include <stdlib.h>

static bool processor_has(ak_isa isa) {
    switch (isa) {
    case AK_SCALAR:
        return true;
#if defined(__x86_64__)
    case AK_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
               __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("lzcnt");
    case AK_AVX512:
        return processor_has(AK_AVX2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
               __builtin_cpu_supports("avx512vbmi2");
#elif defined(__aarch64__)
    case AK_NEON:
        return true;
#endif
    default:
        return false;
    }
}

/// The best set first.
static const ak_kernels *const built[] = {
#if defined(__x86_64__)
    &ak_avx512_kernels,
    &ak_avx2_kernels,
#elif defined(__aarch64__)
    &ak_neon_kernels,
#endif
    &ak_scalar_kernels,
};
enum { built_count = sizeof built / sizeof built[0] };

const ak_kernels *ak_kernels_for(ak_isa isa) {
    for (int i = 0; i < built_count; i++) {
        if (built[i]->isa == isa) {
            return processor_has(isa) ? built[i] : NULL;
        }
    }
    return NULL;
}

static _Atomic(const ak_kernels *) active;
static _Atomic(const char *) unusable_request;

/// Threads that run this at the same time choose the same set, so a repeated store changes nothing.
static __attribute__((noinline)) const ak_kernels *choose(void) {
    const ak_kernels *best = NULL, *requested = NULL;
    const char *request = getenv("ADJUDGE_ISA");
    for (int i = 0; i < built_count; i++) {
        if (!processor_has(built[i]->isa)) {
            continue;
        }
        if (!best) {
            best = built[i];
        }
        if (request && strcmp(request, built[i]->name) == 0) {
            requested = built[i];
        }
    }
    if (request && request[0] != '\0' && !requested) {
        atomic_store_explicit(&unusable_request, request, memory_order_relaxed);
    }
    const ak_kernels *chosen = requested ? requested : best;
    atomic_store_explicit(&active, chosen, memory_order_release);
    return chosen;
}

const ak_kernels *ak_active(void) {
    const ak_kernels *kernels = atomic_load_explicit(&active, memory_order_acquire);
    return __builtin_expect(kernels != NULL, 1) ? kernels : choose();
}

const char *ak_unusable_isa_request(void) {
    ak_active();
    return atomic_load_explicit(&unusable_request, memory_order_relaxed);
}

bool ak_utf8_valid(const uint8_t *text, size_t length, size_t *bad) {
    return ak_active()->utf8_valid(text, length, bad);
}

bool ak_is_ascii(const uint8_t *text, size_t length) {
    return ak_active()->is_ascii(text, length);
}

void ak_ascii_lower(uint8_t *to, const uint8_t *text, size_t length) {
    ak_active()->ascii_lower(to, text, length);
}

size_t ak_collapse_whitespace(uint8_t *to, const uint8_t *text, size_t length) {
    return ak_active()->collapse_whitespace(to, text, length);
}

size_t ak_remove_whitespace(uint8_t *to, const uint8_t *text, size_t length) {
    return ak_active()->remove_whitespace(to, text, length);
}

size_t ak_remove_punctuation(uint8_t *to, const uint8_t *text, size_t length) {
    return ak_active()->remove_punctuation(to, text, length);
}

size_t ak_trim(const uint8_t *text, size_t length, size_t *start) {
    return ak_active()->trim(text, length, start);
}

size_t ak_find_any(const uint8_t *text, size_t length, const ak_byteset *set) {
    return ak_active()->find_any(text, length, set);
}

size_t ak_rfind_any(const uint8_t *text, size_t length, const ak_byteset *set) {
    return ak_active()->rfind_any(text, length, set);
}

size_t ak_rfind_pair(const uint8_t *text, size_t length, const ak_byteset *first, const ak_byteset *second) {
    return ak_active()->rfind_pair(text, length, first, second);
}

void ak_members(const uint8_t *text, size_t length, const ak_byteset *set, uint64_t *words) {
    ak_active()->members(text, length, set, words);
}

size_t ak_find(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
    return ak_active()->find(text, length, needle, needle_length);
}

size_t ak_rfind(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
    return ak_active()->rfind(text, length, needle, needle_length);
}

size_t ak_match_brace(const uint8_t *text, size_t length, size_t open) {
    return ak_active()->match_brace(text, length, open);
}

bool ak_equal_normalized(const uint8_t *left, size_t left_length, const uint8_t *right, size_t right_length,
                         unsigned flags) {
    return ak_active()->equal_normalized(left, left_length, right, right_length, flags);
}

size_t ak_json_string_end(const uint8_t *text, size_t length, bool *escaped) {
    return ak_active()->json_string_end(text, length, escaped);
}

size_t ak_json_unescape(uint8_t *to, const uint8_t *text, size_t length) {
    return ak_active()->json_unescape(to, text, length);
}
