namespace Jarvis.Models.Serving;

/// <summary>Who waits for a request.</summary>
public enum RequestPriority
{
    /// <summary>A person: goes first.</summary>
    Interactive = 0,

    /// <summary>Nobody in particular: goes when nobody waits, and now and then all the same.</summary>
    Batch = 1,
}
