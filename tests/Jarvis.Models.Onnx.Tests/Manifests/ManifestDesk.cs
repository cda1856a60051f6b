using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Jarvis.Conformance.Onnx;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Tests.Images;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>A folder with a model, and the runner as an application gets it.</summary>
internal sealed class ManifestDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly PictureDecoder _decoder = new();
    private readonly List<ManifestModel> _loaded = [];

    public ManifestDesk(TimeProvider? time = null, Action<OnnxOptions>? configure = null)
    {
        _services = new ServiceCollection()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton<IMediaDecoder>(_decoder)
            .AddOnnxModels(configure ?? (options => options.Threads = 1))
            .BuildServiceProvider();
        Runner = _services.GetServices<IModelRunner>().OfType<OnnxManifestRunner>().Single();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("jarvis-byo").FullName;

    public OnnxManifestRunner Runner { get; }

    public ModelCard Card(string task, int maxBatch = 8) => new(new ModelId("test/model"), "onnx", [task], "A model of a test")
    {
        Directory = Folder,
        MaxBatch = maxBatch,
        Settings = ImmutableDictionary<string, string>.Empty.Add("manifest", "manifest.json"),
    };

    public void Write(OnnxGraphBuilder graph, JsonObject manifest, JsonObject? tokenizer = null)
    {
        File.WriteAllBytes(Path.Combine(Folder, "model.onnx"), graph.ToModel());
        WriteManifest(manifest);
        if (tokenizer is not null)
        {
            File.WriteAllText(Path.Combine(Folder, "tokenizer.json"), tokenizer.ToJsonString());
        }
    }

    public void WriteManifest(JsonObject manifest) => File.WriteAllText(
        Path.Combine(Folder, "manifest.json"), manifest.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));

    public async ValueTask<string?> WhyUnavailableAsync(string task) => (await Runner.LookAsync(Card(task), CancellationToken.None)).Unavailable;

    /// <summary>Loads what is in the folder now.</summary>
    public async Task<ManifestModel> LoadAsync(string task, int maxBatch = 8)
    {
        var model = (ManifestModel)await Runner.LoadAsync(Card(task, maxBatch), DeviceId.Cpu, CancellationToken.None);
        _loaded.Add(model);
        return model;
    }

    public ModelRequest Request(string task, RgbImage picture) => Request(task, ("image", _decoder.Add(picture)));

    /// <summary>Runs a task on pictures, all in one batch.</summary>
    public Task<ImmutableArray<ModelOutcome>> RunAsync(string task, params RgbImage[] pictures) =>
        RunAsync(task, [.. pictures.Select(picture => Request(task, picture))]);

    /// <summary>Runs a task on texts.</summary>
    public async Task<ModelOutcome> RunAsync(string task, params (string Port, string Text)[] texts) =>
        Assert.Single(await RunAsync(task, [Request(task, texts)]));

    public async Task<ImmutableArray<ModelOutcome>> RunAsync(string task, ImmutableArray<ModelRequest> batch, int maxBatch = 8) =>
        await (await LoadAsync(task, maxBatch)).RunAsync(batch, CancellationToken.None);

    public ModelRequest Request(string task, params (string Port, string Text)[] inputs) => new(task, Path.Combine(Folder, "scratch"))
    {
        Inputs = inputs.ToImmutableDictionary(input => input.Port, input => ImmutableArray.Create(new ModelInput(input.Text))),
    };

    /// <summary>
    /// Runs batches so that all of their rows meet: they wait behind a request that never ends by itself, which is cancelled when they are
    /// all there.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="endless">The request that never ends.</param>
    /// <param name="endlessRows">Its rows.</param>
    /// <param name="rows">The rows of all batches.</param>
    /// <param name="batches">The batches, as an engine gives them.</param>
    /// <returns>The outcomes of all, in order.</returns>
    public static Task<ImmutableArray<ModelOutcome>> MeetAsync(
        ManifestModel model, ModelRequest endless, int endlessRows, int rows, params ImmutableArray<ModelRequest>[] batches) =>
        MeetAsync(model, endless, endlessRows, rows, static () => { }, batches);

    /// <summary>The same, with something done when all are there.</summary>
    public static async Task<ImmutableArray<ModelOutcome>> MeetAsync(
        ManifestModel model, ModelRequest endless, int endlessRows, int rows, Action whenThere, params ImmutableArray<ModelRequest>[] batches)
    {
        using var cancel = new CancellationTokenSource();
        var first = model.RunAsync([endless], cancel.Token);
        await UntilAsync(() => model.Status is { Running: > 0 } status && status.Running + status.Waiting == endlessRows);
        var before = model.Status.Waiting;
        var runs = batches.Select(batch => model.RunAsync(batch, CancellationToken.None)).ToList();
        await UntilAsync(() => model.Status.Waiting == before + rows);
        whenThere();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        return [.. (await Task.WhenAll(runs)).SelectMany(outcomes => outcomes)];
    }

    /// <summary>Waits until something is so; what leads there has been begun.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public static byte[] Bytes(ModelOutcome outcome, string port)
    {
        Assert.Null(outcome.Error);
        using var stream = outcome.Outputs.Single(output => output.Port == port).OpenRead();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static string Text(ModelOutcome outcome, string port) => Encoding.UTF8.GetString(Bytes(outcome, port));

    public static JsonNode Json(ModelOutcome outcome, string port) => JsonNode.Parse(Bytes(outcome, port))!;

    public static (int Width, int Height, byte[] Samples) Png(ModelOutcome outcome, string port = "image") => PngReader.Read(Bytes(outcome, port));

    public static JarvisError Error(ModelOutcome outcome)
    {
        Assert.NotNull(outcome.Error);
        return outcome.Error;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var model in _loaded)
        {
            await model.DisposeAsync();
        }

        await _services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Gives pictures that were handed to it, by the number that stands in their place.</summary>
    private sealed class PictureDecoder : IMediaDecoder
    {
        private readonly List<RgbImage> _pictures = [];

        public string Add(RgbImage picture)
        {
            _pictures.Add(picture);
            return $"{_pictures.Count - 1}";
        }

        public async Task<DecodedImage> DecodeImageAsync(ModelInput input, CancellationToken cancellationToken)
        {
            var picture = _pictures[int.Parse(await input.ReadTextAsync(10, cancellationToken), System.Globalization.CultureInfo.InvariantCulture)];
            return new DecodedImage(picture.Width, picture.Height, picture.Pixels);
        }

        public Task<DecodedAudio> DecodeAudioAsync(ModelInput input, AudioFormat format, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
