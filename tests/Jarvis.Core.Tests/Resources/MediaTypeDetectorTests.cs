using System.Text;
using Jarvis.Conformance;

namespace Jarvis.Resources;

public sealed class MediaTypeDetectorTests
{
    [Theory]
    [InlineData("plain words", "text/plain")]
    [InlineData("naïve 日本語 🙂\r\n\ttabbed", "text/plain")]
    [InlineData("BMW makes cars", "text/plain")]
    [InlineData("ID3 is a tag, RIFF a container, PK a zip, MZ a program and OggS a page", "text/plain")]
    [InlineData("#!/bin/sh\nrm -rf /", "text/plain")]
    [InlineData("{\"a\": [1, 2]}", "application/json")]
    [InlineData(" \n[1, 2]\n", "application/json")]
    [InlineData("[inaudible] he said", "text/plain")]
    [InlineData("[link](https://example.org)", "text/plain")]
    [InlineData("{\"a\": 1}{\"b\": 2}", "text/plain")]
    [InlineData("{\"a\": 1,", "text/plain")]
    [InlineData("42", "text/plain")]
    [InlineData("<!DOCTYPE html><p>Hi", "text/html")]
    [InlineData("\n<HTML lang=en>", "text/html")]
    [InlineData("<html><svg></svg></html>", "text/html")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml")]
    [InlineData("<?xml version=\"1.0\"?><!-- <b> --><!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>", "image/svg+xml")]
    [InlineData("<s:svg xmlns:s='http://www.w3.org/2000/svg'/>", "image/svg+xml")]
    [InlineData("<?xml version=\"1.0\"?><note/>", "text/xml")]
    [InlineData("<3 you", "text/plain")]
    [InlineData("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd", "application/vnd.apple.mpegurl")]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd", "application/x-playlist")]
    [InlineData("[playlist]\nFile1=/etc/passwd", "application/x-playlist")]
    [InlineData("<?xml version=\"1.0\"?><MPD/>", "application/x-playlist")]
    [InlineData("[Playlist]\nFile1=/etc/passwd", "application/x-playlist")]
    [InlineData("[Reference]\nRef1=http://127.0.0.1/a", "application/x-playlist")]
    [InlineData("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\n", "application/x-playlist")]
    [InlineData("v=0 is a speed", "text/plain")]
    [InlineData("<?xml version=\"1.0\"?><playlist xmlns=\"http://xspf.org/ns/0/\"/>", "application/x-playlist")]
    [InlineData("<ASX version=\"3.0\"/>", "application/x-playlist")]
    [InlineData("<smil><body/></smil>", "application/x-playlist")]
    [InlineData("<?wpl version=\"1.0\"?><smil/>", "application/x-playlist")]
    [InlineData("%PDF-1.7\n", "application/pdf")]
    public void Text_is_told_by_what_it_says(string text, string mediaType)
    {
        Assert.Equal(mediaType, Detect(Encoding.UTF8.GetBytes(text)));
        if (mediaType != "application/pdf")
            Assert.Equal(mediaType, Detect([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]));
    }

    [Theory]
    [InlineData("89504E470D0A1A0A0000000D", "image/png")]
    [InlineData("FFD8FFE000104A464946", "image/jpeg")]
    [InlineData("474946383961010001000000", "image/gif")]
    [InlineData("424D46000000000000003600000028000000", "image/bmp")]
    [InlineData("424D46000000000000003600000029000000", "application/octet-stream")]
    [InlineData("524946462400000057454250", "image/webp")]
    [InlineData("524946462400000057415645", "audio/wav")]
    [InlineData("524946462400000041564920", "video/x-msvideo")]
    [InlineData("524946462400000041434F4E", "application/octet-stream")]
    [InlineData("49492A0008000000", "image/tiff")]
    [InlineData("4D4D002A00000008", "image/tiff")]
    [InlineData("0000001C667479706176696600000000", "image/avif")]
    [InlineData("0000001C66747970686569630000000068656963", "image/heic")]
    [InlineData("0000001C667479706D696631000000006D69663161766966", "image/avif")]
    [InlineData("00000014667479706D69663100000000", "image/heif")]
    [InlineData("0000001C667479704D34412000000200", "audio/mp4")]
    [InlineData("0000001C6674797069736F6D00000200", "video/mp4")]
    [InlineData("000000146674797071742020000002007174202000", "video/quicktime")]
    [InlineData("000000086D6F6F7600", "video/quicktime")]
    [InlineData("49443303000000000A00", "audio/mpeg")]
    [InlineData("494433FF00000000FF00", "application/octet-stream")]
    [InlineData("FFFB9064000000", "audio/mpeg")]
    [InlineData("FFFE680065006C006C006F00", "application/octet-stream")]
    [InlineData("FFF150802BFFFC", "audio/aac")]
    [InlineData("664C614300000022", "audio/flac")]
    [InlineData("4F67675300020000000000000000000000000000000000000000011E01766F72626973", "audio/ogg")]
    [InlineData("4F67675300020000000000000000000000000000000000000000012A807468656F7261", "video/ogg")]
    [InlineData("1A45DFA39F4286810142F7810142F2810442F381084282847765626D", "video/webm")]
    [InlineData("1A45DFA39F42828477656 26D8686415F4F505553", "audio/webm")]
    [InlineData("1A45DFA3A3428288 6D6174726F736B618685565F565038", "video/x-matroska")]
    [InlineData("000001BA44000400", "video/mpeg")]
    [InlineData("504B030414000000", "application/zip")]
    [InlineData("1F8B080000000000", "application/gzip")]
    [InlineData("377ABCAF271C0004", "application/x-7z-compressed")]
    [InlineData("7F454C4602010100", "application/x-executable")]
    [InlineData("4D5A900003000000", "application/x-executable")]
    [InlineData("CFFAEDFE07000001", "application/x-executable")]
    [InlineData("0807120A6F6E6E78", "application/octet-stream")]
    [InlineData("00", "application/octet-stream")]
    [InlineData("FFFB", "application/octet-stream")]
    [InlineData("C3", "application/octet-stream")]
    public void Other_bytes_are_told_by_their_signature(string hex, string mediaType) =>
        Assert.Equal(mediaType, Detect(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void A_frame_header_without_the_next_frame_where_it_should_be_is_no_sound()
    {
        var bytes = new byte[2000];
        new byte[] { 0xFF, 0xFB, 0x90, 0x64 }.CopyTo(bytes, 0);
        Assert.Equal("application/octet-stream", Detect(bytes));

        // 144 × 128,000 / 44,100 bytes on.
        new byte[] { 0xFF, 0xFB, 0x90, 0x64 }.CopyTo(bytes, 417);
        Assert.Equal("audio/mpeg", Detect(bytes));
    }

    [Theory]
    [InlineData("a,b", "text/csv", "text/csv")]
    [InlineData("# Hi", "text/markdown; charset=utf-8", "text/markdown")]
    [InlineData("{\"a\":1}", "text/plain", "text/plain")]
    [InlineData("{\"a\":1}", "text/markdown", "text/markdown")]
    [InlineData("42", "application/json", "application/json")]
    [InlineData("{\"a\":", "application/json", "text/plain")]
    [InlineData("words", "image/png", "text/plain")]
    [InlineData("words", "text/html", "text/plain")]
    [InlineData("words", "", "text/plain")]
    [InlineData("words", ";;", "text/plain")]
    [InlineData("#EXTM3U", "video/mp4", "application/vnd.apple.mpegurl")]
    public void The_claim_counts_where_bytes_cannot_tell(string text, string claim, string mediaType) =>
        Assert.Equal(mediaType, MediaTypeDetector.Detect(Encoding.UTF8.GetBytes(text), isWhole: true, claim));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/csv")]
    [InlineData("application/json")]
    public void The_claim_of_text_does_not_make_text_of_other_bytes(string claim) =>
        Assert.Equal("image/png", MediaTypeDetector.Detect([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], isWhole: true, claim));

    [Fact]
    public void Every_control_character_but_white_space_makes_it_no_text()
    {
        for (var c = 0; c < 0x20; c++)
            Assert.Equal(c is '\t' or '\n' or '\f' or '\r', Detect([(byte)'a', (byte)c, (byte)'b']) == "text/plain");
    }

    [Fact]
    public void A_head_that_ends_inside_a_character_is_still_text()
    {
        var text = Encoding.UTF8.GetBytes("aé字🙂");
        for (var length = 1; length < text.Length; length++)
            Assert.Equal("text/plain", MediaTypeDetector.Detect(text.AsSpan(0, length), isWhole: false));

        Assert.Equal("application/octet-stream", MediaTypeDetector.Detect(text.AsSpan(0, text.Length - 1), isWhole: true));
    }

    [Fact]
    public void A_head_of_longer_json_is_json()
    {
        var json = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, 9000).Select(i => $"\"é{i}\"")) + "]");

        Assert.Equal("application/json", MediaTypeDetector.Detect(json.AsSpan(0, MediaTypeDetector.HeadLength), isWhole: false));
    }

    [Fact]
    public void Nothing_is_of_no_known_type() => Assert.Equal("application/octet-stream", Detect([]));

    [Fact]
    public void No_bytes_at_all_make_it_fail()
    {
        var random = new Random(1);
        string[] starts = ["ID3", "RIFF", "FORM", "OggS", "\u001A", "\0\0\0\u0010ftyp", "BM", "<?xml", "{", "[", "GIF89a", "BZh"];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            Encoding.Latin1.GetBytes(starts[i % starts.Length]).AsSpan(0, Math.Min(bytes.Length, starts[i % starts.Length].Length)).CopyTo(bytes);

            Assert.Contains('/', MediaTypeDetector.Detect(bytes, isWhole: i % 2 == 0, "application/json"));
        }
    }

    [FfmpegTheory]
    [InlineData("png", "-f lavfi -i testsrc=d=0.04", "image/png")]
    [InlineData("jpg", "-f lavfi -i testsrc=d=0.04 -frames:v 1", "image/jpeg")]
    [InlineData("gif", "-f lavfi -i testsrc=d=0.2", "image/gif")]
    [InlineData("bmp", "-f lavfi -i testsrc=d=0.04", "image/bmp")]
    [InlineData("tiff", "-f lavfi -i testsrc=d=0.04", "image/tiff")]
    [InlineData("webp", "-f lavfi -i testsrc=d=0.04 -frames:v 1", "image/webp")]
    [InlineData("wav", "-f lavfi -i sine=d=1", "audio/wav")]
    [InlineData("mp3", "-f lavfi -i sine=d=1", "audio/mpeg")]
    [InlineData("mp3", "-f lavfi -i sine=d=1 -id3v2_version 0 -write_xing 0", "audio/mpeg")]
    [InlineData("aac", "-f lavfi -i sine=d=1", "audio/aac")]
    [InlineData("flac", "-f lavfi -i sine=d=1", "audio/flac")]
    [InlineData("ogg", "-f lavfi -i sine=d=1", "audio/ogg")]
    [InlineData("opus", "-f lavfi -i sine=d=1", "audio/ogg")]
    [InlineData("aiff", "-f lavfi -i sine=d=1", "audio/aiff")]
    [InlineData("m4a", "-f lavfi -i sine=d=1", "audio/mp4")]
    [InlineData("mp4", "-f lavfi -i testsrc=d=0.2", "video/mp4")]
    [InlineData("mov", "-f lavfi -i testsrc=d=0.2", "video/quicktime")]
    [InlineData("webm", "-f lavfi -i testsrc=d=0.2:s=64x64", "video/webm")]
    [InlineData("webm", "-f lavfi -i sine=d=1", "audio/webm")]
    [InlineData("mkv", "-f lavfi -i testsrc=d=0.2 -c:v mpeg4", "video/x-matroska")]
    [InlineData("avi", "-f lavfi -i testsrc=d=0.2", "video/x-msvideo")]
    [InlineData("ts", "-f lavfi -i testsrc=d=0.2", "video/mp2t")]
    [InlineData("mpg", "-f lavfi -i testsrc=d=0.2", "video/mpeg")]
    [InlineData("flv", "-f lavfi -i testsrc=d=0.2", "video/x-flv")]
    [InlineData("ogv", "-f lavfi -i testsrc=d=0.2:s=64x64 -c:v libtheora", "video/ogg")]
    public void What_ffmpeg_writes_is_told(string extension, string arguments, string mediaType)
    {
        var path = Path.Combine(Path.GetTempPath(), $"jarvis-test-{Guid.NewGuid():N}.{extension}");
        try
        {
            Tool.Run("ffmpeg", $"-v error -nostdin -y {arguments} {path}");
            var bytes = File.ReadAllBytes(path);
            var head = bytes.AsSpan(0, Math.Min(bytes.Length, MediaTypeDetector.HeadLength));

            Assert.Equal(mediaType, MediaTypeDetector.Detect(head, head.Length == bytes.Length));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Detect(ReadOnlySpan<byte> bytes) => MediaTypeDetector.Detect(bytes, isWhole: true);
}
