using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jarvis.Conformance.Onnx;
using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Tests.Images;
using Jarvis.Models.Onnx.Tests.Tokenizers;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>Two requests of different sizes in one run of the network, for each task type: both get the answer that is known.</summary>
public sealed class BatchedTaskTests : IAsyncDisposable
{
    private readonly ManifestDesk _desk = new();

    [Fact]
    public async Task Pictures_are_classified()
    {
        Write(TaskTypes.ImageClassification, "logits", "logits", graph => Mean(graph, "logits", 1), ["red", "green", "blue"], 3);

        var outcomes = await MeetAsync(TaskTypes.ImageClassification, Pictures.Plain(20, 10, 255, 0, 51), Pictures.Plain(3, 9, 0, 0, 255));

        Assert.Equal(["red", "blue"], outcomes.Select(Label));
        Assert.Equal(Math.Exp(1) / (Math.Exp(1) + Math.Exp(0.2) + 1), Score(outcomes[0]), 5);
        Assert.Equal(Math.Exp(1) / (Math.Exp(1) + 2), Score(outcomes[1]), 5);
    }

    [Fact]
    public async Task Objects_are_found_where_they_are_in_their_own_picture()
    {
        // One query: its classes are 20 times the mean colour, its box is made of it too.
        var graph = new OnnxGraphBuilder();
        var one = graph.Constant("one", OnnxTensor.Of([1], 1L));
        graph.Node("Unsqueeze", [Mean(graph, null, 20), one], ["logits"]);
        graph.Output("logits", OnnxElement.Float, "batch", 1, 3);
        var box = graph.Node("Gather", ["mean", graph.Constant("places", OnnxTensor.Of([4], 0L, 1, 2, 2))], OnnxSetting.Of("axis", 1));
        graph.Node("Unsqueeze", [box, one], ["pred_boxes"]);
        graph.Output("pred_boxes", OnnxElement.Float, "batch", 1, 4);
        var manifest = ImageTaskTests.Manifest(TaskTypes.ObjectDetection, "logits", "logits", new JsonArray("cat", "dog"));
        manifest["outputs"]!.AsArray().Add(new JsonObject { ["name"] = "pred_boxes" });
        _desk.Write(graph, manifest);

        var outcomes = await MeetAsync(TaskTypes.ObjectDetection, Pictures.Plain(200, 100, 153, 102, 51), Pictures.Plain(50, 80, 51, 204, 102));

        var found = outcomes.Select(outcome => Assert.Single(ManifestDesk.Json(outcome, "objects").AsArray())!).ToList();
        Assert.Equal(["cat", "dog"], found.Select(one => (string)one["label"]!));
        Assert.Equal("""{"xmin":100,"ymin":30,"xmax":140,"ymax":50}""", found[0]["box"]!.ToJsonString());
        Assert.Equal("""{"xmin":0,"ymin":48,"xmax":20,"ymax":80}""", found[1]["box"]!.ToJsonString());
        Assert.Equal(Math.Exp(12) / (Math.Exp(12) + Math.Exp(8) + Math.Exp(4)), (double)found[0]["score"]!, 5);
    }

    [Fact]
    public async Task Pictures_are_told_apart_into_segments_of_their_own_size()
    {
        Write(TaskTypes.ImageSegmentation, "logits", "logits", Pixels("logits"), ["ground", "grass", "sky"], 3, "height", "width");

        var outcomes = await MeetAsync(TaskTypes.ImageSegmentation, Pictures.Plain(32, 32, 0, 0, 255), Pictures.Plain(16, 24, 0, 255, 0));

        var segments = outcomes.Select(outcome => Assert.Single(ManifestDesk.Json(outcome, "segments").AsArray())!).ToList();
        Assert.Equal(["sky", "grass"], segments.Select(segment => (string)segment["label"]!));
        Assert.Equal([(32, 32), (16, 24)], segments.Select(segment => PngReader.Read(Convert.FromBase64String((string)segment["mask"]!))).Select(mask => (mask.Width, mask.Height)));
    }

    [Fact]
    public async Task Depth_is_that_of_each_picture()
    {
        Write(
            TaskTypes.DepthEstimation,
            "predicted_depth",
            null,
            (graph, input) => graph.Node("Gather", [input, graph.Constant("red", OnnxTensor.Of([], 0L))], OnnxSetting.Of("axis", 1)),
            null,
            8,
            8);

        var outcomes = await MeetAsync(
            TaskTypes.DepthEstimation,
            Pictures.Make(32, 16, (x, _) => x < 16 ? ((byte)20, (byte)0, (byte)0) : ((byte)120, (byte)0, (byte)0)),
            Pictures.Make(8, 20, (_, y) => y < 10 ? ((byte)200, (byte)0, (byte)0) : ((byte)20, (byte)0, (byte)0)));

        var made = outcomes.Select(outcome => ManifestDesk.Png(outcome)).ToList();
        Assert.Equal([(32, 16, 0, 255), (8, 20, 255, 0)], made.Select(png => (png.Width, png.Height, (int)png.Samples[0], (int)png.Samples[^1])));
    }

    [Fact]
    public async Task Pictures_become_others_of_their_own_size()
    {
        Write(
            TaskTypes.ImageToImage,
            "reconstruction",
            null,
            (graph, input) => graph.Node("Sub", [graph.Constant("one", OnnxTensor.Of([], 1f)), input]),
            null,
            3,
            "height",
            "width");
        var manifest = ImageTaskTests.Manifest(TaskTypes.ImageToImage, "reconstruction", null, null);
        manifest["image"] = new JsonObject { ["resize"] = "none", ["size_divisor"] = 8 };
        _desk.WriteManifest(manifest);
        RgbImage[] pictures = [Pictures.Noise(7, 5), Pictures.Noise(6, 8)];

        var outcomes = await MeetAsync(TaskTypes.ImageToImage, pictures);

        Assert.All(outcomes.Zip(pictures), pair =>
        {
            var (width, height, samples) = ManifestDesk.Png(pair.First);
            Assert.Equal((pair.Second.Width, pair.Second.Height), (width, height));
            Assert.Equal(pair.Second.Pixels.ToArray().Select(value => (byte)(255 - value)), samples);
        });
    }

    [Fact]
    public async Task Texts_are_classified()
    {
        _desk.Write(
            TextTaskTests.Summed("logits", TextTaskTests.Table(2, ("hello", [3, 0]), ("sat", [0, 4]))),
            TextTaskTests.Manifest(TaskTypes.TextClassification, "logits", new JsonArray("warm", "dull")),
            TokenizerFiles.WordPiece());

        var outcomes = await MeetAsync(TaskTypes.TextClassification, 1, [("text", "endless")], [("text", "hello hello, the cat!")], [("text", "sat")]);

        Assert.Equal(["warm", "dull"], outcomes.Select(Label));
        Assert.Equal([1 / (1 + Math.Exp(-6)), 1 / (1 + Math.Exp(-4))], outcomes.Select(outcome => Math.Round(Score(outcome), 6)), (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Fact]
    public async Task Entities_stand_where_they_do_in_their_own_text()
    {
        _desk.Write(
            TextTaskTests.PerToken("logits", TextTaskTests.Table(3, ("ada", [0, 9, 0]), ("paris", [0, 0, 9])), 3),
            TextTaskTests.Manifest(TaskTypes.TokenClassification, "logits", new JsonArray("O", "B-PER", "B-LOC")),
            TokenizerFiles.WordPiece());

        var outcomes = await MeetAsync(TaskTypes.TokenClassification, 1, [("text", "endless")], [("text", "Ada lives in Paris!")], [("text", "  Paris")]);

        Assert.Equal(["PER Ada 0 3, LOC Paris 13 18", "LOC Paris 2 7"], outcomes.Select(outcome => string.Join(", ", ManifestDesk.Json(outcome, "entities").AsArray()
            .Select(entity => $"{entity!["entity"]} {entity["word"]} {entity["start"]} {entity["end"]}"))));
    }

    [Fact]
    public async Task Texts_are_compared_with_their_own_pair()
    {
        _desk.Write(
            TextTaskTests.PerToken("vectors", TextTaskTests.Table(2, ("hello", [1, 0]), ("world", [3, 4]), ("cat", [0, 2])), 2),
            SimilarityManifest(),
            TokenizerFiles.WordPiece());

        var outcomes = await MeetAsync(
            TaskTypes.SentenceSimilarity, 2, [("text1", "endless"), ("text2", "hello")], [("text1", "hello"), ("text2", "world world")], [("text1", "cat cat cat"), ("text2", "hello hello")]);

        Assert.Equal([0.6, 0.0], outcomes.Select(outcome => Math.Round((double)ManifestDesk.Json(outcome, "score")["score"]!, 5)));
    }

    [Fact]
    public async Task Questions_are_answered_from_their_own_context()
    {
        _desk.Write(TextTaskTests.Answering(), TextTaskTests.QuestionManifest(), TokenizerFiles.WordPiece());

        var outcomes = await MeetAsync(
            TaskTypes.QuestionAnswering, 1, [("question", "where?"), ("context", "endless")], [("question", "where?"), ("context", "In PARIS!")], [("question", "where?"), ("context", "paris")]);

        Assert.Equal(["PARIS", "paris"], outcomes.Select(outcome => ManifestDesk.Text(outcome, "text")));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static string Label(ModelOutcome outcome) => (string)ManifestDesk.Json(outcome, "labels")[0]!["label"]!;

    private static double Score(ModelOutcome outcome) => (double)ManifestDesk.Json(outcome, "labels")[0]!["score"]!;

    private static JsonObject SimilarityManifest()
    {
        var manifest = TextTaskTests.Manifest(TaskTypes.SentenceSimilarity, "vectors", null);
        manifest["outputs"]![0]!["role"] = "token_embeddings";
        return manifest;
    }

    /// <summary>The mean of each channel, times something.</summary>
    private static string Mean(OnnxGraphBuilder graph, string? output, float times)
    {
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        graph.Node("ReduceMean", [input], ["mean"], OnnxSetting.Of("axes", 2L, 3), OnnxSetting.Of("keepdims", 0));
        var scaled = graph.Node("Mul", ["mean", graph.Constant("times", OnnxTensor.Of([], times))]);
        output ??= "scaled";
        graph.Node("Add", [scaled, EndlessGraph.ZeroUnlessWhite(graph, input)], [output]);
        return output;
    }

    private static Func<OnnxGraphBuilder, string> Pixels(string output) => graph =>
    {
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        graph.Node("Add", [input, EndlessGraph.ZeroUnlessWhite(graph, input)], [output]);
        return output;
    };

    private void Write(
        string task, string output, string? role, Func<OnnxGraphBuilder, string, string> make, string[]? labels, params OnnxDimension[] shape) =>
        Write(
            task,
            output,
            role,
            graph =>
            {
                var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
                graph.Node("Add", [make(graph, input), EndlessGraph.ZeroUnlessWhite(graph, input)], [output]);
                return output;
            },
            labels,
            shape);

    private void Write(string task, string output, string? role, Func<OnnxGraphBuilder, string> make, string[]? labels, params OnnxDimension[] shape)
    {
        var graph = new OnnxGraphBuilder();
        graph.Output(make(graph), OnnxElement.Float, ["batch", .. shape]);
        _desk.Write(graph, ImageTaskTests.Manifest(task, output, role, labels is null ? null : new JsonArray([.. labels.Select(label => (JsonNode)label)])));
    }

    private Task<ImmutableArray<ModelOutcome>> MeetAsync(string task, params RgbImage[] pictures) => MeetAsync(
        task, 1, _desk.Request(task, Pictures.Plain(8, 8, 255, 255, 255)), [.. pictures.Select(picture => _desk.Request(task, picture))]);

    private Task<ImmutableArray<ModelOutcome>> MeetAsync(
        string task, int rows, (string Port, string Text)[] endless, params (string Port, string Text)[][] requests) => MeetAsync(
        task, rows, _desk.Request(task, endless), [.. requests.Select(request => _desk.Request(task, request))]);

    /// <summary>Runs requests in batches of an engine of one each, and sees that all of their rows ran together.</summary>
    private async Task<ImmutableArray<ModelOutcome>> MeetAsync(string task, int rows, ModelRequest endless, ModelRequest[] requests)
    {
        ManifestModel model = await _desk.LoadAsync(task);
        var outcomes = await ManifestDesk.MeetAsync(model, endless, rows, rows * requests.Length, [.. requests.Select(request => ImmutableArray.Create(request))]);
        Assert.Equal((2, rows * requests.Length), (model.Status.Batches, model.Status.Succeeded));
        return outcomes;
    }
}
