namespace Jarvis.Gateway.OpenAi;

/// <summary>A file in a message of chat completions.</summary>
/// <param name="FileData">Its bytes.</param>
/// <param name="FileId">Its id, where it is stored here.</param>
/// <param name="Filename">What people call it.</param>
internal sealed record ContentFile(string? FileData = null, string? FileId = null, string? Filename = null);
