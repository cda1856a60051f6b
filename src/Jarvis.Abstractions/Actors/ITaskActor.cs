using Jarvis.Tasks;

namespace Jarvis.Actors;

/// <summary>
/// A planned task: chooses a model, tries, retries, falls over and reports to its conversation. Active once the tasks that it depends on
/// have finished. Its key is a <see cref="Identity.TaskId"/>.
/// </summary>
public interface ITaskActor
{
    /// <summary>
    /// Starts the task. Starting it again does nothing while it runs; where its host stopped meanwhile it goes on, and where it has ended it
    /// tells its end again.
    /// </summary>
    /// <param name="assignment">What to do.</param>
    /// <param name="cancellationToken">Ends the call, not the task.</param>
    Task StartAsync(TaskAssignment assignment, CancellationToken cancellationToken);

    /// <summary>Takes what a model tells of an attempt. Reports of attempts that are over are ignored.</summary>
    /// <param name="report">What is new.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReportAttemptAsync(AttemptReport report, CancellationToken cancellationToken);

    /// <summary>Stops the task. It reports nothing more, and its models have been told when the call returns.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task CancelAsync(CancellationToken cancellationToken);
}
