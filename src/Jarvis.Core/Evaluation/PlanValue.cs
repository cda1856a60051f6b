using System.Globalization;
using System.Text.RegularExpressions;

namespace Jarvis.Evaluation;

/// <summary>What the values of TaskBench's plans are (Shen et al., arXiv 2311.18760).</summary>
internal static partial class PlanValue
{
    /// <summary>The place of the node that a value refers to, or null.</summary>
    internal static int? Reference(string value) =>
        Node().Match(value) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var place) ? place : null;

    /// <summary>The kind that a value is by the file that it names; text where it names none.</summary>
    internal static string KindOf(string value) => File().Match(value) switch
    {
        { Success: false } => "text",
        var match when match.Groups["image"].Success => "image",
        var match when match.Groups["audio"].Success => "audio",
        _ => "video",
    };

    [GeneratedRegex("<node-([0-9]{1,4})>", RegexOptions.CultureInvariant)]
    private static partial Regex Node();

    [GeneratedRegex(
        @"\.(?:(?<image>jpe?g|png|gif|bmp|tiff|svg|ico)|(?<audio>mp3|wav|wma|ogg|aac|flac|aiff)|(?<video>mp4|avi|mov|flv|wmv|mkv|webm|m4v|mpe?g))\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex File();
}
