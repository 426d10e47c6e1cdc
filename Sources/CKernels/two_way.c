#include "internal.h"

/// A byte of a text read from its start or end; `reversed` is a constant in every caller, so its test costs nothing.
AK_ALWAYS_INLINE uint8_t byte_at(const uint8_t *text, ptrdiff_t length, ptrdiff_t index, bool reversed) {
    return text[reversed ? length - 1 - index : index];
}

/// The offset before the maximal suffix of the needle under the order of bytes (or the opposite order), and its period.
AK_ALWAYS_INLINE ptrdiff_t maximal_suffix(const uint8_t *needle, ptrdiff_t length, bool reversed, bool opposite,
                                          ptrdiff_t *period) {
    ptrdiff_t best = -1, candidate = 0, offset = 1;
    *period = 1;
    while (candidate + offset < length) {
        uint8_t a = byte_at(needle, length, candidate + offset, reversed);
        uint8_t b = byte_at(needle, length, best + offset, reversed);
        if (a == b) {
            if (offset == *period) {
                candidate += *period;
                offset = 1;
            } else {
                offset++;
            }
        } else if (opposite ? a > b : a < b) {
            candidate += offset;
            offset = 1;
            *period = candidate - best;
        } else {
            best = candidate++;
            offset = 1;
            *period = 1;
        }
    }
    return best;
}

/// The offset of the first occurrence in reading direction, or -1.
AK_ALWAYS_INLINE ptrdiff_t search(const uint8_t *text, ptrdiff_t n, const uint8_t *needle, ptrdiff_t m, bool reversed) {
    ptrdiff_t period, other_period;
    ptrdiff_t critical = maximal_suffix(needle, m, reversed, false, &period);
    ptrdiff_t other = maximal_suffix(needle, m, reversed, true, &other_period);
    if (other >= critical) {
        critical = other;
        period = other_period;
    }
    bool periodic = true;
    for (ptrdiff_t i = 0; i <= critical && periodic; i++) {
        periodic = byte_at(needle, m, i, reversed) == byte_at(needle, m, i + period, reversed);
    }
    if (!periodic) {
        ptrdiff_t right = m - critical - 1;
        period = (critical + 1 > right ? critical + 1 : right) + 1;
    }
    // For a periodic needle: the last index of its prefix that the previous comparison has already matched.
    ptrdiff_t known = -1;
    for (ptrdiff_t at = 0; at <= n - m;) {
        ptrdiff_t i = (critical > known ? critical : known) + 1;
        while (i < m && byte_at(needle, m, i, reversed) == byte_at(text, n, at + i, reversed)) {
            i++;
        }
        if (i < m) {
            at += i - critical;
            known = -1;
            continue;
        }
        i = critical;
        while (i > known && byte_at(needle, m, i, reversed) == byte_at(text, n, at + i, reversed)) {
            i--;
        }
        if (i <= known) {
            return at;
        }
        at += period;
        known = periodic ? m - period - 1 : -1;
    }
    return -1;
}

size_t ak_two_way_find(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
    ptrdiff_t at = search(text, (ptrdiff_t)length, needle, (ptrdiff_t)needle_length, false);
    return at < 0 ? AK_NOT_FOUND : (size_t)at;
}

size_t ak_two_way_rfind(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
    ptrdiff_t at = search(text, (ptrdiff_t)length, needle, (ptrdiff_t)needle_length, true);
    return at < 0 ? AK_NOT_FOUND : length - needle_length - (size_t)at;
}
