namespace Jarvis.Conversations;

/// <summary>Where a tenant's list of conversations ends.</summary>
/// <param name="Page">The number of a page that was begun; there may be newer ones.</param>
internal sealed record ConversationIndexHead(long Page);
