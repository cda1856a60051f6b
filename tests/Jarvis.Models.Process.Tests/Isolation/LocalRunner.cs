using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models.Process.Tests.Isolation;

/// <summary>What a model is loaded by in the test's own process.</summary>
internal sealed class LocalRunner : IModelRunner, IModelLoader
{
    public string Name => "obedient";

    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("It ran in the test's own process.");

    public Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken) => Task.FromResult<ILoadedModel>(new Model());

    internal sealed class Model : ILoadedModel
    {
        public long MemoryBytes => 0;

        public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("It ran in the test's own process.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
