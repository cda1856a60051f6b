using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Media;

public sealed class DecodeAudioTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    [ProgramTheory("ffmpeg")]
    [InlineData("wav", "audio/wav", 16_000)]
    [InlineData("wav", "audio/wav", 48_000)]
    [InlineData("wav", "audio/wav", 8_000)]
    [InlineData("mp3", "audio/mpeg", 16_000)]
    [InlineData("ogg", "audio/ogg", 16_000)]
    [InlineData("flac", "audio/flac", 16_000)]
    [InlineData("m4a", "audio/mp4", 16_000)]
    [InlineData("mka", "audio/x-matroska", 16_000)]
    [InlineData("aiff", "audio/aiff", 16_000)]
    [InlineData("aac", "audio/aac", 16_000)]
    public async Task Every_format_gives_the_same_tone(string extension, string mediaType, int sampleRate)
    {
        File.WriteAllBytes(Path.Combine(_engines.Folder, "tone.wav"), Sounds.Tone(440, 2));
        var input = extension == "wav"
            ? _engines.File(Path.Combine(_engines.Folder, "tone.wav"), mediaType)
            : await _engines.MakeAsync(mediaType, "-i", "tone.wav", $"tone-made.{extension}");

        var sound = await _engines.Decoder.DecodeAudioAsync(input, new AudioFormat(sampleRate), CancellationToken.None);

        Assert.Equal(sampleRate, sound.SampleRate);
        Assert.InRange(sound.Duration.TotalSeconds, 1.9, 2.2);
        Assert.InRange(UpwardCrossings(sound) / 2.0, 435, 445);
        Assert.InRange(sound.Samples.ToArray().Max(), 0.5f, 0.7f);
    }

    [ProgramFact("ffmpeg")]
    public async Task The_sound_of_a_video_is_decoded_too()
    {
        var video = await _engines.MakeAsync(
            "video/mp4",
            "-f", "lavfi", "-i", "testsrc=s=32x32:d=1", "-f", "lavfi", "-i", "sine=440:d=1", "-c:a", "aac", "v.mp4");

        var sound = await _engines.Decoder.DecodeAudioAsync(video, AudioFormat.Speech, CancellationToken.None);

        Assert.InRange(UpwardCrossings(sound), 430, 450);
    }

    [ProgramFact("ffmpeg")]
    public async Task A_video_without_sound_says_so()
    {
        var silent = await _engines.MakeAsync("video/mp4", "-f", "lavfi", "-i", "testsrc=s=32x32:d=1", "silent.mp4");

        var error = await RefusedAsync(_engines, silent);

        Assert.Equal((ErrorCode.UnsupportedMedia, "'silent.mp4' holds no sound."), (error.Code, error.Message));
    }

    [Fact]
    public async Task Ten_hours_are_refused_before_anything_decodes()
    {
        const uint TenHours = 10 * 3600 * 32_000;
        var path = Path.Combine(_engines.Folder, "long.wav");
        await using (var file = File.Create(path))
        {
            await file.WriteAsync(Sounds.WavHeader(TenHours));
        }

        // A header is all there is: how long it says that it plays comes first.
        using var bare = new Engines(options => options.SearchPath = _engines.Folder);
        var error = await RefusedAsync(bare, bare.File(path, "audio/wav"));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Contains("600 minutes; at most 120", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_of_unknown_length_is_as_long_as_its_file()
    {
        using var bare = new Engines(options =>
        {
            options.SearchPath = _engines.Folder;
            options.Media.MaxAudio = TimeSpan.FromSeconds(1);
        });
        byte[] recording = [.. Sounds.WavHeader(uint.MaxValue), .. new byte[2 * 32_000]];

        Assert.Equal(ErrorCode.TooLarge, (await RefusedAsync(bare, bare.File("recording.wav", recording, "audio/wav"))).Code);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public async Task A_recorder_that_never_wrote_the_length_is_forgiven(uint length)
    {
        byte[] recording = [.. Sounds.WavHeader(length), .. Sounds.Tone(440, 1)[Sounds.HeaderBytes..]];

        var sound = await _engines.Decoder.DecodeAudioAsync(
            _engines.File("recording.wav", recording, "audio/wav"),
            AudioFormat.Speech,
            CancellationToken.None);

        Assert.InRange(sound.Duration.TotalSeconds, 0.99, 1.01);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData("mp3", "audio/mpeg")]
    [InlineData("ogg", "audio/ogg")]
    [InlineData("flac", "audio/flac")]
    public async Task Compressed_sound_above_the_limit_is_refused(string extension, string mediaType)
    {
        using var strict = new Engines(options => options.Media.MaxAudio = TimeSpan.FromSeconds(30));
        var tone = await strict.MakeAsync(mediaType, "-f", "lavfi", "-i", "sine=440:d=60", $"long.{extension}");

        var error = await RefusedAsync(strict, tone);

        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Contains("plays for 1 minutes", error.Message, StringComparison.Ordinal);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData("wav", "audio/wav", 0.5)]
    [InlineData("flac", "audio/flac", 0.5)]
    [InlineData("m4a", "audio/mp4", 0.5)]
    [InlineData("wav", "audio/wav", 0.0001)]
    [InlineData("mp3", "audio/mpeg", 0.001)]
    public async Task Sound_that_was_cut_off_is_refused(string extension, string mediaType, double share)
    {
        File.WriteAllBytes(Path.Combine(_engines.Folder, "tone.wav"), Sounds.Tone(440, 5));
        var input = await _engines.MakeAsync(mediaType, "-i", "tone.wav", $"made.{extension}");
        var whole = await File.ReadAllBytesAsync(await input.GetPathAsync(CancellationToken.None));

        var error = await RefusedAsync(_engines, _engines.File("part", whole[..(int)(whole.Length * share)], mediaType));

        Assert.Equal(ErrorCode.UnsupportedMedia, error.Code);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData("#EXTM3U\n#EXTINF:1,\n{0}\n", "audio/mpeg")]
    [InlineData("#EXTM3U\n#EXTINF:1,\n{0}\n", "audio/x-mpegurl")]
    [InlineData("#EXTM3U\n#EXTINF:1,\n{0}\n", "application/vnd.apple.mpegurl")]
    [InlineData("ffconcat version 1.0\nfile secret.wav\n", "video/mp4")]
    [InlineData("ffconcat version 1.0\nfile secret.wav\n", "audio/mpeg")]
    [InlineData("ffconcat version 1.0\nfile {0}\n", "text/plain")]
    public async Task A_list_of_files_opens_none_of_them(string list, string mediaType)
    {
        // Beside the list, where ffmpeg would follow a plain name if it were let to guess what the list is.
        var secret = Path.Combine(_engines.Folder, "store", "secret.wav");
        File.WriteAllBytes(secret, Sounds.Tone(440, 1));
        var input = _engines.File("list", System.Text.Encoding.UTF8.GetBytes(string.Format(null, list, secret)), mediaType);

        Assert.Equal(ErrorCode.UnsupportedMedia, (await RefusedAsync(_engines, input)).Code);
    }

    [Theory]
    [InlineData(7_999)]
    [InlineData(48_001)]
    public async Task A_rate_out_of_range_is_refused(int sampleRate)
    {
        var tone = _engines.File("tone.wav", Sounds.Tone(440, 0.1), "audio/wav");
        var error = await Assert.ThrowsAsync<JarvisException>(
            () => _engines.Decoder.DecodeAudioAsync(tone, new AudioFormat(sampleRate), CancellationToken.None));
        Assert.Equal(ErrorCode.InvalidRequest, error.Code);
    }

    [Fact]
    public async Task Text_of_a_plan_is_no_file()
    {
        var error = await RefusedAsync(_engines, new ModelInput("hello"));
        Assert.Equal(ErrorCode.UnsupportedMedia, error.Code);
    }

    private static Task<JarvisException> RefusedAsync(Engines engines, ModelInput input) => Assert.ThrowsAsync<JarvisException>(
        () => engines.Decoder.DecodeAudioAsync(input, AudioFormat.Speech, CancellationToken.None));

    /// <summary>How often the sound goes from well below to well above silence: noise around silence does not count.</summary>
    private static int UpwardCrossings(DecodedAudio sound)
    {
        const float Clear = 0.03f;
        var (crossings, below) = (0, false);
        foreach (var sample in sound.Samples.Span)
        {
            if (below && sample > Clear)
            {
                crossings++;
            }

            below = sample < -Clear || (below && sample <= Clear);
        }

        return crossings;
    }
}
