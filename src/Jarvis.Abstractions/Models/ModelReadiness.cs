namespace Jarvis.Models;

/// <summary>What a runner tells of a card before the model is loaded.</summary>
/// <param name="Unavailable">Why it cannot run and what to do about it; null when it can.</param>
/// <param name="Fingerprint">
/// Another text whenever a file is another that the card does not name and its runner reads, so that the model is loaded anew; null where
/// there is none.
/// </param>
public readonly record struct ModelReadiness(string? Unavailable, string? Fingerprint = null)
{
    /// <summary>It can run, and has no files but those that its card names.</summary>
    public static ModelReadiness Ready => default;
}
