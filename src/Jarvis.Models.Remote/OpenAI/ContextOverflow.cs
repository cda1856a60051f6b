using System.Globalization;
using System.Text.RegularExpressions;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>
/// Knows a prompt that is too long by what servers say of it. OpenAI and Azure have a code; vLLM, llama.cpp, Ollama, Text Generation Inference and
/// LM Studio say it in words of their own, which change from version to version.
/// </summary>
internal static partial class ContextOverflow
{
    /// <summary>Whether a refusal is one for length.</summary>
    /// <param name="code">The error's code or type.</param>
    /// <param name="words">Its message.</param>
    internal static bool Is(string? code, string words) =>
        code is "context_length_exceeded" or "exceed_context_size_error" or "string_above_max_length" || Words().IsMatch(words);

    /// <summary>How many tokens the model takes, where the message says it.</summary>
    internal static int? Tokens(string words) =>
        Limit().Match(words) is { Success: true } match
        && int.TryParse(match.Groups["tokens"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var tokens)
            ? tokens
            : null;

    [GeneratedRegex(
        @"context[ _-]?(?:length|window|size)|maximum model length|prompt is too long|input tokens exceed|max_new_tokens`? must be <=|exceeds? the (?:available )?context",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(
        @"(?:context (?:length|window|size)(?: (?:is|of)(?: only)?)?|maximum model length of|configured limit of|must be <=|n_ctx:?)[ (]*(?<tokens>[0-9][0-9,]{0,12})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Limit();
}
