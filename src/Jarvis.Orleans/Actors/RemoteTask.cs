using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tasks;

namespace Jarvis.Orleans;

/// <summary>The way to a task, wherever it is. All that it is told may be told twice, and is told until it is taken.</summary>
/// <param name="id">The task.</param>
/// <param name="grains">Finds it.</param>
/// <param name="local">Finds it on this silo.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class RemoteTask(TaskId id, GrainsByKey<ITaskGrain> grains, LocalActors local, Delivery delivery) : ITaskActor
{
    private ITaskGrain? _grain;

    private ITaskGrain Grain => _grain ??= grains.Get(id.ToString());

    public Task StartAsync(TaskAssignment assignment, CancellationToken cancellationToken) => delivery.CallAsync(
        () => Grain.StartAsync(assignment, cancellationToken), IsNotTaken, Delivery.LongPatience, cancellationToken);

    public Task ReportAttemptAsync(AttemptReport report, CancellationToken cancellationToken) => delivery.CallAsync(
        () => (local.Find(id) ?? Grain).ReportAttemptAsync(report, cancellationToken), IsNotTaken, Delivery.LongPatience, cancellationToken);

    public Task CancelAsync(CancellationToken cancellationToken) => delivery.CallAsync(
        () => Grain.CancelAsync(cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);

    /// <summary>A task that cannot be read yet, such as while the database is away, is started or takes the report later.</summary>
    private static bool IsNotTaken(Exception exception) =>
        ClusterFaults.IsPassing(exception) || exception is JarvisException { Code: ErrorCode.StorageFailed };
}
