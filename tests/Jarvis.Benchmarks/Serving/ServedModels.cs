using Jarvis.Models.Onnx;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Onnx.Speech;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Benchmarks.Serving;

/// <summary>The five models that serving is measured with.</summary>
internal sealed class ServedModels : IDisposable
{
    private const int LineWidth = 320;

    // 32 steps of 32 windows, then from the beginning.
    private const int SoundLength = VoiceActivityModel.Window * VoiceStream.MaxStep * 32;

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-bench-").FullName;
    private readonly ModelDirectory _built;
    private readonly ModelDirectory _installed = new(Options.Create(new OnnxOptions()));
    private readonly OnnxSessionFactory _factory = new(Options.Create(new OnnxOptions()), NullLogger<OnnxSessionFactory>.Instance);

    public ServedModels() => _built = new ModelDirectory(Options.Create(new OnnxOptions { ModelsDirectory = _folder }));

    public ServedModel Tiny() => Built("tiny graph", BenchmarkGraphs.Tiny(), BenchmarkGraphs.TinySize) with { IsTiny = true };

    public ServedModel Perceptron() => Built("20 MB perceptron", BenchmarkGraphs.Perceptron(), BenchmarkGraphs.PerceptronSize);

    public ServedModel Encoder() =>
        Built("encoder", BenchmarkGraphs.Encoder(), BenchmarkGraphs.EncoderLength, BenchmarkGraphs.EncoderSize);

    /// <summary>Why models that have to be installed cannot be measured; null when they can.</summary>
    public string? WhyUnavailable() =>
        _installed.WhyUnavailable(ModelFile.Recognition, ModelFile.Dictionary, ModelFile.VoiceActivity);

    public ServedModel Recognition() => new(
        "PP-OCR recognition",
        threads => new RawLoop(
            _factory.Load(_installed.Require(ModelFile.Recognition), threads),
            size => (["x"], [Tensor([size, 3, LineImage.Height, LineWidth])])),
        profile =>
        {
            var model = new OnnxModel(ModelFile.Recognition, _installed, _factory, profile.Threads);
            var pixels = new byte[LineWidth * LineImage.Height * 3];
            new Random(1).NextBytes(pixels);
            var line = new LineImage(default, LineWidth, pixels);
            var recognizer = new TextRecognizer(model, () => Alphabet.Read(_installed.Require(ModelFile.Dictionary)));
            return Serve(recognizer, _ => line, profile, model);
        });

    public ServedModel VoiceActivity() => new(
        "Silero VAD, a second of sound",
        threads => new RawLoop(
            _factory.Load(_installed.Require(ModelFile.VoiceActivity), threads),
            size => (["input", "state", "sr"],
            [
                Tensor([size, VoiceActivityModel.Window + 64]),
                Tensor([VoiceActivityModel.Layers, size, VoiceActivityModel.StateSize]),
                OrtValue.CreateTensorValueFromMemory<long>([VoiceActivityModel.SampleRate], []),
            ]),
            runs: VoiceStream.MaxStep),
        profile =>
        {
            var model = new OnnxModel(ModelFile.VoiceActivity, _installed, _factory, profile.Threads);
            var sound = Values(SoundLength);
            var streams = Enumerable.Range(0, 256).Select(_ => new VoiceStream(sound)).ToArray();
            return Serve(new VoiceActivityModel(model), Next, profile, model);

            VoiceStream Next(int caller)
            {
                ref var stream = ref streams[caller % streams.Length];
                stream = stream.NextStep > 0 ? stream : new VoiceStream(sound);
                return stream;
            }
        });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ServedModel Built(string name, byte[] graph, params long[] shape)
    {
        var file = new ModelFile(name, $"{name.Replace(' ', '-')}.onnx");
        File.WriteAllBytes(Path.Combine(_folder, file.Path), graph);
        var length = (int)shape.Aggregate(1L, (product, side) => product * side);
        return new ServedModel(
            name,
            threads => new RawLoop(_factory.Load(_built.Require(file), threads), size => (["x"], [Tensor([size, .. shape])])),
            profile =>
            {
                var model = new OnnxModel(file, _built, _factory, profile.Threads);
                ReadOnlyMemory<float> values = Values(length);
                return Serve(new TensorBatchRunner(model, shape), _ => values, profile, model);
            })
        {
            // An array of as many numbers as the last side is long.
            ResultBytes = 24 + (4 * (int)shape[^1]),
        };
    }

    private static ServedReplica Serve<TRequest, TResult>(
        IBatchRunner<TRequest, TResult> runner, Func<int, TRequest> next, LoadProfile profile, OnnxModel model)
    {
        var options = new ReplicaWorkerOptions("The model") { Costs = profile.Costs, QueueCapacity = 4096 };
        var worker = new ReplicaWorker<TRequest, TResult>([runner], options, TimeProvider.System);
        return new ServedReplica(AskAsync, LoopAsync, () => worker.Status, Stop);

        async ValueTask AskAsync(RequestTerms terms) => await worker.RunAsync(next(0), terms, CancellationToken.None);

        async Task LoopAsync(int caller, RequestTerms terms, Func<bool> goesOn, Action<TimeSpan> record)
        {
            await Task.Yield();
            while (goesOn())
            {
                var start = TimeProvider.System.GetTimestamp();
                await worker.RunAsync(next(caller), terms, CancellationToken.None);
                record(TimeProvider.System.GetElapsedTime(start));
            }
        }

        void Stop()
        {
            worker.Dispose();
            model.Dispose();
        }
    }

    private static OrtValue Tensor(long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(Values((int)shape.Aggregate(1L, (product, side) => product * side)), shape);

    private static float[] Values(int count)
    {
        var random = new Random(count);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }
}
