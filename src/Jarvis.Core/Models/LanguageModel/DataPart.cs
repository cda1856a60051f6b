namespace Jarvis.Models.LanguageModel;

/// <summary>One text that a language model is given.</summary>
/// <param name="Name">What the instruction calls it.</param>
/// <param name="Content">The text.</param>
internal sealed record DataPart(string Name, string Content);
