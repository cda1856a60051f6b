using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Tasks;

namespace Jarvis.Orleans;

/// <summary>The way to a task, wherever it is. All that it is told may be told twice, and is told until it is taken.</summary>
/// <param name="grain">The task.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class RemoteTask(ITaskGrain grain, Delivery delivery) : ITaskActor
{
    public Task StartAsync(TaskAssignment assignment, CancellationToken cancellationToken) => delivery.CallAsync(
        () => grain.StartAsync(assignment, cancellationToken), IsNotTaken, Delivery.LongPatience, cancellationToken);

    public Task ReportAttemptAsync(AttemptReport report, CancellationToken cancellationToken) => delivery.CallAsync(
        () => grain.ReportAttemptAsync(report, cancellationToken), IsNotTaken, Delivery.LongPatience, cancellationToken);

    public Task CancelAsync(CancellationToken cancellationToken) => delivery.CallAsync(
        () => grain.CancelAsync(cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);

    /// <summary>A task that cannot be read yet, such as while the database is away, is started or takes the report later.</summary>
    private static bool IsNotTaken(Exception exception) =>
        ClusterFaults.IsPassing(exception) || exception is JarvisException { Code: ErrorCode.StorageFailed };
}
