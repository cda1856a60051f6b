namespace Jarvis.Evaluation;

/// <summary>A row that cannot be used.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record BadRow(string File, int Line, string Reason);
