using Jarvis.Errors;

namespace Jarvis.LanguageModels;

/// <summary>
/// The cause of a <see cref="JarvisException"/> that came from a language model: its <see cref="Exception.InnerException"/>. It holds nothing that
/// a server said, which might repeat a key or a prompt.
/// </summary>
/// <param name="fault">What went wrong.</param>
/// <param name="retryAfter">How long the server asked to wait.</param>
/// <param name="contextTokens">How many tokens of prompt and answer the server says that the model takes.</param>
public sealed class LanguageModelException(LanguageModelFault fault, TimeSpan? retryAfter = null, int? contextTokens = null) : Exception($"Language model: {fault}.")
{
    /// <summary>What went wrong.</summary>
    public LanguageModelFault Fault => fault;

    /// <summary>How long the server asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>With <see cref="LanguageModelFault.ContextOverflow"/>: the tokens that prompt and answer may have; null when the server does not say.</summary>
    public int? ContextTokens => contextTokens;

    /// <summary>What a language model is at fault for in an exception; null when it is not.</summary>
    public static LanguageModelFault? FaultOf(Exception exception) => Of(exception)?.Fault;

    internal static LanguageModelException? Of(Exception exception) =>
        exception as LanguageModelException ?? exception.InnerException as LanguageModelException;
}
