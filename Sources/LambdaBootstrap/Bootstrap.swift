import AdjudgeLambda
import Glibc

/// The `bootstrap` of a Lambda function on `provided.al2023`.
@main
enum Bootstrap {
    static func main() { exit(LambdaRuntime.run()) }
}
