namespace Jarvis.Events;

/// <summary>What the tasks of the turn that succeeded have used.</summary>
/// <param name="Calls">Model calls, those that failed before one succeeded among them.</param>
/// <param name="ModelTime">The time from start to end of each task, added up: on models and in their queues.</param>
/// <param name="Cost">Price in US dollars.</param>
public sealed record UsageReported(int Calls, TimeSpan ModelTime, decimal Cost) : ConversationEvent;
