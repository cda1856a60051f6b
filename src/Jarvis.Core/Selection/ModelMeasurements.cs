using System.Collections.Concurrent;
using Jarvis.Identity;

namespace Jarvis.Selection;

/// <summary>
/// What attempts have shown of each model: exponentially weighted means, so that the last few dozen count and a model that has recovered
/// is forgiven, and a breaker. Thread-safe.
/// </summary>
/// <param name="time">The clock; null for the system's.</param>
public sealed class ModelMeasurements(TimeProvider? time = null)
{
    private const double Weight = 0.1;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<ModelId, (ModelMeasurement Known, ModelBreaker Breaker)> _byModel = new();

    /// <summary>What is known of a model.</summary>
    /// <param name="model">The model.</param>
    public ModelMeasurement Of(ModelId model)
    {
        if (!_byModel.TryGetValue(model, out var entry))
        {
            return ModelMeasurement.None;
        }

        var state = entry.Breaker.StateAt(_time.GetUtcNow());
        return state == entry.Known.Breaker ? entry.Known : entry.Known with { Breaker = state };
    }

    /// <summary>Takes that an attempt begins.</summary>
    /// <param name="model">The model.</param>
    public void Begin(ModelId model)
    {
        if (_byModel.TryGetValue(model, out var entry) && entry.Breaker.Begin(_time.GetUtcNow()) is var begun && begun != entry.Breaker)
        {
            // Whoever changed it meanwhile knows better.
            _byModel.TryUpdate(model, entry with { Breaker = begun }, entry);
        }
    }

    /// <summary>Takes how an attempt ended.</summary>
    /// <param name="model">The model.</param>
    /// <param name="succeeded">Whether it ended well.</param>
    /// <param name="duration">How long it took, in the queue and on the model.</param>
    public void Record(ModelId model, bool succeeded, TimeSpan duration) => _byModel.AddOrUpdate(
        model,
        static (_, outcome) => Next((ModelMeasurement.None, default), outcome.succeeded, outcome.duration, outcome.now),
        static (_, entry, outcome) => Next(entry, outcome.succeeded, outcome.duration, outcome.now),
        (succeeded, duration, now: _time.GetUtcNow()));

    private static (ModelMeasurement Known, ModelBreaker Breaker) Next(
        (ModelMeasurement Known, ModelBreaker Breaker) entry, bool succeeded, TimeSpan duration, DateTimeOffset now)
    {
        var known = entry.Known;
        var next = new ModelMeasurement(
            known.Calls + 1,
            Mean(known.SuccessRate, succeeded ? 1 : 0),
            !succeeded ? known.Latency : known.Latency is { } mean ? mean + ((duration - mean) * Weight) : duration);
        return (next, entry.Breaker.End(succeeded, now));
    }

    private static double Mean(double known, double latest) => known + ((latest - known) * Weight);
}
