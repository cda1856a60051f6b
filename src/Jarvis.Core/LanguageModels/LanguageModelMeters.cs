using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;

namespace Jarvis.LanguageModels;

/// <summary>
/// The meter of each turn, so that planning, choosing, text tasks and the answer of one turn share its limit, and its tenant's. A meter counts
/// in this process; what other processes used is known as far as it was told. Thread-safe.
/// </summary>
/// <param name="options">The limits of a turn.</param>
/// <param name="tenants">Hold tenants to their limits; null where they have none.</param>
public sealed class LanguageModelMeters(IOptions<LanguageModelOptions> options, TenantMeters? tenants = null)
{
    /// <summary>How many turns are remembered; the oldest is forgotten for one more.</summary>
    private const int Capacity = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<TurnId, LanguageModelMeter> _meters = [];
    private readonly Queue<TurnId> _oldest = new();

    /// <summary>The meter of a turn, for one piece of its work.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="spent">What the turn is known to have used, wherever that was; null for nothing.</param>
    /// <param name="usage">Told what this piece of work uses; null for nobody.</param>
    public ILanguageModelMeter Of(TurnId turn, LanguageModelUsage? spent, IProgress<LanguageModelUsage>? usage)
    {
        var meter = Of(turn);
        if (spent is not null)
        {
            meter.Know(spent);
        }

        return usage is null ? meter : new TellingMeter(meter, usage);
    }

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

            var meter = new LanguageModelMeter(
                new LanguageModelLimits(options.Value.MaxTokensPerTurn, options.Value.MaxCostPerTurn), tenants?.Of(turn.Conversation.Tenant));
            _meters.Add(turn, meter);
            _oldest.Enqueue(turn);
            return meter;
        }
    }
}
