using System.Text.RegularExpressions;
using Jarvis.Identity;

namespace Jarvis.Cli.Rendering;

/// <summary>An answer as it is read outside a browser: its citations name files on this machine.</summary>
internal static partial class AnswerText
{
    /// <summary>
    /// The answer's Markdown, clean, with <c>[name](resource:id)</c> as <c>name (path)</c>, or the name alone where there is no file.
    /// </summary>
    /// <param name="markdown">The answer.</param>
    /// <param name="paths">The files on this machine.</param>
    internal static string Render(string markdown, IReadOnlyDictionary<ResourceId, string> paths)
    {
        var readable = Citation().Replace(TerminalText.Block(markdown), match =>
        {
            var id = new ResourceId(match.Groups["id"].Value);
            var name = match.Groups["name"].Value;
            return paths.TryGetValue(id, out var path) ? $"{name} ({TerminalText.Line(path)})".TrimStart() : name;
        });
        return readable.Trim('\n');
    }

    [GeneratedRegex(@"!?\[(?<name>[^\]\n]{0,500})\]\(resource:(?<id>[0-9a-f]{64})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();
}
