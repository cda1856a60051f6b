namespace Jarvis.Models.Serving;

/// <summary>What requests must share to run in one batch.</summary>
/// <param name="Kind">What is asked for, such as a task type or the name of a graph.</param>
/// <param name="Size">The size that requests are padded to, such as a width in pixels; 0 where there is none.</param>
public readonly record struct BatchBucket(string Kind, int Size = 0);
