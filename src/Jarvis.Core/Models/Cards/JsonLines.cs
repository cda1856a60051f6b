using System.Text;

namespace Jarvis.Models.Cards;

/// <summary>The lines of a file that has one JSON text a line (jsonlines.org).</summary>
internal static class JsonLines
{
    /// <summary>The lines that are not blank, by number from 1.</summary>
    internal static IEnumerable<(int Number, Range Bytes)> Of(byte[] file)
    {
        var start = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (var number = 1; start < file.Length; number++)
        {
            var end = Array.IndexOf(file, (byte)'\n', start);
            end = end < 0 ? file.Length : end;
            if (!file.AsSpan(start..end).Trim(" \t\r"u8).IsEmpty)
            {
                yield return (number, start..end);
            }

            start = end + 1;
        }
    }
}
