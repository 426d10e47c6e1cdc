import AdjudgeBase

/// The reason why a whole event could not be processed.
struct EventFailure: Error {
    /// The `errorType` that the caller sees.
    enum Kind: String, Sendable {
        case badConfiguration = "Adjudge.BadConfiguration"
        case malformedEvent = "Adjudge.MalformedEvent"
        case unverified = "Adjudge.SampleNotVerified"
        case responseTooLarge = "Adjudge.ResponseTooLarge"
        case noResultTarget = "Adjudge.NoResultTarget"
        case resultNotSent = "Adjudge.ResultNotSent"
    }

    let kind: Kind
    let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// Writes the error document of the runtime API.
    func write(to writer: inout ByteWriter) {
        writer.append("{\"errorMessage\":")
        writer.appendJSONString(message)
        writer.append(",\"errorType\":\"")
        writer.append(kind.rawValue)
        writer.append("\",\"stackTrace\":[]}")
    }
}
