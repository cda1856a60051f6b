using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Models.Remote;

/// <summary>
/// Spares a server that has failed several times in a row, and the callers who would wait for it: for some seconds calls fail at once, then
/// one is let through to see (M. Nygard, "Release It!", the circuit breaker).
/// </summary>
internal sealed class EndpointBreaker(string host, TimeProvider time)
{
    internal const int Failures = 5;

    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private int _failures;
    private long _restsSince;

    /// <summary>Whether calls fail at once.</summary>
    internal bool IsResting
    {
        get
        {
            lock (_lock)
                return _failures >= Failures && time.GetElapsedTime(_restsSince) < Rest;
        }
    }

    /// <exception cref="JarvisException">The server rests.</exception>
    internal void Enter()
    {
        lock (_lock)
        {
            if (_failures < Failures)
                return;

            if (time.GetElapsedTime(_restsSince) < Rest)
            {
                throw new JarvisException(
                    ErrorCode.ModelUnavailable,
                    $"The server at {host} is down; it is asked again in a few seconds.",
                    retryable: true,
                    new LanguageModelException(LanguageModelFault.Unreachable));
            }

            // This call is the one that looks; others rest on.
            _restsSince = time.GetTimestamp();
        }
    }

    internal void Worked()
    {
        lock (_lock)
            _failures = 0;
    }

    /// <summary>Counts what says that the server is down; a refusal says that it is up.</summary>
    internal void Failed(Exception failure)
    {
        if (LanguageModelException.FaultOf(failure) is not { } fault)
            return;

        if (fault is LanguageModelFault.Failed or LanguageModelFault.Unreachable or LanguageModelFault.Silent)
            Unreachable();
        else
            Worked();
    }

    /// <summary>Knows that the server is down.</summary>
    internal void Trip()
    {
        lock (_lock)
        {
            _failures = Failures;
            _restsSince = time.GetTimestamp();
        }
    }

    /// <summary>Counts that the server is down.</summary>
    internal void Unreachable()
    {
        lock (_lock)
        {
            _failures = Math.Min(_failures + 1, Failures);
            _restsSince = time.GetTimestamp();
        }
    }
}
