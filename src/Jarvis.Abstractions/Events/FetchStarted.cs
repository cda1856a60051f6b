namespace Jarvis.Events;

/// <summary>A file that the user named is being fetched from the web; planning waits for it.</summary>
/// <param name="Address">Where from, for people: without what comes after its path, which may be a key.</param>
public sealed record FetchStarted(string Address) : ConversationEvent;
