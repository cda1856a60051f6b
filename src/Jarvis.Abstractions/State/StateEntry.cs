namespace Jarvis.State;

/// <summary>A document as it was read.</summary>
/// <typeparam name="T">The document.</typeparam>
/// <param name="Value">The document.</param>
/// <param name="Version">Its version, to be named by who writes it next. Means nothing else.</param>
public sealed record StateEntry<T>(T Value, string Version)
    where T : class;
