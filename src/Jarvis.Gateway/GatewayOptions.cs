using System.ComponentModel.DataAnnotations;

namespace Jarvis.Gateway;

/// <summary>How the gateway works: section <c>Jarvis:Gateway</c> of the configuration.</summary>
public sealed class GatewayOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Jarvis:Gateway";

    /// <summary>
    /// Whether a key has to come with every request. Without, who calls from this machine without a key is the tenant <c>local</c> and may do everything:
    /// only for a machine of one's own. True by default.
    /// </summary>
    public bool RequireKeys { get; set; } = true;

    /// <summary>The pages elsewhere whose scripts may call, such as <c>https://app.example</c>. None by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The proxies, by address or network (<c>10.0.0.0/8</c>), whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. None by default.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>The most requests of one caller in a minute of the clock; one more is refused until it ends. 600 by default.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>The most event streams and long polls of one caller at once. 2,000 by default.</summary>
    [Range(1, 1_000_000)]
    public int MaxEventStreams { get; set; } = 2_000;

    /// <summary>The most bytes of a request that is JSON, and of a text in a form; files have their own limit. 1 MiB by default.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBodyLength { get; set; } = 1024 * 1024;

    /// <summary>The most bytes of a request that is JSON with files inside of it, as other protocols have them. 32 MiB by default.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxInlineLength { get; set; } = 32 * 1024 * 1024;

    /// <summary>The most such requests, longer than <see cref="MaxBodyLength"/>, that are being read of one caller at once. 16 by default.</summary>
    [Range(1, 10_000)]
    public int MaxInlineBodies { get; set; } = 16;

    /// <summary>How often an event stream on which nothing happens says that it is still there. 15 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most sessions of a tenant's clients of the Model Context Protocol; for one more, the one that was used the longest ago ends. 64 by default.</summary>
    [Range(1, 100_000)]
    public int MaxMcpSessions { get; set; } = 64;

    /// <summary>How long such a session may go unused before it ends. 30 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan McpSessionIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The certificate for https addresses, a PEM file, with its chain; null, the default, for none.</summary>
    public string? Certificate { get; set; }

    /// <summary>The certificate's key, a PEM file that only this user can read; null, the default, for none.</summary>
    public string? CertificateKey { get; set; }
}
