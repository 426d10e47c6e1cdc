import Adjudge
import AdjudgeBase
import AdjudgeWire
import CAdjudge
import CForks

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_judges_configure(_ settings: UnsafePointer<CChar>?, _ length: Int, _ source: UInt32) -> Int32 {
    forks_hold()
    defer { forks_release() }
    guard source == ADJ_JUDGES_LIVE || source == ADJ_JUDGES_REPLAY else {
        return failure(ADJ_INVALID_ARGUMENT, "source must be ADJ_JUDGES_LIVE or ADJ_JUDGES_REPLAY")
    }
    guard let settings else {
        Judges.configure(nil)
        return ADJ_OK
    }
    guard length >= 0 else { return failure(ADJ_INVALID_ARGUMENT, "length is larger than any object") }
    guard let text = String(validating: UnsafeRawBufferPointer(start: settings, count: length), as: UTF8.self) else {
        return failure(ADJ_INVALID_GRADER, "$: found bytes that are not UTF-8, expected settings of judges as JSON")
    }
    do {
        var read = try withBytes(of: text) { bytes throws(DocumentError) in try Judges.Settings(json: bytes) }
        if source == ADJ_JUDGES_REPLAY { read.source = .replay }
        Judges.configure(read)
    } catch {
        return failure(ADJ_INVALID_GRADER, error.description)
    }
    if let problem = Judges.cacheProblem { return failure(ADJ_INVALID_GRADER, "$.cache: \(problem)") }
    return ADJ_OK
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_judges_tally(
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    handOut(text, length) { writer in
        guard let tally = Judges.tally else { return writer.append("null") }
        var object = ObjectWriter()
        tally.write(to: &object)
        writer.append(String(decoding: object.finished(), as: UTF8.self))
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_judges_function(_ function: adj_judge_function?, _ context: UnsafeMutableRawPointer?) {
    guard let function else { return Judges.setFunction(nil) }
    let context = UInt(bitPattern: context)
    Judges.setFunction { call, endpoint, request in
        endpoint.withCString { name in
            request.withUnsafeBytes { bytes in
                function(
                    UnsafeMutableRawPointer(bitPattern: context), call, name,
                    bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_judges_reply(
    _ call: UInt64, _ reply: UnsafePointer<CChar>?, _ length: Int, _ failed: UnsafePointer<CChar>?
) -> Int32 {
    guard length >= 0 else { return failure(ADJ_INVALID_ARGUMENT, "length is larger than any object") }
    let body = reply.map { Array(UnsafeRawBufferPointer(start: $0, count: length)) }
    let words = failed.map { String(cString: $0) } ?? "the function failed"
    guard Judges.reply(to: call, body, failure: words) else {
        return failure(ADJ_INVALID_ARGUMENT, "nobody waits for the call \(call)")
    }
    return ADJ_OK
}
