using System.Collections.Immutable;
using Jarvis.Resources;

namespace Jarvis.Events;

/// <summary>The turn is stored and will end.</summary>
/// <param name="Request">What the user asked.</param>
/// <param name="Attachments">Files that go with it.</param>
public sealed record TurnAccepted(string Request, ImmutableArray<Resource> Attachments) : ConversationEvent;
