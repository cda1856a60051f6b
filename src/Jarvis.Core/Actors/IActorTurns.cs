namespace Jarvis.Actors;

/// <summary>
/// What a host gives each actor: turns. An actor handles one call or turn at a time, so its state needs no lock. The host sees to that
/// with a mailbox (embedded) or with the activation's scheduler (Orleans).
/// </summary>
public interface IActorTurns
{
    /// <summary>Runs something as a turn of the actor, after what is already waiting. Does not wait for it.</summary>
    /// <param name="turn">What to run. What it throws is logged.</param>
    void Post(Func<Task> turn);

    /// <summary>Runs something as a turn of the actor, later.</summary>
    /// <param name="delay">How much later.</param>
    /// <param name="turn">What to run. What it throws is logged.</param>
    /// <returns>Disposed, it does not happen.</returns>
    IDisposable PostAfter(TimeSpan delay, Func<Task> turn);

    /// <summary>Says that nothing is left to do: the actor may be forgotten, its state is kept.</summary>
    void Rest();
}
