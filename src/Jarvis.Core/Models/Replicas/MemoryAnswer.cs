namespace Jarvis.Models.Replicas;

/// <summary>Whether a replica gets its memory.</summary>
internal enum MemoryAnswer
{
    /// <summary>Now.</summary>
    Fits,

    /// <summary>When others have gone.</summary>
    Wait,

    /// <summary>Never: it is more than there can be.</summary>
    Refuse,
}
