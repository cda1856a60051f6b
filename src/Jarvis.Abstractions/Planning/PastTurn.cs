using System.Collections.Immutable;
using Jarvis.Resources;

namespace Jarvis.Planning;

/// <summary>What a planner may know of an earlier turn.</summary>
/// <param name="Number">Its place in the conversation, from 1.</param>
/// <param name="Request">What the user asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Resources">What the user attached and what was made, in that order.</param>
public sealed record PastTurn(int Number, string Request, string Answer, ImmutableArray<Resource> Resources);
