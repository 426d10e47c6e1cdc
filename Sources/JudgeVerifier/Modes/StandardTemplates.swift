/// The questions as they are asked where nobody gives templates of their own.
enum StandardTemplates {
    static let equivalence = read(PackageResources.equivalence_txt)
    static let score = read(PackageResources.score_txt)
    static let label = read(PackageResources.label_txt)
    static let rubric = read(PackageResources.rubric_txt)
    static let pairwise = read(PackageResources.pairwise_txt)

    private static func read(_ text: [UInt8]) -> QuestionTemplate {
        // The texts are part of the build, and a test reads each.
        try! QuestionTemplate(String(decoding: text, as: UTF8.self), path: "$")
    }
}
