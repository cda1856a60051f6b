namespace Jarvis.Client;

/// <summary>Where Jarvis is, who asks, and how patient the client is.</summary>
public sealed class JarvisClientOptions
{
    /// <summary>
    /// Where Jarvis is, such as https://jarvis.example; a path in it is kept. https, or http without a key or for this machine. By default what
    /// <c>jarvis serve</c> has: http://127.0.0.1:5080.
    /// </summary>
    public Uri Address { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>The key, <c>jv_…</c>. Null, the default, for none, or where it comes from elsewhere.</summary>
    public string? Key { get; set; }

    /// <summary>A file that holds the key alone. Read for each call, so that a key that is replaced is used at once. Null, the default, for none.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Gives the key for each call, such as from a vault; called by many at once. Null, the default, for none.</summary>
    public Func<CancellationToken, ValueTask<string>>? KeyProvider { get; set; }

    /// <summary>
    /// How long one attempt of a call may take; of an upload or a download, how long it may stand still. 1 second to 1 hour, 30 seconds by default. Event streams
    /// have no end: see <see cref="Silence"/>.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call is tried again that a busy server refused, or whose answer was lost. 0 to 10, 3 by default.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>The longest pause before a try; where the server asks for a longer one, its error is thrown. 10 ms to 5 minutes, 10 seconds by default.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an event stream may say nothing until it is taken for lost. Longer than the server's heartbeat, which is 15 seconds by default. 1 second to 1 hour,
    /// 1 minute by default.
    /// </summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it is tried to get a lost event stream back before its reader is told. 0 to 1 day, 5 minutes by default.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes of an answer, or of one event. Files are not held to it: they are read as they come. 64 KiB to 1 GiB, 16 MiB by default.</summary>
    public int MaxResponseLength { get; set; } = 16 << 20;
}
