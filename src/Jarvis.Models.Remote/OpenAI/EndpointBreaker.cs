using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Models.Remote.OpenAI;

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
                    $"The language model's server at {host} failed {Failures} times in a row; it is asked again in a few seconds.",
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

        lock (_lock)
        {
            _failures = fault is LanguageModelFault.Failed or LanguageModelFault.Unreachable or LanguageModelFault.Silent
                ? Math.Min(_failures + 1, Failures)
                : 0;
            _restsSince = time.GetTimestamp();
        }
    }
}
