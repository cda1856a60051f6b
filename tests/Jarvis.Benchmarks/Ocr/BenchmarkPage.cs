using System.Diagnostics;
using System.Text;

namespace Jarvis.Benchmarks.Ocr;

/// <summary>An A4 page at 150 dpi, 1,240 × 1,754 pixels, with 40 lines of text, drawn by ffmpeg.</summary>
internal static class BenchmarkPage
{
    private const string Font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

    public static async Task<string?> DrawAsync(string folder)
    {
        if (!File.Exists(Font))
        {
            return null;
        }

        var words = "the quick brown fox jumps over a lazy dog while seventeen clever engineers measure 42 pages before lunch".Split(' ');
        var random = new Random(7);
        var text = new StringBuilder();
        for (var line = 0; line < 40; line++)
        {
            text.AppendJoin(' ', Enumerable.Range(0, 11).Select(_ => words[random.Next(words.Length)])).Append('\n');
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "page.txt"), text.ToString());
        string[] arguments =
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", "color=white:s=1240x1754",
            "-vf", $"drawtext=fontfile={Font}:textfile=page.txt:fontsize=22:line_spacing=18:x=80:y=80:fontcolor=black", "-frames:v", "1", "page.png",
        ];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { WorkingDirectory = folder })!;
        await ffmpeg.WaitForExitAsync();
        return ffmpeg.ExitCode == 0 ? Path.Combine(folder, "page.png") : null;
    }
}
