namespace Jarvis.Models.Cards;

/// <summary>What is wrong with a card, and where.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Field">The field, such as <c>accepts.target</c>; null where the text is no card at all.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record CardProblem(string File, int Line, int Column, string? Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}, line {Line}, column {Column}{(Field is null ? "" : $", {Field}")}: {Message}";
}
