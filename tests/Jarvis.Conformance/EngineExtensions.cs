using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Conformance;

/// <summary>Uses an engine as tasks do.</summary>
public static class EngineExtensions
{
    /// <summary>Runs a job and waits for its end. One that is refused has failed.</summary>
    /// <param name="engine">Runs it.</param>
    /// <param name="model">The model.</param>
    /// <param name="job">The job.</param>
    public static async Task<AttemptReport> RunAsync(this IModelEngine engine, ModelId model, ModelJob job)
    {
        var ended = new TaskCompletionSource<AttemptReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await engine.EnqueueAsync(model, job, report => _ = report is AttemptSucceeded or AttemptFailed && ended.TrySetResult(report), default);
        }
        catch (JarvisException refused)
        {
            return new AttemptFailed(job.Id, refused.ToError());
        }

        return await ended.Task;
    }
}
