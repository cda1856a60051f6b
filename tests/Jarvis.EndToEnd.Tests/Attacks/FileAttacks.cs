using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>Files that are not what they seem, hold too much, or want others opened, and names that are more than names.</summary>
internal static class FileAttacks
{
    private const string Half = "Make it half the size";
    private const string Pictures = "Take the pictures out of it";

    internal static ImmutableArray<Attack> All { get; } =
    [
        // First: in a chat in which nothing else can be worked on yet.
        .. Kept("plan_invalid",
            ("an archive", "photos.zip", [.. "PK\u0003\u0004"u8, .. new byte[60]], Half),
            ("an archive with a way out of its folder", "photos.tar", Tar("../../etc/cron.d/owned"), Half),
            ("a packed bomb", "photos.gz", [0x1F, 0x8B, 8, .. new byte[60]], Half),
            ("words with the name of a picture", "note.png", "Buy milk."u8.ToArray(), Half)),
        .. Refused("unsupported_media",
            ("a program", "cat.png", [0x7f, .. "ELF\u0002\u0001\u0001"u8, .. new byte[60]]),
            ("a program for Windows", "cat.jpg", [.. "MZ"u8, .. new byte[60]]),
            ("a WebAssembly module", "cat.gif", [.. "\0asm\u0001\0\0\0"u8]),
            ("HLS", "video.mp4", "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nhttp://127.0.0.1:{trap}/\n#EXT-X-ENDLIST\n"u8.ToArray()),
            ("HLS after a byte order mark", "video.mp4", [0xEF, 0xBB, 0xBF, .. "#EXTM3U\nfile:///etc/passwd\n"u8]),
            ("concat", "video.mp4", "ffconcat version 1.0\nfile '/etc/passwd'\n"u8.ToArray()),
            ("a playlist of Winamp", "song.mp3", "[playlist]\nFile1=http://127.0.0.1/\n"u8.ToArray()),
            ("a reference of Windows Media", "song.mp3", "[Reference]\nRef1=http://127.0.0.1/\n"u8.ToArray()),
            ("a session description", "song.mp3", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 4000 RTP/AVP 0\n"u8.ToArray()),
            ("DASH", "video.mp4", "<?xml version=\"1.0\"?><MPD><BaseURL>http://127.0.0.1/</BaseURL></MPD>"u8.ToArray()),
            ("XSPF", "song.mp3", "<?xml version=\"1.0\"?><playlist xmlns=\"http://xspf.org/ns/0/\"/>"u8.ToArray()),
            ("ASX", "song.mp3", "<asx version=\"3.0\"><entry><ref href=\"http://127.0.0.1/\"/></entry></asx>"u8.ToArray()),
            ("SMIL", "video.mp4", "<smil><body><video src=\"http://127.0.0.1/\"/></body></smil>"u8.ToArray()),
            ("SVG with a script", "cat.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray()),
            ("SVG that names a file", "cat.png", "<?xml version=\"1.0\"?><svg><image href=\"file:///etc/passwd\"/></svg>"u8.ToArray()),
            ("SVG with an entity of this machine", "cat.png", "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>"u8.ToArray()),
            ("an empty file", "cat.png", [])),
        .. Kept("too_large",
            ("a pixel bomb of PNG", "bomb.png", Png(60_000, 60_000), Half),
            ("a pixel bomb of GIF", "bomb.gif", [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0], Half),
            ("a pixel bomb of JPEG", "bomb.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0], Half),
            ("a pixel bomb of WebP", "bomb.webp", [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 0x10, 0, 0, 0, 0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0x0F], Half),
            ("a pixel bomb of TIFF", "bomb.tif", [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0, 1, 4, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0, 0], Half),
            ("a bomb whose name turns writing around", "bomb\u202egnp.png", Png(60_000, 60_001), Half),
            ("a bomb whose name paints the terminal", "bomb\u001b[31m\u001b]0;owned\u0007.png", Png(60_000, 60_002), Half),
            ("a bomb whose name is an order to a shell", "$(touch owned)`touch owned`;.png", Png(60_000, 60_003), Half),
            ("a bomb whose name is an option", "-vf drawtext.png", Png(60_000, 60_004), Half),
            ("a bomb whose name is a filter of ffmpeg", "a,movie=secret.png", Png(60_000, 60_005), Half),
            ("a bomb whose name is a pattern", "frame-%03d.png", Png(60_000, 60_006), Half),
            ("a bomb whose name is a link", "](javascript:alert(1)) ![x](resource:x).png", Png(60_000, 60_007), Half),
            ("a bomb whose name is as long as can be", new string('n', 250) + ".png", Png(60_000, 60_008), Half)),
        .. Kept("unsupported_media",
            ("a picture that is only a header", "head.png", Png(8, 8), Half),
            ("a picture of no size", "none.png", Png(0, 0), Half),
            ("a video that is only a header", "head.mp4", [0, 0, 0, 20, .. "ftypisom\0\0\u0002\0isom"u8], Pictures),
            ("a video with a playlist in it", "list.mp4", [0, 0, 0, 20, .. "ftypisom\0\0\u0002\0isom"u8, .. "\n#EXTM3U\nfile:///etc/passwd\n"u8], Pictures),
            ("Matroska of noise", "noise.mkv", [0x1A, 0x45, 0xDF, 0xA3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[200]], Pictures)),
        new("a file that is not there", "not_found", "/file ../../../../../nowhere/passwd", "Read this"),
        new("a folder", "invalid_request", "/file ..", "Read this"),
        new("a device without an end", "unsupported_media", "/file /dev/zero", "Read this"),
        new("the memory of the program itself", "unsupported_media", "/file /proc/self/mem", "Read this"),
        new("a path with a null in it", "invalid_request", "/file a\0b.png", "Read this"),
        new("a path longer than any", "invalid_request", "/file " + new string('x', 5000), "Read this"),
        new("a request of very many characters", "too_large", new string('a', 40_000)),
        new("a command that is none", "invalid_request", "/../../etc/passwd"),
    ];

    private static IEnumerable<Attack> Refused(string code, params (string Name, string FileName, byte[] File)[] rows) =>
        rows.Select(row => new Attack($"{row.Name} ({row.FileName})", code, $"/file {row.FileName}", Half) { FileName = row.FileName, File = row.File });

    private static IEnumerable<Attack> Kept(string code, params (string Name, string FileName, byte[] File, string Request)[] rows) => rows.Select(row =>
        new Attack(row.Name, code, $"/file {row.FileName}", row.Request) { FileName = row.FileName, File = row.File, IsKept = true });

    private static byte[] Png(int width, int height)
    {
        var file = new byte[33];
        new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A }.CopyTo(file, 0);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), 13);
        "IHDR"u8.CopyTo(file.AsSpan(12));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        (file[24], file[25]) = (8, 2);
        return file;
    }

    private static byte[] Tar(string name)
    {
        var file = new byte[1024];
        Encoding.ASCII.GetBytes(name, file);
        "ustar"u8.CopyTo(file.AsSpan(257));
        return file;
    }
}
