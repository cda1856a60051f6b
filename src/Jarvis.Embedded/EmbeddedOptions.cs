using System.ComponentModel.DataAnnotations;

namespace Jarvis.Embedded;

/// <summary>How the single-process host works.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>The most calls that wait for one actor; one more from outside is refused. 10,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int MailboxCapacity { get; set; } = 10_000;

    /// <summary>The most conversations; one more is refused. 100,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int MaxConversations { get; set; } = 100_000;
}
