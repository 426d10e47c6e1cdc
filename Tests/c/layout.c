// Prints the offset and size of every field of adjudge.h's structs, and every constant. layout.sh compares it with the
// committed layout.txt: what stands there never changes, lines are only added. Only a struct's size grows, by the fields
// that a later revision adds at its end.
#include <adjudge.h>
#include <stdio.h>

#define STRUCT(type) printf(#type " size %zu\n", sizeof(type))
#define FIELD(type, field) \
    printf(#type "." #field " offset %zu size %zu\n", offsetof(type, field), sizeof(((type *)0)->field))
#define CONSTANT(name) printf(#name " = %lld\n", (long long)(name))

int main(void) {
    STRUCT(adj_column);
    FIELD(adj_column, data);
    FIELD(adj_column, offsets);
    STRUCT(adj_field);
    FIELD(adj_field, data);
    FIELD(adj_field, length);
    FIELD(adj_field, kind);
    FIELD(adj_field, reserved);
    STRUCT(adj_batch);
    FIELD(adj_batch, struct_size);
    FIELD(adj_batch, reserved);
    FIELD(adj_batch, count);
    FIELD(adj_batch, responses);
    FIELD(adj_batch, references);
    FIELD(adj_batch, items);
    FIELD(adj_batch, response_fields);
    FIELD(adj_batch, reference_fields);
    FIELD(adj_batch, item_fields);
    FIELD(adj_batch, cancellation);
    FIELD(adj_batch, groups);
    STRUCT(adj_verdict_columns);
    FIELD(adj_verdict_columns, struct_size);
    FIELD(adj_verdict_columns, reserved);
    FIELD(adj_verdict_columns, rewards);
    FIELD(adj_verdict_columns, scores);
    FIELD(adj_verdict_columns, work);
    FIELD(adj_verdict_columns, span_starts);
    FIELD(adj_verdict_columns, span_lengths);
    FIELD(adj_verdict_columns, statuses);
    FIELD(adj_verdict_columns, reasons);
    FIELD(adj_verdict_columns, rules);
    FIELD(adj_verdict_columns, passed);
    FIELD(adj_verdict_columns, exact_reasons);
    STRUCT(adj_group_columns);
    FIELD(adj_group_columns, struct_size);
    FIELD(adj_group_columns, reserved);
    FIELD(adj_group_columns, rows);
    FIELD(adj_group_columns, rewarded);
    FIELD(adj_group_columns, passed);
    FIELD(adj_group_columns, means);
    FIELD(adj_group_columns, deviations);
    FIELD(adj_group_columns, minimums);
    FIELD(adj_group_columns, maximums);
    CONSTANT(ADJ_ABI_VERSION);
    CONSTANT(ADJ_OK);
    CONSTANT(ADJ_INVALID_ARGUMENT);
    CONSTANT(ADJ_INVALID_GRADER);
    CONSTANT(ADJ_OUT_OF_RANGE);
    CONSTANT(ADJ_BUFFER_TOO_SMALL);
    CONSTANT(ADJ_INCOMPATIBLE);
    CONSTANT(ADJ_CANCELLED);
    CONSTANT(ADJ_GRADED);
    CONSTANT(ADJ_NO_ANSWER);
    CONSTANT(ADJ_NO_REFERENCE);
    CONSTANT(ADJ_BAD_REFERENCE);
    CONSTANT(ADJ_BAD_SAMPLE);
    CONSTANT(ADJ_UNDECIDED);
    CONSTANT(ADJ_LIMIT_EXCEEDED);
    CONSTANT(ADJ_UNAVAILABLE);
    CONSTANT(ADJ_INTERNAL_ERROR);
    CONSTANT(ADJ_NOT_EVALUATED);
    CONSTANT(ADJ_ON_ERROR_NULL);
    CONSTANT(ADJ_ON_ERROR_ZERO);
    CONSTANT(ADJ_ON_ERROR_FAIL);
    CONSTANT(ADJ_FIELD_TEXT);
    CONSTANT(ADJ_FIELD_JSON);
    CONSTANT(ADJ_TOTAL);
}
