using System.Collections.Immutable;
using Jarvis.Media;
using Jarvis.Models.Process.Commands;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>The engines as a host has them, over a folder of the test's own.</summary>
internal sealed class Engines : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly FolderStore _store;
    private int _requests;

    public Engines(Action<ProcessModelOptions>? configure = null, TimeProvider? time = null)
    {
        Folder = Directory.CreateTempSubdirectory("jarvis-process-tests-").FullName;
        _store = new FolderStore(Directory.CreateDirectory(Path.Combine(Folder, "store")).FullName);
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        _services = services.AddProcessModels(configure).BuildServiceProvider(validateScopes: true);
    }

    public string Folder { get; }

    public CommandRunner Commands => _services.GetRequiredService<CommandRunner>();

    public IMediaDecoder Decoder => _services.GetRequiredService<IMediaDecoder>();

    public async Task<ImmutableArray<ModelStatus>> CardsAsync()
    {
        var found = ImmutableArray.CreateBuilder<ModelStatus>();
        foreach (var source in _services.GetServices<IModelSource>())
        {
            found.AddRange(await source.DiscoverAsync(CancellationToken.None));
        }

        return found.ToImmutable();
    }

    /// <summary>A file of the test as the value of a port.</summary>
    public ModelInput File(string name, byte[] bytes, string mediaType)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return _store.Take(path, mediaType);
    }

    /// <summary>A file that is already there as the value of a port.</summary>
    public ModelInput File(string path, string mediaType) => _store.Take(path, mediaType);

    /// <summary>An output as the value of a port of the next request.</summary>
    public ModelInput File(ModelOutput output)
    {
        using var stream = output.OpenRead();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return File($"{Interlocked.Increment(ref _requests)}-{output.Name}", bytes.ToArray(), output.MediaType);
    }

    /// <summary>Makes a file with ffmpeg's own arguments, the name being the last of them.</summary>
    public async Task<ModelInput> MakeAsync(string mediaType, params string[] arguments)
    {
        var result = await Commands.RunAsync(
            new("ffmpeg", ["-hide_banner", "-nostdin", "-v", "error", "-y", .. arguments]) { Folder = Folder },
            CancellationToken.None);
        Assert.True(result.ExitCode == 0, result.Errors);
        return File(Path.Combine(Folder, arguments[^1]), mediaType);
    }

    /// <summary>Runs one request on one model.</summary>
    public async Task<ModelOutcome> RunAsync(
        string model,
        Dictionary<string, ModelInput[]> inputs,
        Dictionary<string, string>? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var card = (await CardsAsync()).Single(status => status.Card.Id.Value == model).Card;
        var runner = _services.GetServices<IModelRunner>().Single(runner => runner.Name == card.Runner);
        var scratch = Path.Combine(Folder, $"scratch-{Interlocked.Increment(ref _requests)}");
        var request = new ModelRequest(card.TaskTypes[0], scratch)
        {
            Inputs = inputs.ToImmutableDictionary(port => port.Key, port => port.Value.ToImmutableArray()),
            Options = (options ?? []).ToImmutableDictionary(),
            Progress = progress,
        };
        var outcome = Assert.Single(await runner.RunAsync(card, [request], cancellationToken));
        if (outcome.Error is null)
        {
            AssertPorts(card.TaskTypes[0], outcome);
        }

        return outcome;
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Whatever a runner gives fits the ports of its task type.</summary>
    private static void AssertPorts(string taskType, ModelOutcome outcome)
    {
        var type = TaskTypeCatalog.Default.Find(taskType)!;
        Assert.All(outcome.Outputs, output => Assert.Equal(type.Output(output.Port)!.Kind, MediaTypes.KindOf(output.MediaType)));
        Assert.All(type.Outputs.Where(port => port.Required), port => Assert.Contains(outcome.Outputs, output => output.Port == port.Name));
        Assert.All(
            type.Outputs.Where(port => !port.Many),
            port => Assert.True(outcome.Outputs.Count(output => output.Port == port.Name) <= 1, $"{port.Name} is given more than once"));
    }
}
