namespace Jarvis.Events;

/// <summary>What the turn has used so far.</summary>
/// <param name="Calls">Model calls.</param>
/// <param name="ModelTime">Time that models worked.</param>
/// <param name="Cost">Price in US dollars.</param>
public sealed record UsageReported(int Calls, TimeSpan ModelTime, decimal Cost) : ConversationEvent;
