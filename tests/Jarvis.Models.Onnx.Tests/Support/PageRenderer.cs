using System.Globalization;

namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>Draws pages to PNG files.</summary>
internal static class PageRenderer
{
    /// <summary>Where Debian's fonts-dejavu-core puts its fonts.</summary>
    public const string Fonts = "/usr/share/fonts/truetype/dejavu";

    public static async Task<string> RenderAsync(TestPage page, string folder)
    {
        var margin = page.Size * 2;
        var width = margin * 2 + (int)(page.Lines.Max(line => line.Length) * page.Size * 0.72);
        var height = margin * 2 + (int)(page.Lines.Length * page.Size * 1.6);
        var path = Path.Combine(folder, $"{Guid.NewGuid():n}.png");
        await DrawAsync(path, width, height, Turn(page.Turn), [.. page.Lines.Select((line, i) =>
            new Drawn(line, page.Font, page.Size, margin, margin + (int)(i * page.Size * 1.6)))]);
        return path;
    }

    /// <summary>Draws single texts where they are wanted.</summary>
    public static async Task DrawAsync(string path, int width, int height, string after, params Drawn[] texts)
    {
        var filters = new List<string>();
        for (var i = 0; i < texts.Length; i++)
        {
            var (text, font, size, x, y) = texts[i];
            var file = $"{path}.{i.ToString(CultureInfo.InvariantCulture)}.txt"; // A file, so that nothing of the text is a filter's syntax.
            await File.WriteAllTextAsync(file, text);
            filters.Add($"drawtext=fontfile={Fonts}/{font}.ttf:textfile={file}:expansion=none:fontsize={size}:x={x}:y={y + size}-max_glyph_a");
        }

        if (after.Length > 0)
        {
            filters.Add(after);
        }

        await FfmpegProcess.RunAsync(
            "-f", "lavfi", "-i", $"color=white:s={width}x{height}", "-vf", string.Join(',', filters), "-frames:v", "1", path);
    }

    private static string Turn(int degrees) => degrees switch
    {
        90 => "transpose=clock",
        180 => "hflip,vflip",
        270 => "transpose=cclock",
        _ => "",
    };
}
