using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Jarvis.Errors;
using Jarvis.Models.Process.Media;
using Jarvis.Models.Process.Tests.Testing;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Tests.Media;

/// <summary>Files that want more of a decoder than to be decoded.</summary>
public sealed class HostileMediaTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    /// <summary>A few bytes each, and more pixels than any machine holds.</summary>
    public static TheoryData<string, string, byte[]> Bombs => new()
    {
        { "png", "image/png", Pictures.PngHeader(65_535, 65_535) },
        { "gif", "image/gif", [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0] },
        { "jpeg", "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0] },
        { "webp lossy", "image/webp", [.. "RIFF\0\0\0\0WEBPVP8 "u8, 0, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 0xFF, 0x3F, 0xFF, 0x3F] },
        { "webp lossless", "image/webp", [.. "RIFF\0\0\0\0WEBPVP8L"u8, 0, 0, 0, 0, 0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0, 0, 0] },
        { "webp extended", "image/webp", [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 0x10, 0, 0, 0, 0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0x0F] },
        { "tiff", "image/tiff", [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0, 1, 4, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0, 0] },
        { "bmp", "image/bmp", Bitmap(65_535, -65_535) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_pixel_bomb_is_refused_by_its_header_in_less_than_fifty_milliseconds(string format, string mediaType, byte[] header)
    {
        // No decoder is to be found here: asking for one would be another error.
        using var bare = new Engines(options => options.SearchPath = _engines.Folder);
        var bomb = bare.File($"bomb-{format}", header, mediaType);
        var fastest = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var started = Stopwatch.GetTimestamp();
            var error = await Assert.ThrowsAsync<JarvisException>(() => bare.Decoder.DecodeImageAsync(bomb, default));
            var took = Stopwatch.GetElapsedTime(started);
            fastest = took < fastest ? took : fastest;
            Assert.Equal((format, ErrorCode.TooLarge), (format, error.Code));
        }

        // The fastest of a few: a machine that is busy elsewhere is not what is measured.
        Assert.InRange(fastest.TotalMilliseconds, 0, 50);
    }

    [ProgramFact("ffmpeg", "ffprobe")]
    public async Task A_picture_whose_second_header_is_a_bomb_costs_its_task_alone()
    {
        // The first frame header, which is what is looked at, says 8 × 8; the second says 65,535 × 65,535.
        byte[] two = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0, 0xFF, 0xD9];

        var error = await Assert.ThrowsAsync<JarvisException>(() => _engines.Decoder.DecodeImageAsync(_engines.File("two.jpg", two, "image/jpeg"), default));

        Assert.Equal(ErrorCode.UnsupportedMedia, error.Code);
    }

    [ProgramTheory("ffmpeg", "ffprobe")]
    [InlineData("video/mp4")]
    [InlineData("video/x-matroska")]
    [InlineData("video/mp2t")]
    [InlineData("video/x-flv")]
    [InlineData("video/x-msvideo")]
    [InlineData("video/mpeg")]
    [InlineData("audio/mpeg")]
    [InlineData("audio/aac")]
    [InlineData("audio/ogg")]
    [InlineData("audio/wav")]
    public async Task No_text_that_names_other_files_makes_a_decoder_open_them(string mediaType)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/secret";
        var secret = Path.Combine(_engines.Folder, "secret.wav");
        await File.WriteAllBytesAsync(secret, Sounds.Tone(440, 1));
        foreach (var (name, text) in References(url, secret))
        {
            var file = _engines.File($"{name}.mp4", Encoding.UTF8.GetBytes(text), mediaType);

            var error = await Assert.ThrowsAsync<JarvisException>(() => _engines.Decoder.DecodeAudioAsync(file, new(16_000), default));

            Assert.True(error.Code == ErrorCode.UnsupportedMedia, $"{name}: {error.Code}: {error.Message}");
        }

        Assert.False(server.Pending());
    }

    [ProgramTheory("ffmpeg", "ffprobe")]
    [InlineData("mkv", "audio/x-matroska", "pcm_s16le")]
    [InlineData("mp4", "audio/mp4", "aac")]
    public async Task A_file_of_many_streams_is_refused(string extension, string mediaType, string codec)
    {
        string[] Maps(int count) => [.. Enumerable.Repeat(new[] { "-map", "0" }, count).SelectMany(map => map)];
        var many = await _engines.MakeAsync(mediaType, ["-f", "lavfi", "-i", "anullsrc=d=0.2", .. Maps(40), "-c:a", codec, $"many.{extension}"]);
        var some = await _engines.MakeAsync(mediaType, ["-f", "lavfi", "-i", "anullsrc=d=0.2", .. Maps(20), "-c:a", codec, $"some.{extension}"]);

        var error = await Assert.ThrowsAsync<JarvisException>(() => _engines.Decoder.DecodeAudioAsync(many, new(16_000), default));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Contains("more than the 32 streams", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await _engines.Decoder.DecodeAudioAsync(some, new(16_000), default)).Samples.ToArray());
    }

    [ProgramFact("ffmpeg", "ffprobe")]
    public async Task A_video_of_too_many_frames_is_refused()
    {
        using var strict = new Engines(options => options.Media.MaxFrames = 24);
        var video = await strict.MakeAsync("video/mp4", "-f", "lavfi", "-i", "color=red:s=16x16:d=1:r=25", "-pix_fmt", "yuv420p", "a.mp4");

        var outcome = await strict.RunAsync("ffmpeg/frames", new() { ["video"] = [video] });

        Assert.Equal(ErrorCode.TooLarge, outcome.Error?.Code);
        Assert.Contains("25 frames; at most 24", outcome.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_input_of_ffmpeg_stands_behind_the_same_walls()
    {
        foreach (var file in new[] { new MediaFile("a", "/a", "mov"), new MediaFile("a", "/a", "png_pipe") { Image = new("png_pipe", 1, 1) } })
        {
            var arguments = FfmpegArguments.Input(file, new MediaLimits());

            Assert.Equal("file,pipe", Value("-protocol_whitelist"));
            Assert.Equal(file.Demuxer, Value("-format_whitelist"));
            Assert.Equal("32", Value("-max_streams"));
            Assert.Equal(file.Demuxer, Value("-f"));
            Assert.Equal("file:/a", Value("-i"));

            string Value(string name) => arguments[arguments.IndexOf(name) + 1];
        }
    }

    [Fact]
    public void No_demuxer_that_opens_other_files_is_on_the_list()
    {
        string[] following =
            ["hls", "concat", "dash", "sdp", "rtsp", "image2", "lavfi", "ffmetadata", "applehttp", "imf", "vapoursynth", "avisynth", "tedcaptions", "webvtt", "svg_pipe", "libopenmpt", "data"];

        Assert.All(
            MediaTypesOf(following),
            type => Assert.DoesNotContain(Demuxers.Find(type) ?? "none", following));
        Assert.Null(Demuxers.Find("application/vnd.apple.mpegurl"));
        Assert.Null(Demuxers.Find("application/dash+xml"));
        Assert.Null(Demuxers.Find("application/sdp"));
        Assert.Null(Demuxers.Find("image/svg+xml"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1001, 1)]
    [InlineData(32, 0)]
    public void Limits_that_let_nothing_or_everything_in_are_refused(int streams, long frames)
    {
        var options = new ProcessModelOptions { Media = { MaxStreams = streams, MaxFrames = frames } };

        Assert.Throws<OptionsValidationException>(() => new Engines(it => it.Media = options.Media).Commands);
    }

    private static IEnumerable<string> MediaTypesOf(string[] formats) => formats
        .SelectMany(format => new[] { $"video/{format}", $"audio/{format}", $"image/{format}", $"application/{format}", $"video/x-{format}" })
        .Concat(["video/mp4", "audio/mpeg", "audio/x-mpegurl", "audio/x-scpls", "video/x-ms-asf", "video/x-ms-asx"]);

    private static IEnumerable<(string Name, string Text)> References(string url, string secret) =>
    [
        ("hls", $"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1.0,\n{url}\n#EXT-X-ENDLIST\n"),
        ("hls-file", $"#EXTM3U\n#EXTINF:1.0,\nfile://{secret}\n#EXT-X-ENDLIST\n"),
        ("hls-concat", $"#EXTM3U\n#EXTINF:1.0,\nconcat:{url}|file://{secret}\n#EXT-X-ENDLIST\n"),
        ("ffconcat", $"ffconcat version 1.0\nfile '{secret}'\n"),
        ("concat", $"file '{url}'\n"),
        ("sdp", $"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n"),
        ("mpd", $"<?xml version=\"1.0\"?><MPD><Period><BaseURL>{url}</BaseURL></Period></MPD>"),
        ("xspf", $"<?xml version=\"1.0\"?><playlist xmlns=\"http://xspf.org/ns/0/\"><trackList><track><location>{url}</location></track></trackList></playlist>"),
        ("asx", $"<asx version=\"3.0\"><entry><ref href=\"{url}\"/></entry></asx>"),
        ("svg", $"<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"{url}\"/></svg>"),
        ("srt", $"1\n00:00:00,000 --> 00:00:01,000\n{{\\pict {url}}}\n"),
        ("lavfi", $"movie={secret}"),
        ("metadata", $";FFMETADATA1\ntitle={url}\n"),
    ];

    private static byte[] Bitmap(int width, int height)
    {
        var header = Pictures.Quarters(2, 2)[..54];
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(22), height);
        return header;
    }
}
