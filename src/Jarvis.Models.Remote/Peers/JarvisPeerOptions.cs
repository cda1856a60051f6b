namespace Jarvis.Models.Remote.Peers;

/// <summary>Another Jarvis, whose models are used as if they were here. It says itself which it has.</summary>
public sealed class JarvisPeerOptions
{
    /// <summary>What <c>/v1/models</c> and the others are appended to, such as https://jarvis.lab.example. https, or http without a key or for this machine.</summary>
    public Uri? Address { get; set; }

    /// <summary>The key; null for a server that wants none.</summary>
    public string? Key { get; set; }

    /// <summary>The environment variable that the key is in, where <see cref="Key"/> is not set; null, the default, for none.</summary>
    public string? KeyVariable { get; set; }

    /// <summary>The tenant there that its models work for; null, the default, for that of the key.</summary>
    public string? Tenant { get; set; }

    /// <summary>How long one call may take in all; above zero. By default 2 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The most bytes that are sent; at least 1. By default 32 MiB.</summary>
    public long MaxRequestLength { get; set; } = 32 << 20;

    /// <summary>The most bytes that are taken as an answer; at least 1. By default 64 MiB.</summary>
    public int MaxResponseLength { get; set; } = 64 << 20;

    /// <summary>How many calls of one model run at once; at least 1. By default 4.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>The most of its models that are listed here; from 1 to 10,000. By default 1,000.</summary>
    public int MaxModels { get; set; } = 1_000;
}
