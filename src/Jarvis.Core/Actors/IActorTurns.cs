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

    /// <summary>Runs a call from outside as a turn and returns what it returns.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it while it waits.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.Overloaded"/> when too many calls wait, or the host stops.</exception>
    Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken);

    /// <summary>Runs something as a turn of the actor, later.</summary>
    /// <param name="delay">How much later.</param>
    /// <param name="turn">What to run. What it throws is logged.</param>
    /// <returns>Disposed, it does not happen.</returns>
    IDisposable PostAfter(TimeSpan delay, Func<Task> turn);

    /// <summary>Says that nothing is left to do: the actor may be forgotten, its state is kept.</summary>
    void Rest();
}
