using Jarvis.Tasks;

namespace Jarvis.Orleans.Benchmarks.Bare;

/// <summary>Takes the calls that a task takes.</summary>
public interface IBareTask : IGrainWithStringKey
{
    Task StartAsync(TaskAssignment assignment);

    Task ReportAsync(AttemptReport report);
}
