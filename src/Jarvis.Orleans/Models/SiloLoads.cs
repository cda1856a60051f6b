using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>
/// What other silos last said of their load, and what was sent to them since. Others send too and know no more: what this silo has sent counts for as
/// many times as there are silos, so that they do not all run to the one that was idle. Thread-safe.
/// </summary>
internal sealed class SiloLoads
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SiloAddress, Report> _reports = [];

    /// <summary>Takes what a silo says.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="isDraining">Whether it takes no more jobs.</param>
    /// <param name="models">How much its models have to do.</param>
    internal void Take(SiloAddress silo, bool isDraining, ImmutableArray<ModelLoad> models)
    {
        lock (_lock)
        {
            _reports[silo] = new(isDraining, models.ToDictionary(load => load.Model));
        }
    }

    /// <summary>A job is sent to a silo.</summary>
    internal void Sent(SiloAddress silo, ModelId model)
    {
        lock (_lock)
        {
            if (!_reports.TryGetValue(silo, out var report))
            {
                _reports.Add(silo, report = new(IsDraining: false, []));
            }

            report.Sent[model] = report.Sent.GetValueOrDefault(model) + 1;
        }
    }

    /// <summary>A job that was sent to a silo has ended, or is not wanted: it waits there no more, whether or not the silo has told.</summary>
    internal void Ended(SiloAddress silo, ModelId model)
    {
        lock (_lock)
        {
            if (_reports.TryGetValue(silo, out var report) && report.Sent.GetValueOrDefault(model) is > 0 and var sent)
            {
                report.Sent[model] = sent - 1;
            }
        }
    }

    /// <summary>What is known of those that a job may go to. Those that take no more are left out, unless there is no other.</summary>
    /// <param name="model">The job's model.</param>
    /// <param name="silos">Those that may have it.</param>
    /// <param name="all">How many silos there are; those that are not among them are forgotten.</param>
    internal ImmutableArray<SiloCandidate> Look(ModelId model, ImmutableArray<SiloAddress> silos, IReadOnlyCollection<SiloAddress> all)
    {
        lock (_lock)
        {
            if (_reports.Count > all.Count)
            {
                foreach (var gone in _reports.Keys.Except(all).ToList())
                {
                    _reports.Remove(gone);
                }
            }

            var taking = silos.RemoveAll(silo => _reports.TryGetValue(silo, out var report) && report.IsDraining);
            return [.. (taking.IsEmpty ? silos : taking).Select(silo => Candidate(model, silo, all.Count))];
        }
    }

    private SiloCandidate Candidate(ModelId model, SiloAddress silo, int senders) => _reports.TryGetValue(silo, out var report)
        ? new(
            silo,
            report.Models.GetValueOrDefault(model),
            report.Sent.GetValueOrDefault(model) * senders,
            report.Models.Values.Where(load => load.Model != model).Aggregate(TimeSpan.Zero, static (sum, load) => sum + load.WaitAfter(0)))
        : new(silo, null, 0, TimeSpan.Zero);

    private sealed record Report(bool IsDraining, Dictionary<ModelId, ModelLoad> Models)
    {
        internal Dictionary<ModelId, int> Sent { get; } = [];
    }
}
