import AdjudgeBase

/// A log line in CloudWatch's embedded metric format: one JSON object, from which CloudWatch extracts metrics.
///
/// Source: Amazon CloudWatch user guide, "Embedded metric format specification": at most 100 values in an array.
struct MetricLine {
    /// The most values that one array may hold.
    static let maxValues = 100

    /// One metric.
    struct Metric {
        let name: StaticString
        let unit: StaticString
        let values: [Double]
    }

    let namespace: String
    let functionName: String
    /// The grader's hash: always in the line, for queries, but a dimension (and so a billed metric) only on demand.
    let grader: String
    let byGrader: Bool
    let metrics: [Metric]

    /// Writes one line, or several when an array has more than ``maxValues`` values.
    func write(at time: Clock.Instant, to writer: inout ByteWriter) {
        let lines = metrics.map { ($0.values.count + MetricLine.maxValues - 1) / MetricLine.maxValues }.max() ?? 0
        for line in 0..<lines { write(part: line, at: time, to: &writer) }
    }

    private func write(part: Int, at time: Clock.Instant, to writer: inout ByteWriter) {
        let first = part * MetricLine.maxValues
        let here = metrics.filter { $0.values.count > first }
        writer.append("{\"_aws\":{\"Timestamp\":")
        writer.append(decimal: time.milliseconds)
        writer.append(",\"CloudWatchMetrics\":[{\"Namespace\":")
        writer.appendJSONString(namespace)
        writer.append(",\"Dimensions\":[[\"FunctionName\"]")
        if byGrader { writer.append(",[\"FunctionName\",\"Grader\"]") }
        writer.append("],\"Metrics\":[")
        for (index, metric) in here.enumerated() {
            writer.append(index == 0 ? "{\"Name\":\"" : ",{\"Name\":\"")
            writer.append(metric.name)
            writer.append("\",\"Unit\":\"")
            writer.append(metric.unit)
            writer.append("\"}")
        }
        writer.append("]}]},\"FunctionName\":")
        writer.appendJSONString(functionName)
        writer.append(",\"Grader\":")
        writer.appendJSONString(grader)
        for metric in here {
            writer.append(",\"")
            writer.append(metric.name)
            writer.append("\":")
            let values = metric.values[first..<min(first + MetricLine.maxValues, metric.values.count)]
            if metric.values.count == 1 {
                writer.appendJSONNumber(values[first])
                continue
            }
            for (index, value) in values.enumerated() {
                writer.append(index == 0 ? "[" : ",")
                writer.appendJSONNumber(value)
            }
            writer.append("]")
        }
        writer.append("}\n")
    }
}
