using System.Text.Json;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Serialization;

namespace Jarvis.Cli.Tests;

public sealed class ModelsTests
{
    private const string Reason = "apertium is not installed; install it with: apt-get install apertium apertium-eng-spa, and then start jarvis anew \u001b[31m";

    private static readonly ScriptedJarvis Catalog = new()
    {
        Models =
        [
            new ModelStatus(new ModelCard(new ModelId("apertium/eng-spa"), "apertium", ["translation"], "translates"), DeviceId.Cpu, Reason),
            new ModelStatus(new ModelCard(new ModelId("pp-ocr/v4"), "onnx", ["image-to-text", "document-question-answering"], "reads"), DeviceId.Cuda(1)),
        ],
    };

    [Fact]
    public async Task Piped_each_model_is_one_line_of_fields_and_nothing_is_cut_off()
    {
        using var desk = new Desk(Catalog);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models"));

        Assert.Equal(3, desk.Lines.Length);
        Assert.Equal(["MODEL", "TASKS", "DEVICE", "STATUS"], desk.Lines[0].Split('\t'));
        Assert.Equal(
            ["apertium/eng-spa", "translation", "cpu", "unavailable: apertium is not installed; install it with: apt-get install apertium apertium-eng-spa, and then start jarvis anew"],
            desk.Lines[1].Split('\t'));
        Assert.Equal(["pp-ocr/v4", "image-to-text,document-question-answering", "cuda:1", "available"], desk.Lines[2].Split('\t'));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(50)]
    public async Task On_a_terminal_ids_stay_whole_and_reasons_are_wrapped(int width)
    {
        using var desk = new Desk(Catalog) { IsTerminal = true, Width = width };

        await desk.RunAsync("models");

        Assert.Contains("apertium/eng-spa", desk.Output);
        Assert.Contains("pp-ocr/v4", desk.Output);
        Assert.DoesNotContain("…", desk.Output);
    }

    [Fact]
    public async Task Only_models_of_a_task_type_are_listed_when_one_is_named()
    {
        using var desk = new Desk(Catalog);

        await desk.RunAsync("models", "--type", "image-to-text");

        Assert.DoesNotContain("apertium", desk.Output);
        Assert.Contains("pp-ocr/v4", desk.Output);
    }

    [Fact]
    public async Task A_task_type_that_no_model_does_is_no_error()
    {
        using var desk = new Desk(Catalog);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models", "--type", "text-to-video"));
        Assert.Contains("No model here does text-to-video.", desk.Error);
    }

    [Fact]
    public async Task An_unknown_task_type_is_bad_usage_with_a_suggestion()
    {
        using var desk = new Desk(Catalog);

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("models", "--type", "image-to-txt"));
        Assert.Contains("did you mean 'image-to-text'?", desk.Error);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task As_json_each_line_is_the_record()
    {
        using var desk = new Desk(Catalog);

        await desk.RunAsync("models", "--json");

        var read = desk.Lines.Select(line => JsonSerializer.Deserialize(line, JarvisJsonContext.Default.ModelStatus)!).ToList();
        Assert.Equal(["apertium/eng-spa", "pp-ocr/v4"], read.Select(model => model.Card.Id.Value));
        Assert.Equal(Reason, read[0].Unavailable);
        Assert.True(read[1].IsAvailable);
    }
}
