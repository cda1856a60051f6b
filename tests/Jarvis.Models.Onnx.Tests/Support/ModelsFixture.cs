using System.Collections.Immutable;
using Jarvis.Media;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>The runners as an application gets them, with the models loaded once for all tests.</summary>
public sealed class ModelsFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton<IMediaDecoder, FfmpegDecoder>()
        .AddOnnxModels()
        .BuildServiceProvider();

    private readonly FileResourceStore _store = new();

    /// <summary>A folder of this fixture's own.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("jarvis-onnx").FullName;

    public async Task<ImmutableArray<ModelOutcome>> RunAsync(string runner, params string[] paths)
    {
        var status = (await _services.GetRequiredService<IModelSource>().DiscoverAsync(CancellationToken.None))
            .Single(status => status.Card.Runner == runner);
        Assert.True(status.IsAvailable, status.Unavailable);
        return await _services.GetServices<IModelRunner>().Single(candidate => candidate.Name == runner)
            .RunAsync(status.Card, [.. paths.Select(path => Request(status.Card, path))], CancellationToken.None);
    }

    /// <summary>The text of a picture.</summary>
    public async Task<string> ReadAsync(string path) => Text(Assert.Single(await RunAsync("pp-ocr", path)), "text");

    public static string Text(ModelOutcome outcome, string port)
    {
        Assert.Null(outcome.Error);
        using var reader = new StreamReader(outcome.Outputs.Single(output => output.Port == port).OpenRead());
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private ModelRequest Request(ModelCard card, string path)
    {
        var (port, mediaType) = card.Runner == "pp-ocr" ? ("image", MediaTypes.Png) : ("audio", MediaTypes.Wav);
        return new ModelRequest(card.TaskTypes[0], Path.Combine(Folder, "scratch"))
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<ModelInput>>.Empty.Add(port, [_store.Input(path, mediaType)]),
        };
    }
}
