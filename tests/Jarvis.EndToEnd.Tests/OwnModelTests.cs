using Jarvis.Conformance.Onnx;
using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests;

/// <summary>An ONNX file of the user's own, from the command that adds it to the answer that it gives.</summary>
public sealed class OwnModelTests : IDisposable
{
    private const string Manifest = """
        {
          "version": 1, "task": "image-classification", "model": "model.onnx",
          "inputs": [{ "name": "pixel_values", "kind": "image" }],
          "outputs": [{ "name": "logits", "role": "logits" }],
          "image": { "size": { "height": 8, "width": 8 } },
          "labels": ["mostly red", "mostly green", "mostly blue"]
        }
        """;

    private readonly Desk _desk = new();

    public OwnModelTests() => _desk.Variables["JARVIS_HOME"] = _desk.At("jarvis");

    public void Dispose() => _desk.Dispose();

    [NeedsTheory(Needs.Ffmpeg)]
    [InlineData("false")]
    [InlineData("true")]
    public async Task A_model_that_is_added_answers_in_the_hosts_process_or_in_one_of_its_own(string isolated)
    {
        Bring(isolated);

        (await _desk.RunAsync("models", "add", "card.json")).Answered();
        var shown = (await _desk.RunAsync("models", "show", "me/colour")).Answered();
        var run = (await _desk.RunAsync("ask", "Classify the image blue.png", "--file", "blue.png")).Answered();

        Assert.DoesNotContain("unavailable", shown.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("me/colour", run.Output, StringComparison.Ordinal);
        var labels = await File.ReadAllTextAsync(Path.Combine(_desk.Out, "labels.json"));
        Assert.StartsWith("[{\"label\":\"mostly blue\"", labels.Replace(" ", "", StringComparison.Ordinal).Replace("mostlyblue", "mostly blue", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_is_shown_can_be_added_again_and_still_runs()
    {
        Bring("false");
        (await _desk.RunAsync("models", "add", "card.json")).Answered();

        var card = (await _desk.RunAsync("models", "show", "me/colour", "--card")).Answered().Output;
        (await _desk.TypeAsync(card, "models", "add", "-", "--replace")).Answered();

        Assert.DoesNotContain("unavailable", (await _desk.RunAsync("models", "show", "me/colour")).Answered().Output, StringComparison.OrdinalIgnoreCase);
    }

    private void Bring(string isolated)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_desk.At("jarvis"), "models", "colour")).FullName;
        File.WriteAllText(Path.Combine(folder, "manifest.json"), Manifest);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), MeanColour());
        _desk.Write("card.json", $$"""
            {
              "id": "me/colour", "runner": "onnx", "taskTypes": ["image-classification"], "description": "Says which colour a picture has most of",
              "isolated": {{isolated}}, "settings": { "manifest": "colour/manifest.json" }
            }
            """);
        _desk.Run("ffmpeg", "-loglevel error -f lavfi -i color=blue:s=16x16 -frames:v 1 blue.png");
    }

    /// <summary>The mean of each channel is the logit of its class.</summary>
    private static byte[] MeanColour()
    {
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        graph.Node("ReduceMean", [input], ["logits"], OnnxSetting.Of("axes", 2L, 3), OnnxSetting.Of("keepdims", 0));
        graph.Output("logits", OnnxElement.Float, "batch", 3);
        return graph.ToModel();
    }
}
