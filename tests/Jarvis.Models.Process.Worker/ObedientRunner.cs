using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Models.Process.Worker;

/// <summary>Loads a model that does what its input says, or fails to as its card says.</summary>
/// <param name="output">The worker's output, to spoil.</param>
internal sealed class ObedientRunner(Stream output) : IModelRunner, IModelLoader
{
    public string Name => "obedient";

    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        throw Error.ModelUnavailable("It is loaded first.");

    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        switch (card.Settings.GetValueOrDefault("load"))
        {
            case "refuse":
                throw Error.ModelUnavailable("The file is damaged; pull it again.");
            case "crash":
                Crash.Now();
                break;
            case "hang":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
        }

        return new ObedientModel(output);
    }
}
