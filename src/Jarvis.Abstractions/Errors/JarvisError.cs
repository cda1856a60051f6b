namespace Jarvis.Errors;

/// <summary>What went wrong, as data: the part of a <see cref="JarvisException"/> that travels in events and results.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">One sentence or two for a person: what is wrong and what to do next. Holds no secret.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
public sealed record JarvisError(ErrorCode Code, string Message, bool Retryable = false)
{
    /// <summary>How long to wait before the same request is sent again; null where nobody can say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The error as an exception to throw.</summary>
    public JarvisException ToException() => new(Code, Message, Retryable) { RetryAfter = RetryAfter };

    /// <inheritdoc/>
    public override string ToString() => Message;
}
