/// Compatibility forms of characters that appear in answers, from a generated table.
#ifndef ADJUDGE_FOLDING_H
#define ADJUDGE_FOLDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The kind of a character, which its folded text alone does not show.
typedef enum { CF_PLAIN = 0, CF_SUPERSCRIPT, CF_SUBSCRIPT, CF_FRACTION } cf_kind;

/// The folded text of a character.
typedef struct {
    const uint8_t *text;
    size_t length;
    cf_kind kind;
} cf_form;

/// Looks up the form of `scalar`, in a formula when `math`, else as plain text. False when the character has no other
/// form. O(log of the table's size).
bool cf_lookup(uint32_t scalar, bool math, cf_form *form);

#endif
