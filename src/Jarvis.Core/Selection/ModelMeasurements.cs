using System.Collections.Concurrent;
using Jarvis.Identity;

namespace Jarvis.Selection;

/// <summary>
/// What attempts have shown of each model: exponentially weighted means, so that the last few dozen count and a model that has recovered
/// is forgiven. Thread-safe.
/// </summary>
public sealed class ModelMeasurements
{
    private const double Weight = 0.1;

    private readonly ConcurrentDictionary<ModelId, ModelMeasurement> _byModel = new();

    /// <summary>What is known of a model.</summary>
    /// <param name="model">The model.</param>
    public ModelMeasurement Of(ModelId model) => _byModel.GetValueOrDefault(model, ModelMeasurement.None);

    /// <summary>Takes how an attempt ended.</summary>
    /// <param name="model">The model.</param>
    /// <param name="succeeded">Whether it ended well.</param>
    /// <param name="duration">How long it took, in the queue and on the model.</param>
    public void Record(ModelId model, bool succeeded, TimeSpan duration) => _byModel.AddOrUpdate(
        model,
        static (_, outcome) => Next(ModelMeasurement.None, outcome.succeeded, outcome.duration),
        static (_, known, outcome) => Next(known, outcome.succeeded, outcome.duration),
        (succeeded, duration));

    private static ModelMeasurement Next(ModelMeasurement known, bool succeeded, TimeSpan duration) => new(
        known.Calls + 1,
        Mean(known.SuccessRate, succeeded ? 1 : 0),
        !succeeded ? known.Latency : known.Latency is { } mean ? mean + ((duration - mean) * Weight) : duration);

    private static double Mean(double known, double latest) => known + ((latest - known) * Weight);
}
