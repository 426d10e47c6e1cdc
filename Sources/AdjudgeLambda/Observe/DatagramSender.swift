import AdjudgeBase
import Glibc

/// Sends datagrams to one address. Lost datagrams are ignored: tracing never stops the scoring.
final class DatagramSender: Sendable {
    private let descriptor: Int32

    /// A sender to an IPv4 address; nil when `address` is not one.
    init?(_ address: HTTPAddress) {
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = address.port.bigEndian
        guard inet_pton(AF_INET, address.host, &target.sin_addr) == 1 else { return nil }
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let status = withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Sends one datagram.
    func send(_ bytes: Bytes) {
        _ = Glibc.send(descriptor, bytes.start, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
    }
}
