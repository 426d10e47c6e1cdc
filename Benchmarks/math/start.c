/// What an engine's first verdict costs a process: start GRADER ANSWER REFERENCE
///
/// Standard output receives the seconds from `main` to the verdict. Without arguments nothing is scored: the process
/// with the library loaded, and no more.
#include "scoring.h"

#include <stdio.h>
#include <string.h>

int main(int count, char **arguments) {
    double start = seconds(CLOCK_MONOTONIC), reward = 0;
    if (count == 4) {
        uint64_t answer[] = {0, strlen(arguments[2])}, reference[] = {0, strlen(arguments[3])};
        columns row = {1, {(uint8_t *)arguments[2], answer}, {(uint8_t *)arguments[3], reference}};
        adj_batch batch = batch_of(&row, 0, 1);
        score(engine_for(arguments[1], 1), &batch, &reward, NULL, NULL);
    } else if (adj_abi_version() != ADJ_ABI_VERSION) {
        return 1;
    }
    printf("{\"seconds\": %.9f, \"reward\": %g}\n", seconds(CLOCK_MONOTONIC) - start, reward);
    return 0;
}
