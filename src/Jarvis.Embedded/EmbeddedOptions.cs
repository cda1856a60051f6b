using System.ComponentModel.DataAnnotations;

namespace Jarvis.Embedded;

/// <summary>How the single-process host works.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>The most calls that wait for one actor; one more from outside is refused. 10,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int MailboxCapacity { get; set; } = 10_000;

    /// <summary>The most conversations in memory; one more is refused while all are busy. 100,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int MaxConversations { get; set; } = 100_000;

    /// <summary>
    /// The most conversations in memory that nobody reads and that have no open turn; beyond it the least recently used are forgotten, and read
    /// again when they are called. 1,000 by default.
    /// </summary>
    [Range(0, 10_000_000)]
    public int MaxIdleConversations { get; set; } = 1_000;

    /// <summary>
    /// Whether turns that were open when a host stopped are gone on with as soon as this one starts; otherwise when their conversation is next
    /// used. True by default.
    /// </summary>
    public bool ResumeOnStart { get; set; } = true;
}
