using System.Text.Json.Nodes;
using Jarvis.Conformance.Onnx;
using Jarvis.Errors;
using Jarvis.Models.Onnx.Tests.Images;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>Whole runs on graphs whose answer follows from how they are built.</summary>
public sealed class ImageTaskTests : IAsyncDisposable
{
    private readonly ManifestDesk _desk = new();

    [Fact]
    public async Task A_picture_is_classified_by_its_mean_colour()
    {
        // The mean of each channel is the logit of its class.
        _desk.Write(MeanColour(), Manifest(TaskTypes.ImageClassification, "logits", "logits", new JsonArray("red", "green", "blue")));

        var outcomes = await _desk.RunAsync(TaskTypes.ImageClassification, Pictures.Plain(20, 10, 255, 0, 51), Pictures.Plain(3, 9, 0, 0, 255));

        var first = ManifestDesk.Json(outcomes[0], "labels").AsArray();
        Assert.Equal(["red", "blue", "green"], first.Select(label => (string)label!["label"]!));
        var sum = Math.Exp(1) + Math.Exp(0.2) + 1;
        Assert.Equal(Math.Exp(1) / sum, (double)first[0]!["score"]!, 5);
        Assert.Equal(Math.Exp(0.2) / sum, (double)first[1]!["score"]!, 5);
        Assert.Equal("blue", (string)ManifestDesk.Json(outcomes[1], "labels")[0]!["label"]!);
    }

    [Fact]
    public async Task Labels_that_a_task_names_are_the_only_ones()
    {
        _desk.Write(MeanColour(), Manifest(TaskTypes.ImageClassification, "logits", "logits", new JsonArray("red", "green", "blue")));
        var red = _desk.RunAsync(TaskTypes.ImageClassification, Pictures.Plain(4, 4, 255, 0, 51));

        Assert.Equal(3, ManifestDesk.Json((await red)[0], "labels").AsArray().Count);
        var request = _desk.Request(TaskTypes.ImageClassification, ("image", "0"));
        Assert.Equal(["blue", "green"], await LabelsAsync("Green, BLUE"));
        Assert.Equal(ErrorCode.InvalidRequest, ManifestDesk.Error((await RunAsync("purple"))).Code);

        async Task<IEnumerable<string>> LabelsAsync(string labels) =>
            ManifestDesk.Json(await RunAsync(labels), "labels").AsArray().Select(label => (string)label!["label"]!);

        async Task<ModelOutcome> RunAsync(string labels) => Assert.Single(await _desk.RunAsync(
            TaskTypes.ImageClassification,
            [new ModelRequest(TaskTypes.ImageClassification, _desk.Folder) { Inputs = request.Inputs, Options = request.Options.Add("labels", labels) }]));
    }

    [Fact]
    public async Task DETR_boxes_are_found_in_the_picture_and_drawn_on_it()
    {
        // Three queries: a cat for sure, nothing, a dog. Boxes are shares of the picture, centre and size.
        var graph = new OnnxGraphBuilder();
        Constants(graph, ("logits", OnnxTensor.Of([1, 3, 3], 9f, 0, 0, 0, 0, 9, 0, 5, 0)), ("pred_boxes", OnnxTensor.Of([1, 3, 4], 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1, 0.9f, 0.1f, 0.2f, 0.2f)));
        var manifest = Manifest(TaskTypes.ObjectDetection, "logits", "logits", new JsonArray("cat", "dog"));
        manifest["outputs"] = new JsonArray(Output("logits", "logits"), Output("pred_boxes", "boxes"));
        _desk.Write(graph, manifest);

        var outcome = Assert.Single(await _desk.RunAsync(TaskTypes.ObjectDetection, Pictures.Plain(200, 100, 10, 10, 10)));

        var objects = ManifestDesk.Json(outcome, "objects").AsArray();
        Assert.Equal(["cat", "dog"], objects.Select(found => (string)found!["label"]!));
        Assert.Equal("""{"xmin":50,"ymin":25,"xmax":150,"ymax":75}""", objects[0]!["box"]!.ToJsonString());
        Assert.Equal("""{"xmin":160,"ymin":0,"xmax":200,"ymax":20}""", objects[1]!["box"]!.ToJsonString());
        Assert.Equal(Math.Exp(9) / (Math.Exp(9) + 2), (double)objects[0]!["score"]!, 5);
        var (width, height, samples) = ManifestDesk.Png(outcome);
        Assert.Equal((200, 100), (width, height));
        Assert.NotEqual(10, samples[((25 * 200) + 100) * 3]);
        Assert.Equal(10, samples[((50 * 200) + 100) * 3 + 1]);
    }

    [Fact]
    public async Task YOLO8_boxes_lie_in_the_letterbox_and_the_less_sure_of_two_goes()
    {
        // Boxes across: the second one nearly the first, the third of another class, the fourth not sure enough.
        var graph = new OnnxGraphBuilder();
        Constants(graph, ("output0", OnnxTensor.Of([1, 6, 4],
            32f, 33, 32, 10,
            32, 32, 32, 10,
            16, 16, 16, 4,
            8, 8, 8, 4,
            0.9f, 0.8f, 0.1f, 0.2f,
            0.0f, 0.1f, 0.7f, 0.3f)));
        var manifest = Manifest(TaskTypes.ObjectDetection, "output0", "detections", new JsonArray("car", "bus"), 64);
        manifest["image"]!["resize"] = "letterbox";
        manifest["postprocess"] = new JsonObject { ["detections"] = "yolov8" };
        _desk.Write(graph, manifest);

        var objects = ManifestDesk.Json(Assert.Single(await _desk.RunAsync(TaskTypes.ObjectDetection, Pictures.Plain(128, 64, 0, 0, 0))), "objects").AsArray();

        // 128 × 64 is halved to 64 × 32 and stands 16 rows below the top.
        Assert.Equal(["car", "bus"], objects.Select(found => (string)found!["label"]!));
        Assert.Equal([0.9f, 0.7f], objects.Select(found => (float)found!["score"]!));
        Assert.All(objects, found => Assert.Equal("""{"xmin":48,"ymin":24,"xmax":80,"ymax":40}""", found!["box"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("yolov5", new[] { 1L, 2, 7 }, new[] { 32f, 32, 16, 16, 0.5f, 0.2f, 1, 8, 8, 4, 4, 0.1f, 1, 0 }, 0.5f)]
    [InlineData("yolov10", new[] { 1L, 2, 6 }, new[] { 24f, 24, 40, 40, 0.75f, 1, 0, 0, 9, 9, 0.1f, 0 }, 0.75f)]
    public async Task Other_forms_of_YOLO_are_read_too(string form, long[] shape, float[] values, float score)
    {
        var graph = new OnnxGraphBuilder();
        Constants(graph, ("output0", OnnxTensor.Of(shape, values)));
        var manifest = Manifest(TaskTypes.ObjectDetection, "output0", "detections", new JsonArray("car", "bus"), 64);
        manifest["postprocess"] = new JsonObject { ["detections"] = form };
        _desk.Write(graph, manifest);

        var found = Assert.Single(ManifestDesk.Json(Assert.Single(await _desk.RunAsync(TaskTypes.ObjectDetection, Pictures.Plain(64, 64, 0, 0, 0))), "objects").AsArray());

        Assert.Equal("bus", (string)found!["label"]!);
        Assert.Equal(score, (float)found["score"]!);
        Assert.Equal("""{"xmin":24,"ymin":24,"xmax":40,"ymax":40}""", found["box"]!.ToJsonString());
    }

    [Fact]
    public async Task Boxes_with_scores_and_classes_apart_are_read()
    {
        var graph = new OnnxGraphBuilder();
        Constants(
            graph,
            ("boxes", OnnxTensor.Of([1, 2, 4], 0f, 0, 32, 64, 1, 1, 2, 2)),
            ("scores", OnnxTensor.Of([1, 2], 0.6f, 0.4f)),
            ("classes", OnnxTensor.Of([1, 2], 1f, 0)));
        var manifest = Manifest(TaskTypes.ObjectDetection, "boxes", "boxes", new JsonArray("car", "bus"), 64);
        manifest["outputs"] = new JsonArray(Output("boxes", "boxes"), Output("scores", "scores"), Output("classes", "classes"));
        manifest["postprocess"] = new JsonObject { ["box_format"] = "xyxy", ["box_units"] = "pixels" };
        _desk.Write(graph, manifest);

        var found = Assert.Single(ManifestDesk.Json(Assert.Single(await _desk.RunAsync(TaskTypes.ObjectDetection, Pictures.Plain(100, 50, 0, 0, 0))), "objects").AsArray());

        Assert.Equal("""{"label":"bus","score":0.6,"box":{"xmin":0,"ymin":0,"xmax":50,"ymax":50}}""", found!.ToJsonString());
    }

    [Fact]
    public async Task Pixels_are_told_apart_by_their_channels()
    {
        // The picture itself is the logits: a pixel is of the class of its strongest colour.
        var graph = new OnnxGraphBuilder();
        graph.Output(graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width"), OnnxElement.Float, "batch", 3, "height", "width");
        var manifest = Manifest(TaskTypes.ImageSegmentation, "pixel_values", "logits", new JsonArray("ground", "grass", "sky"), 16);
        manifest["postprocess"] = new JsonObject { ["background"] = "ground" };
        _desk.Write(graph, manifest);

        var picture = Pictures.Make(32, 32, (x, y) => y < 16 ? ((byte)0, (byte)0, (byte)255) : x < 8 ? ((byte)255, (byte)0, (byte)0) : ((byte)0, (byte)255, (byte)0));
        var outcome = Assert.Single(await _desk.RunAsync(TaskTypes.ImageSegmentation, picture));

        var segments = ManifestDesk.Json(outcome, "segments").AsArray();
        Assert.Equal(["sky", "grass"], segments.Select(segment => (string)segment!["label"]!));
        var (width, height, mask) = PngReader.Read(Convert.FromBase64String((string)segments[0]!["mask"]!));
        Assert.Equal((32, 32), (width, height));
        Assert.All(Enumerable.Range(0, 1024).Where(i => i / 32 is < 15 or > 16), i => Assert.Equal(i / 32 < 15 ? 255 : 0, mask[i]));
        var (_, _, colours) = ManifestDesk.Png(outcome);
        Assert.Equal((0, 0, 0), (colours[(20 * 32 + 2) * 3], colours[(20 * 32 + 2) * 3 + 1], colours[(20 * 32 + 2) * 3 + 2])); // ground
        Assert.Equal((128, 128, 0), (colours[2 * 3], colours[2 * 3 + 1], colours[2 * 3 + 2])); // sky: the third class of PASCAL VOC's colours
    }

    [Fact]
    public async Task A_mask_is_a_picture_of_greys_and_one_segment()
    {
        // The mean of the channels: how light a pixel is.
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        graph.Node("ReduceMean", [input], ["mask"], OnnxSetting.Of("axes", new[] { 1L }), OnnxSetting.Of("keepdims", 1));
        graph.Output("mask", OnnxElement.Float, "batch", 1, "height", "width");
        _desk.Write(graph, Manifest(TaskTypes.ImageSegmentation, "mask", "mask", new JsonArray("person"), 16));

        var outcome = Assert.Single(await _desk.RunAsync(TaskTypes.ImageSegmentation, Pictures.Make(16, 16, (x, _) => x < 8 ? ((byte)204, (byte)204, (byte)204) : ((byte)51, (byte)51, (byte)51))));

        var segment = Assert.Single(ManifestDesk.Json(outcome, "segments").AsArray())!;
        Assert.Equal(0.8, (double)segment["score"]!, 3);
        Assert.Equal(204, ManifestDesk.Png(outcome).Samples[0]);
        Assert.Equal(51, ManifestDesk.Png(outcome).Samples[15]);
        Assert.Equal([255, 0], new[] { 0, 15 }.Select(i => (int)PngReader.Read(Convert.FromBase64String((string)segment["mask"]!)).Samples[i]));
    }

    [Fact]
    public async Task Depth_goes_from_black_to_white_at_the_pictures_size()
    {
        // Red is how near a pixel is, times 40 less 3: only the order counts.
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, 8, 8);
        var red = graph.Node("Gather", [input, graph.Constant("zero", OnnxTensor.Of([], 0L))], OnnxSetting.Of("axis", 1));
        var scaled = graph.Node("Mul", [red, graph.Constant("scale", OnnxTensor.Of([], 40f))]);
        graph.Node("Sub", [scaled, graph.Constant("less", OnnxTensor.Of([], 3f))], ["predicted_depth"]);
        graph.Output("predicted_depth", OnnxElement.Float, "batch", 8, 8);
        _desk.Write(graph, Manifest(TaskTypes.DepthEstimation, "predicted_depth", null, null));

        var (width, height, samples) = ManifestDesk.Png(Assert.Single(await _desk.RunAsync(
            TaskTypes.DepthEstimation, Pictures.Make(32, 16, (x, _) => x < 16 ? ((byte)20, (byte)0, (byte)0) : ((byte)120, (byte)0, (byte)0)))));

        Assert.Equal((32, 16), (width, height));
        Assert.Equal((0, 255), (samples[0], samples[31]));
    }

    [Fact]
    public async Task A_picture_becomes_another_of_its_own_size()
    {
        // 1 less each value: the negative. The picture is filled up to a multiple of 4, and what was added is cut off.
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        graph.Node("Sub", [graph.Constant("one", OnnxTensor.Of([], 1f)), input], ["reconstruction"]);
        graph.Output("reconstruction", OnnxElement.Float, "batch", 3, "height", "width");
        var manifest = Manifest(TaskTypes.ImageToImage, "reconstruction", null, null);
        manifest["image"] = new JsonObject { ["resize"] = "none", ["size_divisor"] = 4 };
        _desk.Write(graph, manifest);
        var picture = Pictures.Noise(7, 5);

        var (width, height, samples) = ManifestDesk.Png(Assert.Single(await _desk.RunAsync(TaskTypes.ImageToImage, picture)));

        Assert.Equal((7, 5), (width, height));
        Assert.Equal(picture.Pixels.ToArray().Select(value => (byte)(255 - value)), samples);
    }

    [Fact]
    public async Task A_larger_picture_keeps_what_was_not_filled_up()
    {
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        graph.Node("Resize", [input, "", graph.Constant("scales", OnnxTensor.Of([4], 1f, 1, 2, 2))], ["reconstruction"], OnnxSetting.Of("mode", "nearest"));
        graph.Output("reconstruction", OnnxElement.Float, "batch", 3, "height2", "width2");
        var manifest = Manifest(TaskTypes.ImageToImage, "reconstruction", null, null);
        manifest["image"] = new JsonObject { ["resize"] = "none", ["size_divisor"] = 8 };
        _desk.Write(graph, manifest);

        var (width, height, _) = ManifestDesk.Png(Assert.Single(await _desk.RunAsync(TaskTypes.ImageToImage, Pictures.Noise(7, 5))));

        Assert.Equal((14, 10), (width, height));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    /// <summary>Batch × 3: the mean of each channel.</summary>
    internal static OnnxGraphBuilder MeanColour()
    {
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        graph.Node("ReduceMean", [input], ["logits"], OnnxSetting.Of("axes", 2L, 3), OnnxSetting.Of("keepdims", 0));
        graph.Output("logits", OnnxElement.Float, "batch", 3);
        return graph;
    }

    internal static JsonObject Manifest(string task, string output, string? role, JsonArray? labels, int size = 8)
    {
        var manifest = new JsonObject
        {
            ["version"] = 1,
            ["task"] = task,
            ["model"] = "model.onnx",
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "pixel_values", ["kind"] = "image" }),
            ["outputs"] = new JsonArray(Output(output, role)),
            ["image"] = new JsonObject { ["size"] = new JsonObject { ["height"] = size, ["width"] = size } },
        };
        if (labels is not null)
        {
            manifest["labels"] = labels;
        }

        return manifest;
    }

    private static JsonObject Output(string name, string? role) => role is null ? new() { ["name"] = name } : new() { ["name"] = name, ["role"] = role };

    /// <summary>Outputs that are always the same; the input only has to be there.</summary>
    private static void Constants(OnnxGraphBuilder graph, params (string Name, OnnxTensor Tensor)[] outputs)
    {
        var nothing = graph.Node("Mul", [graph.Node("ReduceMean", [graph.Input("pixel_values", OnnxElement.Float, 1, 3, "height", "width")], OnnxSetting.Of("keepdims", 0)), graph.Constant("nothing", OnnxTensor.Of([], 0f))]);
        foreach (var (name, tensor) in outputs)
        {
            graph.Node("Add", [graph.Constant($"{name}_values", tensor), nothing], [name]);
            graph.Output(name, OnnxElement.Float);
        }
    }
}
