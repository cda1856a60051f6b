using System.Text.Json.Nodes;
using Jarvis.Conformance.Onnx;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Onnx.Tests.Images;
using Jarvis.Models.Serving;
using Jarvis.Planning;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>A loaded model under the requests of many.</summary>
public sealed class ManifestModelTests : IAsyncDisposable
{
    private const string Type = TaskTypes.ImageClassification;

    private readonly FakeTimeProvider _time = new();
    private readonly ManifestDesk _desk;

    public ManifestModelTests() => _desk = new(_time);

    [Fact]
    public async Task The_rows_of_several_batches_run_together_up_to_the_cards_largest()
    {
        Write();
        var model = await _desk.LoadAsync(Type, maxBatch: 4);

        var outcomes = await ManifestDesk.MeetAsync(model, Endless(), 1, 6, [Request(0, 9, 0), Request(9, 0, 0)], [Request(0, 0, 9)], [Request(0, 9, 0), Request(9, 0, 0), Request(0, 0, 9)]);

        Assert.Equal(["green", "red", "blue", "green", "red", "blue"], outcomes.Select(Label));
        Assert.Equal((3, 6), (model.Status.Batches, model.Status.Succeeded)); // the endless one, 4 and 2
    }

    [Fact]
    public async Task What_breaks_a_run_fails_alone()
    {
        // A row's reddest pixel is the place of what it is given: there are only so many.
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        var place = graph.Node("Cast", [graph.Node("ReduceMax", [input], OnnxSetting.Of("axes", 1L, 2, 3), OnnxSetting.Of("keepdims", 0))], OnnxSetting.Of("to", 7));
        graph.Node("Gather", [graph.Constant("table", OnnxTensor.Of([2, 3], 1f, 0, 0, 0, 1, 0)), place], ["classes"]);
        graph.Node("Add", ["classes", EndlessGraph.ZeroUnlessWhite(graph, input)], ["logits"]);
        graph.Output("logits", OnnxElement.Float, "batch", 3);
        var manifest = Manifest();
        manifest["image"]!["rescale_factor"] = 1;
        manifest["image"]!["image_std"] = new JsonArray(1, 1, 255);
        _desk.Write(graph, manifest);
        var model = await _desk.LoadAsync(Type);

        var outcomes = await model.RunAsync([Request(0, 0, 0), Request(9, 0, 0), Request(1, 0, 0)], CancellationToken.None);

        Assert.Equal("red", Label(outcomes[0]));
        Assert.Equal(ErrorCode.ModelFailed, ManifestDesk.Error(outcomes[1]).Code);
        Assert.Equal("green", Label(outcomes[2]));
    }

    [Fact]
    public async Task One_that_nobody_wants_any_more_leaves_at_once_and_its_batch_goes_on()
    {
        Write();
        var model = await _desk.LoadAsync(Type);
        using var cancelled = new CancellationTokenSource();

        var outcomes = await ManifestDesk.MeetAsync(model, Endless(), 1, 2, Leave, [Request(cancelled.Token), Request(0, 9, 0)]);

        Assert.Equal(ErrorCode.Cancelled, ManifestDesk.Error(outcomes[0]).Code);
        Assert.Equal("green", Label(outcomes[1]));

        void Leave()
        {
            cancelled.Cancel();
            Assert.Equal(1, model.Status.Waiting);
        }
    }

    [Fact]
    public async Task One_whose_time_is_up_while_it_waits_is_not_run()
    {
        Write();
        var model = await _desk.LoadAsync(Type);
        var late = Request(new ModelRequest(Type, _desk.Folder) { Deadline = _time.GetUtcNow().AddSeconds(1) });

        var outcomes = await ManifestDesk.MeetAsync(model, Endless(), 1, 2, () => _time.Advance(TimeSpan.FromSeconds(2)), [late, Request(0, 9, 0)]);

        Assert.Equal(ErrorCode.DeadlineExceeded, ManifestDesk.Error(outcomes[0]).Code);
        Assert.Equal("green", Label(outcomes[1]));
    }

    [Fact]
    public async Task Those_that_wait_when_it_is_unloaded_are_told_to_come_again()
    {
        Write();
        var model = await _desk.LoadAsync(Type);
        var running = model.RunAsync([Endless()], CancellationToken.None);
        await ManifestDesk.UntilAsync(() => model.Status.Running == 1);
        var waiting = model.RunAsync([Request(9, 0, 0)], CancellationToken.None);
        await ManifestDesk.UntilAsync(() => model.Status.Waiting == 1);

        await model.DisposeAsync();

        var errors = (await Task.WhenAll(running, waiting)).Select(outcomes => ManifestDesk.Error(Assert.Single(outcomes)));
        Assert.All(errors, error => Assert.Equal((ErrorCode.ModelUnavailable, true), (error.Code, error.Retryable)));
    }

    [Fact]
    public async Task A_network_that_takes_one_at_a_time_gets_one_at_a_time()
    {
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, 1, 3, 8, 8);
        var mean = graph.Node("ReduceMean", [input], OnnxSetting.Of("axes", 2L, 3), OnnxSetting.Of("keepdims", 0));
        graph.Node("Add", [mean, EndlessGraph.ZeroUnlessWhite(graph, input)], ["logits"]);
        graph.Output("logits", OnnxElement.Float, 1, 3);
        _desk.Write(graph, Manifest());
        var model = await _desk.LoadAsync(Type);

        var outcomes = await ManifestDesk.MeetAsync(model, Endless(), 1, 3, [Request(9, 0, 0), Request(0, 9, 0), Request(0, 0, 9)]);

        Assert.Equal(["red", "green", "blue"], outcomes.Select(Label));
        Assert.Equal((4, 3), (model.Status.Batches, model.Status.Succeeded));
    }

    [Fact]
    public void Whose_a_request_is_how_much_it_matters_and_by_when_go_with_it()
    {
        var deadline = DateTimeOffset.UnixEpoch;
        var request = new ModelRequest(Type, "scratch") { Turn = TurnId.Parse("acme/c/1"), Priority = TurnPriority.Batch, Deadline = deadline };

        Assert.Equal(new RequestTerms(new TenantId("acme"), RequestPriority.Batch, deadline), request.ToTerms());
        Assert.Equal(new RequestTerms(TenantId.Local), new ModelRequest(Type, "scratch").ToTerms());
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static JsonObject Manifest() => ImageTaskTests.Manifest(Type, "logits", "logits", new JsonArray("red", "green", "blue"));

    private static string Label(ModelOutcome outcome) => (string)ManifestDesk.Json(outcome, "labels")[0]!["label"]!;

    /// <summary>The mean colour, or nothing for ever where the picture is white.</summary>
    private void Write()
    {
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        var mean = graph.Node("ReduceMean", [input], OnnxSetting.Of("axes", 2L, 3), OnnxSetting.Of("keepdims", 0));
        graph.Node("Add", [mean, EndlessGraph.ZeroUnlessWhite(graph, input)], ["logits"]);
        graph.Output("logits", OnnxElement.Float, "batch", 3);
        _desk.Write(graph, Manifest());
    }

    private ModelRequest Endless() => Request(255, 255, 255);

    private ModelRequest Request(byte red, byte green, byte blue) => _desk.Request(Type, Pictures.Plain(4, 4, red, green, blue));

    private ModelRequest Request(CancellationToken cancelled) => Request(new ModelRequest(Type, _desk.Folder) { Cancelled = cancelled });

    private ModelRequest Request(ModelRequest like) =>
        new(Type, _desk.Folder) { Inputs = Request(9, 0, 0).Inputs, Deadline = like.Deadline, Cancelled = like.Cancelled };
}
