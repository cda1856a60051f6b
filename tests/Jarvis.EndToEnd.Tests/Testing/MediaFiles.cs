using System.Diagnostics;
using System.Globalization;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>Makes real pictures, sounds and videos, and says what is in those that were made. Needs ffmpeg.</summary>
internal static class MediaFiles
{
    /// <summary>Black text on white.</summary>
    public static string Page(this Desk desk, string name, string text)
    {
        File.WriteAllText(desk.At("page.txt"), text);
        var filter = $"drawtext=fontfile={Place.Font}:fontsize=40:x=40:y=30:expansion=none:textfile=page.txt";
        Make(desk, "-f", "lavfi", "-i", "color=c=white:s=900x200", "-frames:v", "1", "-vf", filter, name);
        File.Delete(desk.At("page.txt"));
        return name;
    }

    /// <summary>A picture of many colours.</summary>
    public static string Picture(this Desk desk, string name, int width, int height)
    {
        Make(desk, "-f", "lavfi", "-i", $"testsrc=s={width}x{height}", "-frames:v", "1", name);
        return name;
    }

    /// <summary>A silent video that shows each text for a second.</summary>
    public static string Video(this Desk desk, string name, params string[] texts)
    {
        var filters = texts.Select((text, second) => string.Create(
            CultureInfo.InvariantCulture,
            $"drawtext=fontfile={Place.Font}:fontsize=64:x=40:y=80:text='{text}':enable='gte(t,{second})*lt(t,{second + 1})'"));
        var paper = $"color=c=white:s=640x240:r=10:d={texts.Length}";
        Make(desk, "-f", "lavfi", "-i", paper, "-vf", string.Join(',', filters), "-pix_fmt", "yuv420p", name);
        return name;
    }

    /// <summary>A woman who says a text.</summary>
    public static string Speech(this Desk desk, string name, string text)
    {
        Make(desk, "-f", "lavfi", "-i", $"flite=text='{text}':voice=slt", "-ar", "16000", "-ac", "1", name);
        return name;
    }

    /// <summary>What ffprobe says of a file, such as <c>width=10</c>.</summary>
    public static string[] Probe(string path, string entries) =>
        Run(".", "ffprobe", "-v", "error", "-show_entries", entries, "-of", "default=noprint_wrappers=1", path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How long a file plays.</summary>
    public static double Seconds(string path) =>
        double.Parse(Probe(path, "format=duration").Single()["duration=".Length..], CultureInfo.InvariantCulture);

    public static void Make(Desk desk, params string[] args) => Run(desk.Folder, "ffmpeg", ["-v", "error", "-nostdin", .. args]);

    private static string Run(string folder, string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error.GetAwaiter().GetResult()}");
        return output;
    }
}
