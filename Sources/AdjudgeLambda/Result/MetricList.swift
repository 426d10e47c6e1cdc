import AdjudgeBase

/// Writes the entries of a `metrics_list`. Their names are distinct, because trainers average the values by name.
struct MetricList {
    private let partNames: [String]

    /// A list that also holds parts with these names.
    init(_ partNames: [String]) { self.partNames = partNames }

    /// Adds a part's reward; a part without a reward gets no entry.
    func addReward(_ name: String, _ value: Double, _ writer: inout ByteWriter) {
        entry(name, value, "Reward", &writer)
    }

    /// Adds a diagnostic; its name gets an underscore where a part has the same name.
    func add(_ name: String, _ value: Double, _ writer: inout ByteWriter) {
        entry(MetricList.distinct(name, from: partNames), value, "Metric", &writer)
    }

    /// `name`, with underscores appended until it differs from all of `taken`.
    static func distinct(_ name: String, from taken: [String]) -> String {
        var name = name
        while taken.contains(name) { name += "_" }
        return name
    }

    private func entry(_ name: String, _ value: Double, _ type: StaticString, _ writer: inout ByteWriter) {
        guard value.isFinite else { return }
        let isFirst = writer.bytes.hasSuffix("[")
        writer.append(isFirst ? "{\"name\":" : ",{\"name\":")
        writer.appendJSONString(name)
        writer.append(",\"value\":")
        writer.appendJSONNumber(value)
        writer.append(",\"type\":\"")
        writer.append(type)
        writer.append("\"}")
    }
}
