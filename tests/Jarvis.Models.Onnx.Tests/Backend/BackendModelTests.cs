using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Onnx.Tests.Support;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Jarvis.Models.Onnx.Tests.Backend;

/// <summary>
/// The models that the ONNX standard tests its backends with (Debian's libonnx-testdata), next to the bare runtime: whatever it loads and
/// runs gives the same through our sessions, options and workers. The same means bit by bit, or, where the bare runtime itself gives another
/// value with another number of threads, no further off than that.
/// </summary>
public sealed class BackendModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-onnx").FullName;
    private readonly OnnxSessionFactory _factory = new(Options.Create(new OnnxOptions()), NullLogger<OnnxSessionFactory>.Instance);

    [BackendTheory]
    [InlineData("node", 850)]
    [InlineData("pytorch-converted", 55)]
    [InlineData("pytorch-operator", 22)]
    [InlineData("simple", 15)]
    public async Task What_the_runtime_gives_is_what_we_give(string group, int atLeast)
    {
        await using var worker = new ReplicaWorker<Request, List<RunOutput>>([new Runner()], new ReplicaWorkerOptions("The backend's models"), TimeProvider.System);
        var directory = new ModelDirectory(Options.Create(new OnnxOptions { ModelsDirectory = Installed.Backend }));
        var (compared, right, wrong) = (0, 0, new List<string>());
        foreach (var model in BackendModel.Of(group))
        {
            if (RunBare(model) is not { } bare)
            {
                continue;
            }

            using var ours = new OnnxModel(new ModelFile(model.Name, model.ModelFile), directory, _factory);
            var given = await worker.RunAsync(new Request(ours, bare.Names, bare.Inputs), new RequestTerms(TenantId.Local), CancellationToken.None);
            compared++;
            right += model.ReadOutput() is not { } known || given[0].IsNear(known) ? 1 : 0;
            if (given.Count != bare.One.Count || given.Index().Any(output => !IsSame(output.Item, bare.One[output.Index], bare.Two[output.Index])))
            {
                wrong.Add(model.Name);
            }

            Array.ForEach(bare.Inputs, input => input.Dispose());
        }

        Assert.Empty(wrong);
        Assert.True(compared >= atLeast, $"Only {compared} models were compared.");
        // The runtime does not keep to the standard everywhere; where it does, inputs were read as they are.
        Assert.True(right >= compared * 0.95, $"Only {right} of {compared} models gave what the standard says.");
    }

    [BackendTheory]
    [InlineData("node", 110)]
    [InlineData("pytorch-converted", 45)]
    public void Rows_give_in_a_batch_what_they_give_one_by_one(string group, int atLeast)
    {
        var directory = new ModelDirectory(Options.Create(new OnnxOptions { ModelsDirectory = _folder }));
        var (compared, wrong) = (0, new List<string>());
        foreach (var model in BackendModel.Of(group))
        {
            if (Free(model) is not var (file, shape, values))
            {
                continue;
            }

            using var ours = new OnnxModel(new ModelFile(model.Name, file), directory, _factory);
            var size = values.Length / (int)shape[0];
            var rows = Enumerable.Range(0, (int)shape[0]).Select(i => (ReadOnlyMemory<float>)values.AsMemory(i * size, size)).ToArray();
            using var session = new InferenceSession(Path.Combine(_folder, file), Bare(Environment.ProcessorCount));
            var whole = RunBare(session, values, shape);
            var alone = rows.Select(row => RunBare(session, row.ToArray(), [1, .. shape[1..]])).ToArray();
            // A first dimension that is no batch, or one whose rows tell of each other, is not what workers put together.
            if (whole is null || alone.Any(row => row is null) || !alone.SelectMany(row => row!).Zip(whole, IsNear).All(near => near) || alone.Sum(row => row!.Length) != whole.Length)
            {
                continue;
            }

            compared++;
            var runner = new TensorBatchRunner(ours, shape[1..]);
            var batched = Run(runner, rows);
            var single = rows.Select(row => Run(runner, [row])[0]).ToArray();
            if (!batched.SelectMany(row => row).SequenceEqual(whole) || !single.Zip(alone).All(pair => pair.First.SequenceEqual(pair.Second!)))
            {
                wrong.Add(model.Name);
            }
        }

        Assert.Empty(wrong);
        Assert.True(compared >= atLeast, $"Only {compared} models were compared.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsSame(RunOutput ours, RunOutput one, RunOutput two) => ours.IsSameAs(one) || ours.IsSameAs(two) || ours.IsWithin(one, two);

    private static bool IsNear(float one, float other) => one.Equals(other) || MathF.Abs(one - other) <= 1e-5f * MathF.Max(1, MathF.Abs(other));

    private static float[][] Run(TensorBatchRunner runner, ReadOnlyMemory<float>[] rows)
    {
        var results = new BatchResults<float[]>(rows.Length);
        runner.Run(rows, results, CancellationToken.None);
        return [.. rows.Select((_, i) => results.ErrorOf(i) is { } error ? throw error : results.ValueOf(i))];
    }

    private static SessionOptions Bare(int threads) => new() { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

    /// <summary>What the bare runtime gives with one thread and with two; null where it cannot load or run the model, or gives another thing each time.</summary>
    private static (string[] Names, OrtValue[] Inputs, List<RunOutput> One, List<RunOutput> Two)? RunBare(BackendModel model)
    {
        try
        {
            using var one = new InferenceSession(model.ModelPath, Bare(1));
            using var two = new InferenceSession(model.ModelPath, Bare(2));
            if (model.ReadInputs(one) is not { } inputs)
            {
                return null;
            }

            string[] names = [.. one.InputNames];
            var (first, again) = (RunBare(one, names, inputs), RunBare(one, names, inputs));
            return first.Zip(again).All(pair => pair.First.IsSameAs(pair.Second)) ? (names, inputs, first, RunBare(two, names, inputs)) : null;
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    private static List<RunOutput> RunBare(InferenceSession session, string[] names, OrtValue[] inputs)
    {
        using var options = new RunOptions();
        using var outputs = session.Run(options, names, inputs, session.OutputNames);
        return RunOutput.Of(outputs);
    }

    private static float[]? RunBare(InferenceSession session, float[] values, long[] shape)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(values, shape);
        try
        {
            using var options = new RunOptions();
            using var outputs = session.Run(options, session.InputNames, [input], session.OutputNames);
            return outputs[0].GetTensorTypeAndShape().Shape is [var rows, ..] && rows == shape[0] ? outputs[0].GetTensorDataAsSpan<float>().ToArray() : null;
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    /// <summary>A model of one input and one output of floats, with its first dimension free; null where it is not such a one.</summary>
    private (string File, long[] Shape, float[] Values)? Free(BackendModel model)
    {
        try
        {
            using var session = new InferenceSession(model.ModelPath, Bare(1));
            if (session is not { InputNames: [var name], OutputNames: [var output] }
                || session.InputMetadata[name] is not { OnnxValueType: OnnxValueType.ONNX_TYPE_TENSOR, ElementDataType: TensorElementType.Float, Dimensions: [> 1, _, ..] }
                || session.OutputMetadata[output] is not { OnnxValueType: OnnxValueType.ONNX_TYPE_TENSOR, ElementDataType: TensorElementType.Float, Dimensions: [_, ..] }
                || model.ReadInputs(session) is not [var input])
            {
                return null;
            }

            using (input)
            {
                var file = $"{model.Name.Replace('/', '-')}.onnx";
                File.WriteAllBytes(Path.Combine(_folder, file), FreeBatch.Of(File.ReadAllBytes(model.ModelPath), name));
                using var freed = new InferenceSession(Path.Combine(_folder, file), Bare(1));
                return (file, input.GetTensorTypeAndShape().Shape, input.GetTensorDataAsSpan<float>().ToArray());
            }
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    /// <summary>A run of one of the models.</summary>
    private sealed record Request(OnnxModel Model, string[] Names, OrtValue[] Inputs);

    /// <summary>Runs models one by one on the worker's thread.</summary>
    private sealed class Runner : IBatchRunner<Request, List<RunOutput>>
    {
        public BatchBucket BucketOf(Request request) => default;

        public void Run(IReadOnlyList<Request> requests, BatchResults<List<RunOutput>> results, CancellationToken cancellationToken)
        {
            for (var i = 0; i < requests.Count; i++)
            {
                using var outputs = requests[i].Model.Run(requests[i].Names, requests[i].Inputs, cancellationToken);
                results.Succeed(i, RunOutput.Of(outputs));
            }
        }
    }
}
