using System.ComponentModel.DataAnnotations;

namespace Jarvis.Orleans;

/// <summary>How a silo hosts Jarvis.</summary>
public sealed class JarvisClusterOptions
{
    /// <summary>The most calls that wait for one actor; one more from outside is refused. 10,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int MailboxCapacity { get; set; } = 10_000;

    /// <summary>
    /// How often it is looked whether open turns have lost the silo that worked on them, beside each time that a silo is found to be gone. One
    /// minute by default, and at least.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan RecoverEvery { get; set; } = TimeSpan.FromMinutes(1);
}
