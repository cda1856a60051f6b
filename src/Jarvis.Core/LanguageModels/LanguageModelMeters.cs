using Jarvis.Identity;
using Microsoft.Extensions.Options;

namespace Jarvis.LanguageModels;

/// <summary>
/// The meter of each turn, so that planning, text tasks and the answer of one turn share one limit. Choices between models are not in it:
/// one call may decide for several turns, and its prompt and answer are bounded small. Thread-safe.
/// </summary>
/// <param name="options">The limits of a turn.</param>
public sealed class LanguageModelMeters(IOptions<LanguageModelOptions> options)
{
    /// <summary>How many turns are remembered; the oldest is forgotten for one more.</summary>
    private const int Capacity = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<TurnId, LanguageModelMeter> _meters = [];
    private readonly Queue<TurnId> _oldest = new();

    /// <summary>The meter of a turn.</summary>
    /// <param name="turn">The turn.</param>
    public LanguageModelMeter Of(TurnId turn)
    {
        lock (_lock)
        {
            if (_meters.TryGetValue(turn, out var known))
            {
                return known;
            }

            if (_oldest.Count == Capacity)
            {
                _meters.Remove(_oldest.Dequeue());
            }

            var meter = new LanguageModelMeter(new LanguageModelLimits(options.Value.MaxTokensPerTurn, options.Value.MaxCostPerTurn));
            _meters.Add(turn, meter);
            _oldest.Enqueue(turn);
            return meter;
        }
    }
}
