import Adjudge
import AdjudgeBase
import AdjudgeFormats
import CAdjudge

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See `adjudge.h`.
@c @implementation
public func adj_yaml_to_json(
    _ yaml: UnsafePointer<CChar>?, _ yamlLength: Int,
    _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let yaml, let text else { return failure(ADJ_INVALID_ARGUMENT, "yaml and text must not be NULL") }
    guard yamlLength >= 0 else { return failure(ADJ_INVALID_ARGUMENT, "yaml_length is larger than any object") }
    let bytes = UnsafeRawBufferPointer(start: yaml, count: yamlLength)
    do throws(DocumentError) {
        let document = try DocumentValue(yaml: Bytes(bytes.bindMemory(to: UInt8.self)), as: "a document")
        return handOut(text, length) { $0.append(document: document) }
    } catch {
        return failure(ADJ_INVALID_GRADER, error.description)
    }
}
