using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Onnx.Speech;
using Jarvis.Models.Onnx.Tests.Support;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Tests.Speech;

public sealed class SpeechListenerTests : IDisposable
{
    private static readonly RequestTerms Anyone = new(TenantId.Local);

    private readonly OnnxModel _model;
    private readonly SpeechListener _listener;

    public SpeechListenerTests()
    {
        var options = Options.Create(new OnnxOptions { ModelsDirectory = Installed.Models });
        _model = new OnnxModel(
            ModelFile.VoiceActivity,
            new ModelDirectory(options),
            new OnnxSessionFactory(options, NullLogger<OnnxSessionFactory>.Instance),
            threads: 1);
        _listener = new SpeechListener(new VoiceActivityModel(_model), TimeProvider.System);
    }

    [ModelsFact]
    public async Task What_is_heard_in_a_sound_does_not_depend_on_the_sounds_beside_it()
    {
        var sounds = Enumerable.Range(1, 6).Select(i => Buzz(seconds: i * 0.7, pitch: 90 * i)).ToList();
        var alone = new List<float[]>();
        foreach (var sound in sounds)
        {
            alone.Add(await _listener.ListenAsync(sound, Anyone, null, default));
        }

        var together = await Task.WhenAll(sounds.Select(sound => _listener.ListenAsync(sound, Anyone, null, default)));

        Assert.True(alone.SelectMany(heard => heard).Distinct().Count() > 50, "All windows sound alike.");
        for (var i = 0; i < sounds.Count; i++)
        {
            Assert.Equal(alone[i].Length, together[i].Length);
            Assert.All(alone[i].Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [ModelsFact]
    public async Task Progress_goes_up_to_the_end()
    {
        var told = new List<double>();

        await _listener.ListenAsync(Buzz(seconds: 3.3, pitch: 200), Anyone, new Told(told), default);

        Assert.Equal(told.Order(), told);
        Assert.True(told.Count > 2);
        Assert.Equal(1, told[^1]);
    }

    [Fact]
    public async Task A_sound_of_no_length_needs_no_model() =>
        Assert.Empty(await _listener.ListenAsync(ReadOnlyMemory<float>.Empty, Anyone, null, default));

    [Fact]
    public void A_step_that_was_not_kept_begins_at_the_same_window()
    {
        var stream = new VoiceStream(Enumerable.Range(1, 40 * VoiceActivityModel.Window).Select(i => (float)i).ToArray());
        var window = new float[64 + VoiceActivityModel.Window];

        stream.CopyWindow(1, window);
        Assert.Equal(VoiceActivityModel.Window - 64 + 1, window[0]);
        Assert.Equal(VoiceStream.MaxStep, stream.NextStep);

        stream.Advance(new float[VoiceStream.MaxStep]);
        stream.CopyWindow(0, window);
        Assert.Equal((VoiceStream.MaxStep * VoiceActivityModel.Window) - 64 + 1, window[0]);
        Assert.Equal(8, stream.NextStep);
        Assert.Equal(0.8, stream.Done);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _model.Dispose();
    }

    // Something like a voice: a pulse with overtones that swells and fades.
    private static float[] Buzz(double seconds, double pitch) => [.. Enumerable.Range(0, (int)(seconds * VoiceActivityModel.SampleRate))
        .Select(i => (double)i / VoiceActivityModel.SampleRate)
        .Select(t => (float)(0.3 * Math.Sin(2 * Math.PI * 1.5 * t) * Math.Exp(Math.Cos(2 * Math.PI * pitch * t)) / Math.E))];

    private sealed class Told(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}
