extension StringProtocol where SubSequence == Substring {
    /// Where `text` first stands, by its bytes. O(count · text.count).
    func firstRange(of text: String) -> Range<Index>? {
        let (bytes, wanted) = (utf8, Array(text.utf8))
        var at = startIndex
        while let found = bytes[at...].firstIndex(of: wanted[0]) {
            if bytes[found...].starts(with: wanted) { return found..<bytes.index(found, offsetBy: wanted.count) }
            at = bytes.index(after: found)
        }
        return nil
    }
}
