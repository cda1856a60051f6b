namespace Jarvis.Resources;

/// <summary>Where a collection is, for tests that do something in between.</summary>
internal enum CollectionStep
{
    /// <summary>The resources that nobody has used for long are listed.</summary>
    Listed,

    /// <summary>What documents name is known.</summary>
    Traced,

    /// <summary>One is about to be removed.</summary>
    Removing,

    /// <summary>One was removed, or not.</summary>
    Removed,
}
