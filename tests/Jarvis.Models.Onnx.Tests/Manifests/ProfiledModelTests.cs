using System.Text.Json.Nodes;
using Jarvis.Conformance.Onnx;
using Jarvis.Models.Onnx.Tests.Images;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>A model whose weights are most of its work, so that eight rows cost little more than one.</summary>
public sealed class ProfiledModelTests : IAsyncDisposable
{
    private const string Type = TaskTypes.ImageClassification;
    private const int Hidden = 8192;

    private readonly string _profiles = Path.Combine(Directory.CreateTempSubdirectory("jarvis-profiles").FullName, "profiles.json");
    private readonly ManifestDesk _desk;

    public ProfiledModelTests() => _desk = new(configure: options =>
    {
        options.ProfilesFile = _profiles;
        options.ProfileAfter = TimeSpan.FromMilliseconds(10);
        options.ProfileBudget = TimeSpan.FromSeconds(2);
    });

    [Fact]
    public async Task Batching_is_on_where_it_pays_and_what_was_found_is_known_when_it_is_loaded_again()
    {
        _desk.Write(Perceptron(), ImageTaskTests.Manifest(Type, "logits", "logits", new JsonArray("red", "green", "blue")));
        var request = _desk.Request(Type, Pictures.Plain(4, 4, 0, 255, 0));
        var model = await _desk.LoadAsync(Type);

        await model.ProfileEnded.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.InRange(model.Profiled!.Costs.Ceiling, 2, 8);
        Assert.InRange(model.Profiled.Threads, 1, Environment.ProcessorCount);
        Assert.Equal("green", (string)ManifestDesk.Json(Assert.Single(await model.RunAsync([request], CancellationToken.None)), "labels")[0]!["label"]!);
        var again = await _desk.LoadAsync(Type);
        Assert.Equal((model.Profiled.Threads, model.Profiled.Costs.Ceiling), (again.Profiled!.Threads, again.Profiled.Costs.Ceiling));
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_profiles)!, recursive: true);
    }

    /// <summary>Through 8,192 numbers and 512 to three, each the sum of its channel.</summary>
    private static OnnxGraphBuilder Perceptron()
    {
        var (wide, narrow, last) = (new float[3 * 64 * Hidden], new float[Hidden * 512], new float[512 * 3]);
        for (var i = 0; i < 3 * 64; i++)
        {
            wide[(i * Hidden) + (i / 64)] = 1f / 64;
        }

        for (var channel = 0; channel < 3; channel++)
        {
            narrow[(channel * 512) + channel] = 1;
            last[(channel * 3) + channel] = 1;
        }

        var graph = new OnnxGraphBuilder();
        var flat = graph.Node("Flatten", [graph.Input("pixel_values", OnnxElement.Float, "batch", 3, 8, 8)]);
        var hidden = graph.Node("Relu", [graph.Node("MatMul", [flat, graph.Constant("wide", OnnxTensor.Of([3 * 64, Hidden], wide))])]);
        var less = graph.Node("MatMul", [hidden, graph.Constant("narrow", OnnxTensor.Of([Hidden, 512], narrow))]);
        graph.Node("MatMul", [less, graph.Constant("last", OnnxTensor.Of([512, 3], last))], ["logits"]);
        graph.Output("logits", OnnxElement.Float, "batch", 3);
        return graph;
    }
}
