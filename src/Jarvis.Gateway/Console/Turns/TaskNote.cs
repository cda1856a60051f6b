namespace Jarvis.Gateway.Console.Turns;

/// <summary>A line of a task's log.</summary>
/// <param name="At">When.</param>
/// <param name="Text">What happened, for people.</param>
internal sealed record TaskNote(DateTimeOffset At, string Text);
