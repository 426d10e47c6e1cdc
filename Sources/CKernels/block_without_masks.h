// What instruction sets without masked stores have in common; included behind their `block` and `compact`.

/// The same; not a byte more than the kept ones is written.
AK_INLINE size_t compact_exactly(uint8_t *to, block b, uint64_t kept) {
    uint8_t buffer[64];
    size_t count = compact(buffer, b, kept);
    memcpy(to, buffer, count);
    return count;
}

/// What a block has nothing of is passed over.
enum { branch_free = 0 };
