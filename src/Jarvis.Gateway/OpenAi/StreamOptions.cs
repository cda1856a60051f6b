namespace Jarvis.Gateway.OpenAi;

/// <summary>How an answer comes in pieces.</summary>
/// <param name="IncludeUsage">Whether the last piece tells what was used.</param>
internal sealed record StreamOptions(bool? IncludeUsage = null);
