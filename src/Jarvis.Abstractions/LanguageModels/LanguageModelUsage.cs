namespace Jarvis.LanguageModels;

/// <summary>What has been used of language models.</summary>
/// <param name="Calls">How often one was asked, in vain too.</param>
/// <param name="InputTokens">Tokens of prompts, as the server counted them; estimated where it does not.</param>
/// <param name="OutputTokens">Tokens of answers, likewise.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="Duration">From asking to the end of the answer, added up.</param>
public sealed record LanguageModelUsage(int Calls, long InputTokens, long OutputTokens, decimal Cost, TimeSpan Duration)
{
    /// <summary>Nothing.</summary>
    public static LanguageModelUsage None { get; } = new(0, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Tokens of prompts and answers.</summary>
    public long Tokens => InputTokens + OutputTokens;

    /// <summary>Both together.</summary>
    public static LanguageModelUsage operator +(LanguageModelUsage left, LanguageModelUsage right) => left == None ? right : right == None ? left : new(
        left.Calls + right.Calls,
        left.InputTokens + right.InputTokens,
        left.OutputTokens + right.OutputTokens,
        left.Cost + right.Cost,
        left.Duration + right.Duration);

    /// <summary>Both together.</summary>
    public static LanguageModelUsage Add(LanguageModelUsage left, LanguageModelUsage right) => left + right;
}
