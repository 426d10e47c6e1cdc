/// The table of one instruction set, filled with the functions that the including file has defined. AK_ISA, AK_ISA_NAME
/// and AK_TABLE also come from the including file.
const ak_kernels AK_TABLE = {
    .isa = AK_ISA,
    .name = AK_ISA_NAME,
    .utf8_valid = utf8_valid,
    .is_ascii = is_ascii,
    .ascii_lower = ascii_lower,
    .collapse_whitespace = collapse_whitespace,
    .remove_whitespace = remove_whitespace,
    .remove_punctuation = remove_punctuation,
    .trim = trim,
    .find_any = find_any,
    .rfind_any = rfind_any,
    .rfind_pair = rfind_pair,
    .members = members,
    .find = find,
    .rfind = rfind,
    .match_brace = match_brace,
    .equal_normalized = equal_normalized,
    .json_string_end = json_string_end,
    .json_unescape = json_unescape,
};
