using Jarvis.Identity;
using Jarvis.Tasks;

namespace Jarvis.Models.Results;

/// <summary>Jobs that run as one. Its engine locks.</summary>
/// <param name="key">What they have in common.</param>
/// <param name="model">The model.</param>
internal sealed class Flight(FlightKey key, ModelId model)
{
    internal FlightKey Key { get; } = key;

    internal ModelId Model { get; } = model;

    /// <summary>The jobs that wait for it, in the order that they came, each with who is told.</summary>
    internal List<(ModelJob Job, Action<AttemptReport> Report)> Members { get; } = [];

    /// <summary>The attempt that really runs. It may have been cancelled, and run on for the others.</summary>
    internal AttemptId Runs { get; set; }

    /// <summary>Whether it has left the queue.</summary>
    internal bool HasStarted { get; set; }
}
