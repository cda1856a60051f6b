using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>
/// Has every conversation with open turns go on: those that somebody works on do nothing then. It is told when a silo is gone, and a reminder, which
/// outlives every silo, wakes it where that was missed.
/// </summary>
/// <param name="services">Of the silo that it is on.</param>
/// <param name="recovery">Finds what was under way.</param>
/// <param name="delivery">Tries again.</param>
/// <param name="trigger">Calls the next when this one ends.</param>
/// <param name="options">How often it looks.</param>
/// <param name="logger">Told of faults.</param>
[GrainType("recovery"), Reentrant, CoordinatorFilter]
internal sealed partial class RecoveryGrain(
    IServiceProvider services, HostRecovery recovery, Delivery delivery, RecoveryTrigger trigger, IOptions<JarvisClusterOptions> options, ILogger<RecoveryGrain> logger)
    : Grain, IRecoveryGrain, IRemindable, IDisposable
{
    private const string Reminder = "recover";

    private readonly CancellationTokenSource _ending = new();
    private readonly Outbox _outbox = new(logger);
    private CancellationToken _ended;
    private int _waiting;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ended = _ending.Token;
        await this.RegisterOrUpdateReminder(Reminder, options.Value.RecoverEvery, options.Value.RecoverEvery, cancellationToken).ConfigureAwait(true);
        // What is kept of resources is looked through by one silo: the one that this is on.
        services.GetService<CollectionSchedule>()?.Start();
    }

    /// <summary>What is not done yet is done by the next.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        trigger.Pull();
        return _ending.CancelAsync();
    }

    public void Dispose() => _ending.Dispose();

    public Task ReceiveReminder(string reminderName, TickStatus status) => RecoverAsync(CancellationToken.None);

    public Task RecoverAsync(CancellationToken cancellationToken)
    {
        // One that waits to begin sees all that this one would.
        if (Interlocked.Exchange(ref _waiting, 1) == 0)
        {
            _outbox.Post(RunAsync, LogFailed);
        }

        return Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        Volatile.Write(ref _waiting, 0);
        try
        {
            // What ended the silo may have ended the database too: nobody calls again when that is back.
            await delivery.CallAsync(
                () => recovery.RunAsync(_ended), static failed => failed is JarvisException { Retryable: true }, Delivery.LongPatience, _ended).ConfigureAwait(true);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The next does it.
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Open turns could not be found; it is tried again at the next reminder.")]
    private partial void LogFailed(Exception exception);
}
