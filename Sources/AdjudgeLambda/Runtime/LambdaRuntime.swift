import Adjudge
import AdjudgeBase
import Glibc

/// The function's main program: compiles the grader, then polls for events until the process ends.
public enum LambdaRuntime {
    /// Runs the function. Returns the exit code when it cannot go on: 64 outside Lambda, 1 when init failed, 2 when the
    /// runtime API is no longer reachable.
    public static func run(_ environment: Environment = .process) -> Int32 {
        // When a peer hangs up, the call fails instead of a signal ending the process.
        signal(SIGPIPE, SIG_IGN)
        guard let text = environment["AWS_LAMBDA_RUNTIME_API"], let address = HTTPAddress(authority: text) else {
            logFatal(
                "AWS_LAMBDA_RUNTIME_API: found nothing, expected the address that Lambda sets: this is the bootstrap of a Lambda function"
            )
            return 64
        }
        let door: Door
        do {
            let configuration = try Configuration(environment)
            let plan = try GraderSource.plan(environment)
            door = Door(Engine(plan, threads: configuration.threads), configuration)
        } catch {
            logFatal(error.description)
            try? RuntimeClient(address).failInit(error.description)
            return 1
        }
        door.engine.prepare()
        door.log.write(
            .debug, "started",
            requestID: nil,
            [
                ("grader", .string(door.engine.plan.hash)), ("threads", .number(Double(door.engine.threads))),
                ("pollers", .number(Double(door.configuration.pollers))), ("version", .string(Version.string)),
            ])
        for _ in 1..<door.configuration.pollers { start(address, door) }
        writeLastLines(Poller(address, door).run(), door)
        return 2
    }

    /// Starts another poller on its own thread.
    private static func start(_ address: HTTPAddress, _ door: Door) {
        let start = Unmanaged.passRetained(Start(address, door))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                let start = Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
                LambdaRuntime.writeLastLines(Poller(start.address, start.door).run(), start.door)
                exit(2)
            }, start.toOpaque())
        if status != 0 { start.release() }
    }

    private final class Start {
        let address: HTTPAddress
        let door: Door
        init(_ address: HTTPAddress, _ door: Door) {
            self.address = address
            self.door = door
        }
    }

    private static func writeLastLines(_ error: HTTPError, _ door: Door) {
        if let held = door.metrics.flush() { door.write(held) }
        door.log.write(.fatal, error.description)
    }

    private static func logFatal(_ message: String) {
        Log(LogSettings(.process), LineWriter()).write(.fatal, message)
    }
}
