namespace Jarvis.Placement;

/// <summary>
/// Decides from load reports how many replicas a model is to have: more as soon as the load asks for it, fewer only when it has been low for
/// long, and by a margin. So a load that stays the same changes the count at most once (the tolerance and stabilisation window of
/// Kubernetes' horizontal pod autoscaler). Pure.
/// </summary>
/// <param name="scaling">The limits.</param>
public sealed class ReplicaScaler(ReplicaScaling scaling)
{
    /// <summary>Takes a report.</summary>
    /// <param name="state">What was decided before.</param>
    /// <param name="load">
    /// How many replicas' worth of work there is: requests a second times the seconds of one (Little's law), those that wait among them. What
    /// is no number from 0 up is left out.
    /// </param>
    /// <param name="at">When it was measured; one that is older than the last report is left out.</param>
    public ReplicaState Next(ReplicaState state, double load, DateTimeOffset at)
    {
        if (!double.IsFinite(load) || load < 0 || at < state.SeenAt)
        {
            return state;
        }

        state = state with { SeenAt = at, Count = Math.Clamp(state.Count, scaling.Least, scaling.Most) };
        var wanted = For(load, scaling.Target);
        if (wanted > state.Count)
        {
            state = state with { LowSince = null };
            return state.ChangedAt is { } changed && at - changed < scaling.CoolDown ? state : Change(state, wanted, at);
        }

        if (For(load, Spare) >= state.Count)
        {
            return state with { LowSince = null };
        }

        state = state.LowSince is null
            ? state with { LowSince = at, LowPeak = load }
            : state with { LowPeak = Math.Max(state.LowPeak, load) };
        return at - state.LowSince < scaling.LowFor ? state : Change(state, For(state.LowPeak, Spare), at);
    }

    private double Spare => scaling.Target * (1 - scaling.Band);

    private static ReplicaState Change(ReplicaState state, int count, DateTimeOffset at) => state with { Count = count, ChangedAt = at, LowSince = null };

    private int For(double load, double each) => (int)Math.Clamp(Math.Ceiling(load / each), scaling.Least, scaling.Most);
}
