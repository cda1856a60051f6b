using System.ComponentModel.DataAnnotations;

namespace Jarvis.Orleans;

/// <summary>How a silo hosts Jarvis.</summary>
public sealed class JarvisClusterOptions
{
    /// <summary>The most calls that wait for one actor; one more from outside is refused. 10,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int MailboxCapacity { get; set; } = 10_000;

    /// <summary>
    /// Whether conversations and their tasks may be on this silo; null, the default, for a silo that has no other device than its processor. Where no
    /// silo takes them, all do.
    /// </summary>
    public bool? HostConversations { get; set; }

    /// <summary>Devices of this silo beside those that are found on its machine, such as one to try placement with. Empty by default.</summary>
    public IList<SiloDeviceOptions> Devices { get; } = [];

    /// <summary>
    /// How much longer jobs have to wait for a model before another silo loads it too, for those that hold memory. 5 seconds by default, about what loading
    /// one takes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SpreadModelsAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a silo that stops goes on with the jobs of its models, taking no more; then they are done elsewhere, from the beginning. 20 seconds by
    /// default. The host's own limit for a stop has to be longer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often it is looked whether open turns have lost the silo that worked on them, beside each time that a silo is found to be gone. One
    /// minute by default, and at least.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan RecoverEvery { get; set; } = TimeSpan.FromMinutes(1);
}
