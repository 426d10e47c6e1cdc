/// Where an answer stands in a response: found once, for all that ask what stands around it.
public struct AnswerPlace {
    /// The answer, a part of the response.
    let answer: Bytes
    /// The whole response.
    let response: Bytes
    /// The offset of the answer.
    let offset: Int
    /// The box that holds it, with its content; nil where it stands in none.
    let box: (box: Box, content: Bytes)?

    /// Nil where `answer` is no part of `response`. O(response), and O(the box) where a box holds the answer.
    public init?(of answer: Bytes, in response: Bytes) {
        guard let offset = answer.offset(in: response) else { return nil }
        self.answer = answer
        self.response = response
        self.offset = offset
        if let box = Box.last(in: response, before: offset), let content = box.content,
            answer.offset(in: content) != nil
        {
            self.box = (box, content)
        } else {
            box = nil
        }
    }
}
