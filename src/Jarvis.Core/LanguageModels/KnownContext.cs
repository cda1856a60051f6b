namespace Jarvis.LanguageModels;

/// <summary>
/// How many tokens a model takes, as far as is known: what is configured, until its server says that it is less. What a server said is
/// remembered, so that a setting that is too high costs one refused call and not one each time. Safe to use from any thread.
/// </summary>
/// <param name="configured">What is configured.</param>
internal sealed class KnownContext(int configured)
{
    /// <summary>No prompt of ours fits into less.</summary>
    private const int Least = 512;

    private volatile int _tokens = configured;

    /// <summary>Prompt and answer together.</summary>
    internal int Tokens => _tokens;

    /// <summary>Whether a call failed because it was more than the model takes.</summary>
    internal static bool IsOverflow(Exception? failure) =>
        failure is not null && LanguageModelException.FaultOf(failure) == LanguageModelFault.ContextOverflow;

    /// <summary>What to try next: what the server said, else half of what was tried.</summary>
    /// <param name="overflow">How the server refused.</param>
    /// <param name="tried">What the call was fitted to.</param>
    internal int After(Exception overflow, int tried)
    {
        var said = LanguageModelException.Of(overflow)?.ContextTokens;
        if (said is not { } tokens || tokens < Least || tokens >= tried)
            return tried / 2;

        _tokens = Math.Min(_tokens, tokens);
        return tokens;
    }
}
