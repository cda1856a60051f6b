using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Models.Process.Isolation;

/// <summary>A runner whose models run in this process, but for those that are not trusted: each of these has a process of its own.</summary>
/// <param name="inner">The runner.</param>
/// <param name="loader">The same, as what loads.</param>
/// <param name="processes">Starts processes.</param>
internal sealed class IsolatingRunner(IModelRunner inner, IModelLoader loader, WorkerProcesses processes) : IModelRunner, IModelIsolation, IModelReadiness
{
    public string Name => inner.Name;

    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        card.Isolated
            ? throw Error.ModelUnavailable($"{card.Id} runs in a process of its own, which has to be started first; use a host that loads models.")
            : inner.RunAsync(card, batch, cancellationToken);

    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken) => card.Isolated
        ? await processes.StartAsync(card, device, cancellationToken).ConfigureAwait(false)
        : await loader.LoadAsync(card, device, cancellationToken).ConfigureAwait(false);

    public ValueTask<ModelReadiness> LookAsync(ModelCard card, CancellationToken cancellationToken) =>
        inner is IModelReadiness readiness ? readiness.LookAsync(card, cancellationToken) : new(ModelReadiness.Ready);
}
