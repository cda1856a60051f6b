using Jarvis.Identity;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Onnx.Speech;
using Jarvis.Models.Onnx.Tests.Ocr;
using Jarvis.Models.Onnx.Tests.Support;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Tests.Sessions;

/// <summary>The real networks that batch, profiled on this machine: they run as was found, and answer as before.</summary>
public sealed class ProfiledNetworkTests
{
    private static readonly RequestTerms Anyone = new(TenantId.Local);

    private readonly IOptions<OnnxOptions> _options = Options.Create(new OnnxOptions
    {
        ModelsDirectory = Installed.Models,
        ProfileAfter = TimeSpan.FromMilliseconds(10),
        ProfileBudget = TimeSpan.FromSeconds(5),
    });

    private readonly ModelDirectory _directory;
    private readonly OnnxSessionFactory _factory;
    private readonly NetworkProfiler _profiler;

    public ProfiledNetworkTests()
    {
        _directory = new ModelDirectory(_options);
        _factory = new OnnxSessionFactory(_options, NullLogger<OnnxSessionFactory>.Instance);
        _profiler = new NetworkProfiler(_options, _factory, new KnownProfiles(_options), TimeProvider.System, NullLogger<NetworkProfiler>.Instance);
    }

    [ModelsFact]
    public async Task Voice_activity_detection_is_profiled_and_hears_the_same()
    {
        var network = new ServedNetwork<VoiceStream, int>(
            SpeechListener.Plan(threads => Open(ModelFile.VoiceActivity, threads)) with { Profile = new("", 1, SpeechListener.Typical) }, _profiler, TimeProvider.System);
        using var listener = new SpeechListener(network);
        var sound = new float[VoiceActivityModel.SampleRate * 3];
        for (var i = 0; i < sound.Length; i++)
        {
            sound[i] = 0.3f * MathF.Sin(i * 0.09f) * MathF.Sin(i * 0.0003f);
        }

        var before = await listener.ListenAsync(sound, Anyone, null, default);
        var profile = await ProfileAsync(network);
        var after = await listener.ListenAsync(sound, Anyone, null, default);

        Assert.InRange(profile.Costs.Ceiling, 1, 32);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [ModelsFact]
    public async Task Text_recognition_is_profiled_and_reads_the_same()
    {
        var network = new ServedNetwork<LineImage, ReadText>(
            LineReader.Plan(threads => Open(ModelFile.Recognition, threads), () => Alphabet.Read(_directory.Require(ModelFile.Dictionary))) with
            {
                Profile = new("", 1, LineReader.Typical),
            },
            _profiler,
            TimeProvider.System);
        using var reader = new LineReader(network);
        LineImage[] lines = [.. Enumerable.Range(0, 5).Select(i => LineReaderTests.Line(width: 300, seed: i))];

        var before = await reader.ReadAsync(lines, Anyone, default);
        var profile = await ProfileAsync(network);
        var after = await reader.ReadAsync(lines, Anyone, default);

        Assert.True(profile.Costs[1] > TimeSpan.FromMilliseconds(1), "A line takes longer than that.");
        Assert.Equal(before.Select(text => text.Text), after.Select(text => text.Text));
    }

    private OnnxModel Open(ModelFile file, int? threads) => new(file, _directory, _factory, threads);

    private static async Task<LoadProfile> ProfileAsync<TRequest, TResult>(ServedNetwork<TRequest, TResult> network)
    {
        await network.ProfileEnded.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.NotNull(network.Profiled);
        Assert.InRange(network.Profiled.Threads, 1, Environment.ProcessorCount);
        return network.Profiled;
    }
}
