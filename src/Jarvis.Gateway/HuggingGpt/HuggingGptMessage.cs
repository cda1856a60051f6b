namespace Jarvis.Gateway.HuggingGpt;

/// <summary>A message of a dialogue.</summary>
/// <param name="Role"><c>user</c>, <c>assistant</c> or <c>system</c>.</param>
/// <param name="Content">What was said.</param>
internal sealed record HuggingGptMessage(string Role, string Content);
