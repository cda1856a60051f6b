namespace Jarvis.Errors;

/// <summary>The one exception that Jarvis throws on purpose. Anything else that escapes is a fault of ours.</summary>
public sealed class JarvisException : Exception
{
    /// <summary>Creates an <see cref="ErrorCode.Internal"/> error.</summary>
    public JarvisException()
        : this(ErrorCode.Internal, "Something failed inside Jarvis.")
    {
    }

    /// <summary>Creates an <see cref="ErrorCode.Internal"/> error.</summary>
    /// <param name="message">What is wrong and what to do next.</param>
    public JarvisException(string message)
        : this(ErrorCode.Internal, message)
    {
    }

    /// <summary>Creates an <see cref="ErrorCode.Internal"/> error.</summary>
    /// <param name="message">What is wrong and what to do next.</param>
    /// <param name="innerException">The cause.</param>
    public JarvisException(string message, Exception? innerException)
        : this(ErrorCode.Internal, message, retryable: false, innerException)
    {
    }

    /// <summary>Creates an error with a stable code.</summary>
    /// <param name="code">The stable code.</param>
    /// <param name="message">What is wrong and what to do next.</param>
    /// <param name="retryable">Whether the same request may succeed later.</param>
    /// <param name="innerException">The cause.</param>
    public JarvisException(ErrorCode code, string message, bool retryable = false, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Retryable = retryable;
    }

    /// <summary>The stable code.</summary>
    public ErrorCode Code { get; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool Retryable { get; }

    /// <summary>How long to wait before the same request is sent again; null where nobody can say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Names the request in the log of the server that refused it; null where no server did.</summary>
    public string? RequestId { get; init; }

    /// <summary>The error as data.</summary>
    public JarvisError ToError() => new(Code, Message, Retryable) { RetryAfter = RetryAfter };
}
