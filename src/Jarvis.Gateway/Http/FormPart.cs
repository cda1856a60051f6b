namespace Jarvis.Gateway.Http;

/// <summary>A part of a form.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file's name, where it is a file; else null.</param>
/// <param name="Content">What is in it, to be read before the next part is.</param>
internal sealed record FormPart(string Name, string? FileName, Stream Content);
