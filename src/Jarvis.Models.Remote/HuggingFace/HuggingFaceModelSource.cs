using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>The cards of the models that are configured, or of a few well-known ones. Asks nobody: which run there changes by the hour.</summary>
internal sealed class HuggingFaceModelSource(IOptions<RemoteModelOptions> options) : IModelSource
{
    /// <summary>The setting of a card that names the dedicated endpoint that runs it.</summary>
    internal const string EndpointSetting = "endpoint";

    private readonly HuggingFaceOptions _options = options.Value.HuggingFace;

    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var hasToken = !string.IsNullOrEmpty(_options.Token);
        IEnumerable<HuggingFaceModel> models = _options.Models.Count == 0 && hasToken ? HuggingFaceDefaults.Models : _options.Models;
        return Task.FromResult(models.Select(model => new ModelStatus(Card(model), DeviceId.Remote, hasToken || model.Endpoint is not null ? null : _options.WithoutToken)).ToImmutableArray());
    }

    private ModelCard Card(HuggingFaceModel model) =>
        new(new(model.Id), HuggingFaceRunner.RunnerName, [model.TaskType], model.Description ?? $"{model.Id}, for {model.TaskType}")
        {
            Device = DeviceKind.Remote,
            Licence = model.Licence,
            Popularity = model.Popularity,
            Quality = model.Quality,
            Concurrency = _options.Concurrency,
            Deterministic = model.TaskType is not (TaskTypes.ImageToImage or TaskTypes.TextGeneration or TaskTypes.TextToImage
                or TaskTypes.TextToSpeech or TaskTypes.TextToVideo),
            Settings = model.Endpoint is { } endpoint
                ? ImmutableDictionary<string, string>.Empty.Add(EndpointSetting, endpoint)
                : ImmutableDictionary<string, string>.Empty,
            Accepts = model.Accepts.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray()),
        };
}
