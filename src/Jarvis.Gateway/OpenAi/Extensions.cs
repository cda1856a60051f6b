namespace Jarvis.Gateway.OpenAi;

/// <summary>What callers may ask that OpenAI does not have.</summary>
/// <param name="Progress">Whether a stream tells of the plan and its tasks, between the pieces of the answer.</param>
internal sealed record Extensions(bool Progress = false);
