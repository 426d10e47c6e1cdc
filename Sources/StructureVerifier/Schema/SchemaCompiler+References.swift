import AdjudgeBase

extension SchemaCompiler {
    /// What a reference leads to. Only what the schema itself holds, and the metaschemas of the drafts: nothing is fetched.
    func target(of reference: String, _ from: Subschema, keyword: String) throws(SchemaError) -> Subschema {
        let address = from.context.base.resolving(Address(reference))
        let place = "\(from.place)/\(keyword)"
        guard let number = try resource(at: address.document) else {
            throw SchemaError(
                kind: .remote, place: place,
                message: "a reference to \(address.document), which is not in the schema; nothing is fetched")
        }
        let fragment = address.decodedFragment
        let root = resources[number].root
        if fragment.isEmpty { return root }
        guard fragment.hasPrefix("/") else {
            if let found = resources[number].anchors[fragment] { return found }
            throw SchemaError(
                kind: .invalid, place: place,
                message: "a reference to the anchor \(fragment), which is not in the schema")
        }
        guard let found = try find(fragment, in: root) else {
            throw SchemaError(
                kind: .invalid, place: place, message: "a reference to #\(fragment), which is not in the schema")
        }
        return found
    }

    private func find(_ pointer: String, in root: Subschema) throws(SchemaError) -> Subschema? {
        var at = root
        for step in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let name = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
            let next: JSONValue?
            switch at.value.kind {
            case .object: next = at.value.member(key: name)
            case .array: next = Int(name).flatMap { at.value.element($0) }
            default: next = nil
            }
            guard let next else { return nil }
            at.value = next
            at.place += "/\(step)"
            if let context = contexts[key(next, in: at.context)] { at.context = context }
        }
        guard at.value.isSchema else { return nil }
        // Beneath a keyword that nobody knows it has not been looked at yet.
        if contexts[key(at.value, in: at.context)] == nil {
            try index(at)
            at.context = contexts[key(at.value, in: at.context)]!
        }
        return at
    }

    private func resource(at address: String) throws(SchemaError) -> Int? {
        if let known = resourceNumbers[address] { return known }
        guard let text = Metaschemas.text(at: address) else { return nil }
        let draft = Draft(metaschema: address) ?? (address.contains("2019-09") ? .draft2019 : .draft2020)
        _ = try withExtendedLifetime(text) { () throws(SchemaError) in
            try add(text.view, address: Address(address), draft: draft)
        }
        return resourceNumbers[address]
    }
}

/// The metaschemas of the drafts, for schemas that refer to them.
enum Metaschemas {
    private static let byAddress: [String: OwnedBytes] = {
        let parser = JSONParser()
        var found: [String: OwnedBytes] = [:]
        let text = PackageResources.metaschemas_json
        text.withUnsafeBufferPointer { text in
            guard let list = try? parser.parse(Bytes(text)) else { return }
            for schema in list.elements {
                guard let address = (schema.member("$id") ?? schema.member("id"))?.decodedString else { continue }
                found[Address(address).document] = OwnedBytes(schema.raw)
            }
        }
        withExtendedLifetime(parser) {}
        return found
    }()

    /// The text of the metaschema with this address.
    static func text(at address: String) -> OwnedBytes? { byAddress[address] }
}
