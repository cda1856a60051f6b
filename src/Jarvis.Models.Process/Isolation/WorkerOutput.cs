namespace Jarvis.Models.Process.Isolation;

/// <summary>One value that a request gave: a file in its scratch folder.</summary>
/// <param name="Port">The output port.</param>
/// <param name="MediaType">What it holds.</param>
/// <param name="Name">A file name for people.</param>
/// <param name="File">The plain name of the file there.</param>
internal sealed record WorkerOutput(string Port, string MediaType, string Name, string File);
