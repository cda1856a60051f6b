namespace Jarvis.Models.Remote.Mcp;

/// <summary>A server of the Model Context Protocol, of whose tools those that are named here are used as models.</summary>
public sealed class McpToolServerOptions
{
    /// <summary>Where its messages go, such as https://tools.example/mcp: https, or http without a key or for this machine. Null where it is a <see cref="Command"/>.</summary>
    public Uri? Address { get; set; }

    /// <summary>The program that is the server, which is started here with no more of this program's environment than <c>PATH</c>; null, the default, where it has an <see cref="Address"/>.</summary>
    public string? Command { get; set; }

    /// <summary>The program's arguments. None by default.</summary>
    public IList<string> CommandArguments { get; } = [];

    /// <summary>The key, sent as a bearer's token; null for a server that wants none.</summary>
    public string? Key { get; set; }

    /// <summary>The environment variable that the key is in, where <see cref="Key"/> is not set; null, the default, for none.</summary>
    public string? KeyVariable { get; set; }

    /// <summary>The tools that may be called; all others of the server are passed over. At most 64.</summary>
    public IList<McpToolOptions> Tools { get; } = [];

    /// <summary>How long one call may take in all; above zero. By default 2 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The most bytes of files and texts that are sent with a call; at least 1. By default 16 MiB.</summary>
    public int MaxRequestLength { get; set; } = 16 << 20;

    /// <summary>The most bytes that are taken as an answer; at least 1. By default 64 MiB.</summary>
    public int MaxResponseLength { get; set; } = 64 << 20;

    /// <summary>How many calls of one tool run at once; at least 1. By default 4.</summary>
    public int Concurrency { get; set; } = 4;
}
