using Jarvis.Identity;

namespace Jarvis.Conversations;

/// <summary>A conversation as a list shows it.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="CreatedAt">When its first turn was accepted.</param>
/// <param name="Title">The beginning of its first request; at most <see cref="MaxTitle"/> characters.</param>
/// <param name="Turns">How many turns there were.</param>
/// <param name="Open">How many of them have not ended.</param>
public sealed record ConversationListItem(ConversationId Id, DateTimeOffset CreatedAt, string Title, int Turns, int Open)
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 120;
}
