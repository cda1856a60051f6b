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
        .SelectMany(endpoint => endpoint.Value.Models.Select(model =>
            new ModelStatus(Card(endpoint.Key, endpoint.Value, model), DeviceId.Remote, OpenAIEndpoints.WhyNoKey(endpoint.Value))
            {
                Source = OpenAIEndpoints.Path(endpoint.Key),
            }))
        .ToImmutableArray());

    /// <summary>What the server calls a model.</summary>
    internal static string NameAt(OpenAIModel model) => model.Model ?? model.Id[(model.Id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static ModelCard Card(string name, OpenAIEndpointOptions endpoint, OpenAIModel model)
    {
        var settings = ImmutableDictionary<string, string>.Empty
            .Add(EndpointSetting, name)
            .Add(ModelSetting, NameAt(model));
        return new(new(model.Id), OpenAIModelRunner.RunnerName, [model.TaskType], model.Description ?? $"{model.Id}, for {model.TaskType}")
        {
            Device = DeviceKind.Remote,
            Licence = model.Licence,
            Quality = model.Quality,
            PricePerCall = model.PricePerCall,
            Prices = model.Prices.ToImmutableDictionary(),
            Concurrency = endpoint.Concurrency,
            Deterministic = model.TaskType is TaskTypes.SentenceSimilarity or TaskTypes.AutomaticSpeechRecognition,
            Settings = model.Voice is { Length: > 0 } voice ? settings.Add(VoiceSetting, voice) : settings,
        };
    }
}
