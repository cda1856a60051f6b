using System.ComponentModel.DataAnnotations;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>What may be fetched from addresses that users name.</summary>
public sealed class FetchOptions
{
    /// <summary>Where it stands in configuration.</summary>
    public const string Section = "Jarvis:Fetch";

    /// <summary>The most bytes of one file, unpacked; from 1 byte to 1 GiB. 64 MiB by default.</summary>
    [Range(1, 1L << 30)]
    public long MaxLength { get; set; } = 64L << 20;

    /// <summary>How long one fetch may take, with all its redirects; from 100 ms to 10 minutes. 1 minute by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one server may take to be connected to; from 100 ms to 1 minute. 10 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most redirects that are followed; from 0 to 20. 5 by default.</summary>
    [Range(0, 20)]
    public int MaxRedirects { get; set; } = 5;

    /// <summary>The most KiB of headers of an answer; from 1 to 1,024. 32 by default.</summary>
    [Range(1, 1024)]
    public int MaxHeaderKilobytes { get; set; } = 32;

    /// <summary>The most fetches of this process at once; others wait. From 1 to 1,024. 16 by default.</summary>
    [Range(1, 1024)]
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>The ports that may be connected to. 80 and 443 by default.</summary>
    public ISet<int> AllowedPorts { get; } = new HashSet<int> { 80, 443 };

    /// <summary>
    /// Servers that may be fetched from although they are of this machine or a private network, as <c>host</c> or <c>host:port</c>; the latter
    /// allows that port too. None by default: whoever names an address could else read what only this machine may.
    /// </summary>
    public ISet<string> AllowedHosts { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
}
