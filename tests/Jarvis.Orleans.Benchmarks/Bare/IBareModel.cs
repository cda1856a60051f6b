using Jarvis.Tasks;

namespace Jarvis.Orleans.Benchmarks.Bare;

/// <summary>Takes the calls that a model takes.</summary>
public interface IBareModel : IGrainWithStringKey
{
    Task EnqueueAsync(ModelJob job);
}
