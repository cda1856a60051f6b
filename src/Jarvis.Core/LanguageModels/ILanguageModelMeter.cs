using Jarvis.Errors;

namespace Jarvis.LanguageModels;

/// <summary>Counts calls of language models and refuses one that could break a limit, before it is made. Thread-safe.</summary>
public interface ILanguageModelMeter
{
    /// <summary>Holds back what a call may use at most, so that calls side by side cannot break a limit together.</summary>
    /// <param name="most">The most that it may use.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <returns>To be settled once, however the call ends.</returns>
    /// <exception cref="JarvisException">A limit does not allow it (<see cref="ErrorCode.QuotaExceeded"/>).</exception>
    ValueTask<ILanguageModelHold> HoldAsync(LanguageModelAmount most, CancellationToken cancellationToken);
}
