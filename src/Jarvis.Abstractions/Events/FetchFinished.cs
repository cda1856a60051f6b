using Jarvis.Errors;
using Jarvis.Resources;

namespace Jarvis.Events;

/// <summary>A file that the user named was fetched and goes with the turn, or could not be fetched.</summary>
/// <param name="Address">Where from, for people.</param>
/// <param name="Resource">The stored file; null where it could not be fetched.</param>
/// <param name="Error">Why not; null where it was fetched.</param>
public sealed record FetchFinished(string Address, Resource? Resource = null, JarvisError? Error = null) : ConversationEvent;
