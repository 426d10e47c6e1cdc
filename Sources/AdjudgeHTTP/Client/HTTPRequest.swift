/// A request to a server. It is sent as it stands: `Host` and `Content-Length` are added, and a `User-Agent` where
/// there is none; redirects are not followed, and no answer is stored or decompressed.
public struct HTTPRequest: Sendable {
    /// The method, such as `POST`.
    public var method: String
    /// The URL, http or https. Its path and its query are sent unchanged.
    public var url: String
    /// The headers. A value with a line break is refused.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// Milliseconds for the whole exchange; at least 1.
    public var timeout: Int
    /// Milliseconds to connect, the look-up of the name and TLS among them; at least 1.
    public var connectTimeout: Int
    /// The largest reply body that is read, in bytes; a larger one is ``HTTPFailure/Kind/tooLarge``.
    public var maxReplyBytes: Int
    /// A file of the certificate authorities to trust. Nil: that of `CURL_CA_BUNDLE`, else of `SSL_CERT_FILE`, else
    /// libcurl's own.
    public var caBundle: String?
    /// The proxy.
    public var proxy: ProxyChoice

    /// A request; the limits are one minute, 5 seconds to connect, and 16 MiB.
    public init(
        method: String = "POST", url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Int = 60_000, connectTimeout: Int = 5_000, maxReplyBytes: Int = 16 << 20, caBundle: String? = nil,
        proxy: ProxyChoice = .environment
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maxReplyBytes = maxReplyBytes
        self.caBundle = caBundle
        self.proxy = proxy
    }
}

/// The proxy that a request goes through.
public enum ProxyChoice: Sendable, Equatable {
    /// That of `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, as curl reads them; none for loopback and
    /// link-local addresses, which mean this machine.
    case environment
    /// None.
    case none
    /// The one with this URL.
    case url(String)
}
