namespace Jarvis.Models.Process.Isolation;

/// <summary>One value of a request: a text, or a file.</summary>
/// <param name="Port">The input port.</param>
/// <param name="Text">The text; null for a file.</param>
/// <param name="File">The file; null for a text.</param>
internal sealed record WorkerInput(string Port, string? Text = null, WorkerFile? File = null);
