using Jarvis.Errors;
using Polly.Timeout;

namespace Jarvis.Orleans;

/// <summary>What becomes of calls in a cluster whose silos come and go.</summary>
internal static class ClusterFaults
{
    /// <summary>Whether the call was certainly not made.</summary>
    internal static bool IsNotMade(Exception exception) => exception is SiloStoppingException;

    /// <summary>Whether a silo was gone or did not answer: whether the call was made is not known, and the next may well be.</summary>
    internal static bool IsPassing(Exception exception) => IsNotMade(exception) || exception is
        SiloUnavailableException or OrleansMessageRejectionException or EnumerationAbortedException or TimeoutException
        or ClientNotAvailableException
        // An actor could not be placed in time, such as while who knows where it is cannot be reached.
        or TimeoutRejectedException;

    /// <summary>What a caller is told of a fault that has not passed in time.</summary>
    internal static JarvisException Explain(Exception exception) => new(
        ErrorCode.Overloaded,
        "The cluster did not answer, and whether it has done what was asked is not known; ask again, with the same idempotency key if there was one.",
        retryable: true,
        exception);
}
