using Jarvis.Identity;

namespace Jarvis.Errors;

/// <summary>Makes the common errors, each with the retry advice that belongs to its code.</summary>
public static class Error
{
    /// <summary>The request itself is wrong.</summary>
    public static JarvisException InvalidRequest(string message) => new(ErrorCode.InvalidRequest, message);

    /// <summary>What is named does not exist for this tenant.</summary>
    public static JarvisException NotFound(string message) => new(ErrorCode.NotFound, message);

    /// <summary>There is no such model.</summary>
    public static JarvisException UnknownModel(ModelId model) =>
        NotFound($"There is no model {model}; jarvis models, or GET /v1/models, lists those that there are.");

    /// <summary>More bytes, pixels, seconds or items than allowed.</summary>
    public static JarvisException TooLarge(string message) => new(ErrorCode.TooLarge, message);

    /// <summary>Bytes of a type that cannot be used here, or damaged.</summary>
    public static JarvisException UnsupportedMedia(string message, Exception? cause = null) =>
        new(ErrorCode.UnsupportedMedia, message, retryable: false, cause);

    /// <summary>A queue is full, or too long for what it is asked.</summary>
    public static JarvisException Overloaded(string message, TimeSpan? retryAfter = null) =>
        new(ErrorCode.Overloaded, message, retryable: true) { RetryAfter = retryAfter };

    /// <summary>No model can run this now; where it will again soon, it says when.</summary>
    public static JarvisException ModelUnavailable(string message, TimeSpan? retryAfter = null) =>
        new(ErrorCode.ModelUnavailable, message, retryable: retryAfter is not null) { RetryAfter = retryAfter };

    /// <summary>A model ran and failed; another attempt may succeed.</summary>
    public static JarvisException ModelFailed(string message, bool retryable = true, Exception? cause = null) =>
        new(ErrorCode.ModelFailed, message, retryable, cause);

    /// <summary>A server on the web that the user named did not give what was asked of it.</summary>
    public static JarvisException FetchFailed(string message, bool retryable = false, Exception? cause = null) =>
        new(ErrorCode.FetchFailed, message, retryable, cause);

    /// <summary>The disk or the state store refused.</summary>
    public static JarvisException StorageFailed(string message, Exception? cause = null) =>
        new(ErrorCode.StorageFailed, message, retryable: true, cause);

    /// <summary>It took longer than it was given.</summary>
    public static JarvisException DeadlineExceeded(string message) => new(ErrorCode.DeadlineExceeded, message);

    /// <summary>The error that any exception is to a caller: its own if it is ours, a bland one if it is not.</summary>
    /// <param name="exception">What was caught.</param>
    /// <returns>An error whose message is safe to show.</returns>
    public static JarvisError From(Exception exception) => exception switch
    {
        JarvisException known => known.ToError(),
        OperationCanceledException => new(ErrorCode.Cancelled, "It was cancelled."),
        _ => new(ErrorCode.Internal, $"Something failed inside Jarvis ({exception.GetType().Name}); the log has the details."),
    };
}
