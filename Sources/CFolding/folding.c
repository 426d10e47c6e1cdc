#include "folding.h"

typedef struct {
    uint32_t scalar;
    uint16_t text, math;
    uint8_t text_length, math_length, kind;
} cf_entry;

#include "folding_table.h"

bool cf_lookup(uint32_t scalar, bool math, cf_form *form) {
    size_t low = 0, high = sizeof table / sizeof *table;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (table[middle].scalar < scalar) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == sizeof table / sizeof *table || table[low].scalar != scalar) return false;
    const cf_entry *entry = &table[low];
    form->text = pool + (math ? entry->math : entry->text);
    form->length = math ? entry->math_length : entry->text_length;
    form->kind = (cf_kind)entry->kind;
    return true;
}
