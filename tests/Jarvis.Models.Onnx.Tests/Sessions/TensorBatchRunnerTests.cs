using Jarvis.Conformance.Onnx;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Tests.Sessions;

/// <summary>Tensors of several callers, through a worker and the real runtime.</summary>
public sealed class TensorBatchRunnerTests : IAsyncDisposable
{
    private static readonly RequestTerms Anyone = new(TenantId.Local);
    private static readonly ModelFile File = new("The network", "network.onnx");

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-onnx").FullName;
    private readonly List<IDisposable> _opened = [];

    [Fact]
    public async Task Each_caller_gets_the_answer_to_its_own_tensor()
    {
        var worker = Start(rows: "batch");

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => worker.RunAsync(new float[] { i, -i }, Anyone, default).AsTask()));

        Assert.All(answers.Index(), answer => Assert.Equal([answer.Index * -1f, answer.Index * 2f], answer.Item));
    }

    [Fact]
    public async Task A_tensor_that_comes_out_as_no_number_fails_alone()
    {
        var worker = Start(rows: "batch");

        var requests = Enumerable.Range(0, 20)
            .Select(i => worker.RunAsync(new[] { i == 7 ? float.NaN : i, 0 }, Anyone, default).AsTask()).ToList();

        var error = await Assert.ThrowsAsync<JarvisException>(() => requests[7]);
        Assert.Equal((ErrorCode.ModelFailed, false), (error.Code, error.Retryable));
        Assert.Equal(18 * 2f, (await requests[18])[1]);
    }

    [Fact]
    public async Task A_tensor_of_a_wrong_size_is_refused_before_it_is_queued()
    {
        var worker = Start(rows: "batch");

        var error = await Assert.ThrowsAsync<JarvisException>(() => worker.RunAsync(new float[3], Anyone, default).AsTask());

        Assert.Equal((ErrorCode.InvalidRequest, "The network takes 2 numbers at a time, not 3."), (error.Code, error.Message));
        Assert.Equal(0, worker.Status.Batches);
    }

    [Fact]
    public async Task A_network_that_takes_one_at_a_time_answers_all_the_same()
    {
        // Batches of it fail, so that each request is run again alone.
        var worker = Start(rows: 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => worker.RunAsync(new float[] { i, 0 }, Anyone, default).AsTask()));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 2f), answers.Select(answer => answer[1]));
    }

    public ValueTask DisposeAsync()
    {
        _opened.ForEach(one => one.Dispose());
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A network that swaps two numbers and doubles the second: [a, b] to [b, 2 a].</summary>
    private ReplicaWorker<ReadOnlyMemory<float>, float[]> Start(OnnxDimension rows)
    {
        var graph = new OnnxGraphBuilder();
        var x = graph.Input("x", OnnxElement.Float, rows, 2);
        graph.Node("MatMul", [x, graph.Constant("w", OnnxTensor.Of([2, 2], 0f, 2, 1, 0))], ["y"]);
        graph.Output("y", OnnxElement.Float, rows, 2);
        System.IO.File.WriteAllBytes(Path.Combine(_folder, File.Path), graph.ToModel());
        var options = Options.Create(new OnnxOptions { ModelsDirectory = _folder });
        var model = new OnnxModel(File, new ModelDirectory(options), new OnnxSessionFactory(options, NullLogger<OnnxSessionFactory>.Instance));
        var worker = new ReplicaWorker<ReadOnlyMemory<float>, float[]>(
            [new TensorBatchRunner(model, 2)], new ReplicaWorkerOptions("The network"), TimeProvider.System);
        _opened.AddRange([worker, model]);
        return worker;
    }
}
