using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>The cards of the models that are configured at OpenAI-compatible endpoints.</summary>
internal sealed class OpenAIModelSource(IOptions<RemoteModelOptions> options) : IModelSource
{
    internal const string EndpointSetting = "endpoint";
    internal const string ModelSetting = "model";
    internal const string VoiceSetting = "voice";

    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) => Task.FromResult(options.Value.OpenAI
        .OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal)
        .SelectMany(endpoint => endpoint.Value.Models.Select(model => new ModelStatus(Card(endpoint.Key, endpoint.Value, model), DeviceId.Remote)))
        .ToImmutableArray());

    private static ModelCard Card(string name, OpenAIEndpointOptions endpoint, OpenAIModel model)
    {
        var settings = ImmutableDictionary<string, string>.Empty
            .Add(EndpointSetting, name)
            .Add(ModelSetting, model.Model ?? model.Id[(model.Id.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return new(new(model.Id), OpenAIModelRunner.RunnerName, [model.TaskType], model.Description ?? $"{model.Id}, for {model.TaskType}")
        {
            Device = DeviceKind.Remote,
            Quality = model.Quality,
            PricePerCall = model.PricePerCall,
            Concurrency = endpoint.Concurrency,
            Deterministic = model.TaskType is TaskTypes.SentenceSimilarity or TaskTypes.AutomaticSpeechRecognition,
            Settings = model.Voice is { Length: > 0 } voice ? settings.Add(VoiceSetting, voice) : settings,
        };
    }
}
