namespace Jarvis.Conversations;

/// <summary>A conversation in its tenant's list.</summary>
/// <param name="Number">Its number in the list, growing; never given twice.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When its first turn was accepted.</param>
/// <param name="Title">The beginning of its first request.</param>
internal sealed record ConversationIndexEntry(long Number, string Name, DateTimeOffset CreatedAt, string Title);
