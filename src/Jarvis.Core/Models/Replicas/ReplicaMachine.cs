using Jarvis.Errors;

namespace Jarvis.Models.Replicas;

/// <summary>
/// The life of a replica as a pure state machine: unloaded → waiting for memory → loading → warming → ready, from there to quarantine and
/// back or, drained, to unloaded. It reads no clock and does nothing: it says what is to be done.
/// </summary>
/// <param name="rebuild">How long a quarantine lasts.</param>
internal sealed class ReplicaMachine(RebuildPolicy rebuild)
{
    private static readonly ReplicaEffect[] Nothing = [];

    /// <summary>Takes an input.</summary>
    /// <param name="state">The state that it comes to.</param>
    /// <param name="input">The input. One that comes too late changes nothing.</param>
    internal ReplicaTransition Apply(ReplicaState state, ReplicaInput input) => (state.Phase, input) switch
    {
        (ReplicaPhase.Unloaded, ReplicaInput.Wanted) => Reserve(state),

        (ReplicaPhase.Waiting, ReplicaInput.Granted) => To(state with { Phase = ReplicaPhase.Loading }, new ReplicaEffect.Load()),
        (ReplicaPhase.Waiting, ReplicaInput.Refused { Error: var error }) =>
            To(Unloaded(state), new ReplicaEffect.Release(), new ReplicaEffect.TurnAway(error)),
        (ReplicaPhase.Waiting, ReplicaInput.Drain) => To(Unloaded(state), new ReplicaEffect.Release()),

        (ReplicaPhase.Loading, ReplicaInput.Loaded { Holds: var holds }) when state.Leaving => Leave(state with { Held = holds }),
        (ReplicaPhase.Loading, ReplicaInput.Loaded { Holds: var holds }) =>
            To(state with { Phase = ReplicaPhase.Warming, Held = holds }, new ReplicaEffect.WarmUp()),
        (ReplicaPhase.Loading, ReplicaInput.LoadFailed { Error: var error }) => Broken(state, error),

        (ReplicaPhase.Warming, ReplicaInput.WarmedUp) when !state.Leaving => To(state with { Phase = ReplicaPhase.Ready }, new ReplicaEffect.Serve()),
        (ReplicaPhase.Warming, ReplicaInput.WarmedUp) => Leave(state),
        (ReplicaPhase.Warming, ReplicaInput.WarmUpFailed { Error: var error }) => Broken(state, error),
        (ReplicaPhase.Loading or ReplicaPhase.Warming, ReplicaInput.Drain) => To(state with { Leaving = true, Wanted = false }),

        (ReplicaPhase.Ready, ReplicaInput.BatchStarted) => To(state with { Running = state.Running + 1 }),
        (ReplicaPhase.Ready, ReplicaInput.BatchEnded { Fault: null }) =>
            To(state with { Running = state.Running - 1, Faults = 0 }, new ReplicaEffect.Serve()),
        (ReplicaPhase.Ready, ReplicaInput.BatchEnded { Fault: { } fault } ended) =>
            Quarantine(state with { Running = state.Running - 1 }, fault, ended.IsRequests ? Math.Max(1, state.Faults) : state.Faults + 1),
        (ReplicaPhase.Ready, ReplicaInput.Drain) => Leave(state),

        (ReplicaPhase.Quarantined, ReplicaInput.BatchEnded) when state.Held => AfterBatch(state),
        (ReplicaPhase.Quarantined, ReplicaInput.Unloaded) => Recover(state with { Held = false }),
        (ReplicaPhase.Quarantined, ReplicaInput.RebuildDue) => Recover(state with { Rested = true }),
        (ReplicaPhase.Quarantined, ReplicaInput.Drain) when !state.Held => To(Unloaded(state)),
        (ReplicaPhase.Quarantined, ReplicaInput.Drain) => To(state with { Phase = ReplicaPhase.Draining, Wanted = false }),

        (ReplicaPhase.Draining, ReplicaInput.BatchEnded) => AfterBatch(state),
        (ReplicaPhase.Draining, ReplicaInput.Unloaded) => Recover(state with { Held = false, Rested = true }),
        (ReplicaPhase.Draining, ReplicaInput.Drain) => To(state with { Wanted = false }),

        (ReplicaPhase.Loading or ReplicaPhase.Warming, ReplicaInput.Wanted) when state.Leaving => To(state with { Wanted = true }),
        (_, ReplicaInput.BatchEnded) => To(state with { Running = Math.Max(0, state.Running - 1) }),
        (ReplicaPhase.Quarantined or ReplicaPhase.Draining, ReplicaInput.Wanted) => To(state with { Wanted = true }),
        _ => To(state),
    };

    private static ReplicaTransition To(ReplicaState state, params ReplicaEffect[] effects) => new(state, effects.Length == 0 ? Nothing : effects);

    /// <summary>What holds nothing may come back while batches from before still run.</summary>
    private static ReplicaState Unloaded(ReplicaState state) => new() { Faults = state.Faults, Running = state.Running };

    private static ReplicaTransition Reserve(ReplicaState state) =>
        To(Unloaded(state) with { Phase = ReplicaPhase.Waiting }, new ReplicaEffect.Reserve());

    /// <summary>Ends what runs first. What it was wanted for before is served by who takes its place.</summary>
    private static ReplicaTransition Leave(ReplicaState state)
    {
        var leaving = state with { Phase = ReplicaPhase.Draining, Leaving = false };
        return state.Running == 0 ? To(leaving, new ReplicaEffect.Unload()) : To(leaving);
    }

    private static ReplicaTransition AfterBatch(ReplicaState state)
    {
        var left = state with { Running = state.Running - 1 };
        return left.Running == 0 ? To(left, new ReplicaEffect.Unload()) : To(left);
    }

    /// <summary>It did not come up. Doing the same again at once would come to the same, so the wait is that of a second fault at least.</summary>
    private ReplicaTransition Broken(ReplicaState state, JarvisError error)
    {
        if (state.Leaving)
        {
            return state.Held ? Leave(state) : Recover(state with { Rested = true, Leaving = false }, new ReplicaEffect.Release());
        }

        var faults = Math.Max(2, state.Faults + 1);
        var delay = rebuild.DelayAfter(faults);
        return To(
            state with { Phase = ReplicaPhase.Quarantined, Faults = faults, Wanted = false, Rested = false },
            new ReplicaEffect.TurnAway(error with { RetryAfter = !error.Retryable ? null : error.RetryAfter > delay ? error.RetryAfter : delay }),
            state.Held ? new ReplicaEffect.Unload() : new ReplicaEffect.Release(),
            new ReplicaEffect.Rebuild(delay));
    }

    private ReplicaTransition Quarantine(ReplicaState state, JarvisError fault, int faults)
    {
        var delay = rebuild.DelayAfter(faults);
        var quarantined = state with { Phase = ReplicaPhase.Quarantined, Faults = faults, Rested = false };
        var effects = new List<ReplicaEffect>();
        if (delay > TimeSpan.Zero)
        {
            effects.Add(new ReplicaEffect.TurnAway(
                new JarvisError(ErrorCode.ModelUnavailable, fault.Message, Retryable: true) { RetryAfter = delay }));
        }

        if (state is { Running: 0, Held: true })
        {
            effects.Add(new ReplicaEffect.Unload());
        }

        effects.Add(new ReplicaEffect.Rebuild(delay));
        return new ReplicaTransition(quarantined, effects);
    }

    /// <summary>Unloaded once nothing is held and the wait is over, and asked for again where somebody did meanwhile.</summary>
    private static ReplicaTransition Recover(ReplicaState state, params ReplicaEffect[] first)
    {
        if (state.Held || !state.Rested)
        {
            return To(state, first);
        }

        var next = state.Wanted ? Reserve(state) : To(Unloaded(state));
        return next with { Effects = [.. first, .. next.Effects] };
    }
}
