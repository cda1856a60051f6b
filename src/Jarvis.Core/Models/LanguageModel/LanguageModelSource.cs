using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models.LanguageModel;

/// <summary>
/// The cards of the language model: one for text, and one for images where it sees, which ranks lower. Asks nobody: whether the endpoint
/// answers is known when it is called.
/// </summary>
/// <param name="options">What is known of it.</param>
public sealed class LanguageModelSource(LanguageModelTaskOptions options) : IModelSource
{
    private const int MaxName = 100;

    /// <inheritdoc/>
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var tasks = new LanguageModelTasks(new RequestReader(options));
        var text = Card(Id(options.Model), tasks.TextTypes, "reads and writes text", options.Quality);
        return Task.FromResult<ImmutableArray<ModelStatus>>(options.Vision
            ? [text, Card(Id(options.Model) + "-vision", tasks.VisionTypes, "says what images show", options.VisionQuality)]
            : [text]);
    }

    private ModelStatus Card(string name, ImmutableArray<string> types, string does, double quality) => new(
        new ModelCard(new ModelId($"language-model/{name}"), LanguageModelRunner.RunnerName, types, $"the language model {name}: {does}")
        {
            Device = DeviceKind.Remote,
            Quality = quality,
            PricePerCall = options.PricePerCall,
            Deterministic = false,
            Concurrency = options.Concurrency,
        },
        DeviceId.Remote);

    private static string Id(string model)
    {
        var name = string.Concat(model.Take(MaxName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('.');
        return name.Length > 0 ? name : "default";
    }
}
