import AdjudgeBase
import Glibc

/// The AWS credentials of this process, wherever they come from, kept and fetched anew before they expire.
///
/// The first of these places that has any decides: the environment; a web identity; the shared files, by `AWS_PROFILE`;
/// the container's service; the instance's. A place that should have them and fails ends the search, but for the
/// instance's service, whose silence means that there is none. No wait is longer than six seconds in all.
public final class CredentialChain: Sendable {
    /// Called with what was found.
    public typealias Completion = @Sendable (Result<Credentials, CredentialFailure>) -> Void

    /// Credentials with less time left are fetched anew while they still serve, in seconds.
    static let early = 600
    /// For so long a failure is the answer to whoever asks, and a fetch ahead of time is not tried again, in seconds.
    static let rest = 10

    private struct State {
        var kept: ExpiringCredentials?
        var failure: CredentialFailure?
        /// When the last search ended, by the steady clock.
        var ended: Int?
        var isSearching = false
        var waiting: [Completion] = []
    }

    // A child of fork searches by itself: its parent's search ends in the parent.
    private let state = PerProcess { Guarded(State()) }
    private let sources: [any CredentialSource]

    /// The credentials that this environment tells of; nothing is read before the first ``get(_:)``.
    public init(_ environment: CredentialEnvironment = .process) {
        sources = [
            EnvironmentSource(environment: environment), WebIdentitySource(environment: environment),
            ProfileSource(environment: environment), ContainerSource(environment: environment),
            InstanceSource(environment: environment),
        ]
    }

    /// Calls `done` once, on the client's thread, with credentials that have not expired or with the reason why there
    /// are none. From any thread.
    public func get(_ done: @escaping Completion) { HTTPClient.current.run { self.answer(done) } }

    /// Lets go of what is kept, which a service has called expired or revoked: the next ``get(_:)`` searches.
    public func forget() { state.value.withLock { ($0.kept, $0.ended) = (nil, nil) } }

    /// On the client's thread.
    private func answer(_ done: @escaping Completion) {
        let (now, steady) = (CredentialChain.now, HTTPLoop.now / 1000)
        let (result, mustSearch) = state.value.withLock { state -> (Result<Credentials, CredentialFailure>?, Bool) in
            let hasRested = state.ended.map { steady - $0 >= CredentialChain.rest } ?? true
            var result: Result<Credentials, CredentialFailure>?
            var isLate = true
            if let kept = state.kept, kept.expiry.map({ $0 > now }) ?? true {
                result = .success(kept.credentials)
                isLate = kept.expiry.map { $0 - now < CredentialChain.early } ?? false
            } else if let failure = state.failure, !hasRested, !state.isSearching {
                result = .failure(failure)
            }
            if result == nil { state.waiting.append(done) }
            let mustSearch = isLate && !state.isSearching && (hasRested || result == nil)
            if mustSearch { state.isSearching = true }
            return (result, mustSearch)
        }
        if let result { done(result) }
        if mustSearch { search(from: 0) }
    }

    private func search(from index: Int) {
        guard index < sources.count else { return end(.failure(CredentialChain.nothing)) }
        let isLast = index == sources.count - 1
        sources[index].find { [self] found in
            guard let found else { return search(from: index + 1) }
            if case .failure(let failure) = found, isLast, failure.kind != .unreadable {
                return end(.failure(CredentialFailure(.none, CredentialChain.nothing.text + "; " + failure.text)))
            }
            end(found)
        }
    }

    private func end(_ found: Result<ExpiringCredentials, CredentialFailure>) {
        let now = CredentialChain.now
        let (waiting, result) = state.value.withLock {
            state -> ([Completion], Result<Credentials, CredentialFailure>) in
            state.isSearching = false
            state.ended = HTTPLoop.now / 1000
            let result: Result<Credentials, CredentialFailure>
            switch found {
            case .success(let new) where new.expiry.map({ $0 > now }) ?? true:
                state.kept = new
                result = .success(new.credentials)
            case .success:
                result = .failure(
                    CredentialFailure(.expired, "the AWS credentials have expired, and nothing here gives others"))
            case .failure(let failure): result = .failure(failure)
            }
            state.failure = if case .failure(let failure) = result { failure } else { nil }
            defer { state.waiting = [] }
            return (state.waiting, result)
        }
        for done in waiting { done(result) }
    }

    private static let nothing = CredentialFailure(
        .none,
        "found no AWS credentials, expected them in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a web identity, "
            + "~/.aws/credentials, or the service of a container or an instance")

    /// Seconds since 1970.
    private static var now: Int { time(nil) }
}
