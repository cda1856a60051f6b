using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>
/// Says which silo is best for a job of a model: the one where it begins first. A silo that would have to load the model counts as so much
/// later as it is to be spared that, so that a model stays where it is, with all requests for it in the same batches, until it has too much to do there.
/// Who decides at the same time from the same reports decides alike: what nobody has loaded is loaded once. Pure.
/// </summary>
internal static class ModelRouting
{
    /// <summary>How much sooner a job has to begin on another silo before it goes there: about what the way there and back costs.</summary>
    internal static readonly TimeSpan Hop = TimeSpan.FromMilliseconds(1);

    private static readonly ModelLoad Idle = new(default, IsLoaded: true, Queued: 0, Free: 1, Each: null);

    /// <summary>Orders silos, the best first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="silos">Those that may have it.</param>
    /// <param name="here">Where the job is.</param>
    /// <param name="spreadAfter">How much sooner a job has to begin where the model would have to be loaded for it; zero where nothing is loaded; null for one that is to be on one silo.</param>
    internal static IEnumerable<SiloAddress> Rank(ModelId model, IReadOnlyCollection<SiloCandidate> silos, SiloAddress here, TimeSpan? spreadAfter)
    {
        var byHome = silos.OrderByDescending(silo => Home(model, silo.Silo));
        return (spreadAfter is { } later ? byHome.OrderBy(silo => Wait(silo, here, later)) : byHome).Select(silo => silo.Silo);
    }

    private static TimeSpan Wait(in SiloCandidate silo, SiloAddress here, TimeSpan later)
    {
        var hop = silo.Silo.Equals(here) ? TimeSpan.Zero : Hop;
        if (silo.Load is not { } load)
        {
            // What was sent where it was not is about to load it there; how many wait until then says nothing yet.
            return later == TimeSpan.Zero ? Idle.WaitAfter(silo.Sent) + hop : silo.Sent > 0 ? hop : Loaded(silo, later);
        }

        var wait = load.WaitAfter(silo.Sent);
        return load.IsLoaded || silo.Sent > 0 || later == TimeSpan.Zero ? wait + hop : wait + Loaded(silo, later);
    }

    /// <summary>By seconds: who decides elsewhere knows the same a little later, and is to come to the same. Where it is asked from does not matter then.</summary>
    private static TimeSpan Loaded(in SiloCandidate silo, TimeSpan later) => later + TimeSpan.FromSeconds(Math.Floor(silo.Others.TotalSeconds));

    /// <summary>The same silo for everybody, another for each model, and hardly ever another because one came or went (rendezvous hashing, FNV-1a and a mixer).</summary>
    private static ulong Home(ModelId model, SiloAddress silo)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in $"{model} {silo.ToParsableString()}")
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        hash = unchecked((hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL);
        return hash ^ (hash >> 33);
    }
}
