using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Jarvis.Models.Process.Pocketsphinx;

/// <summary>What was said.</summary>
/// <param name="Text">A line for each utterance.</param>
/// <param name="Words">Each word with its time in seconds from the start of the sound, and how sure the recogniser is, from 0 to 1.</param>
internal sealed partial record Transcript(string Text, ImmutableArray<(string Word, double Start, double End, double Confidence)> Words)
{
    /// <summary>Reads the output of <c>pocketsphinx_continuous -time yes</c>: each utterance on a line, then a line for each of its words.</summary>
    public static Transcript Parse(string output)
    {
        var utterances = new List<string>();
        var words = ImmutableArray.CreateBuilder<(string, double, double, double)>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (WordLine().Match(line) is not { Success: true } match)
            {
                utterances.Add(line);
            }
            else if (match.Groups["word"].ValueSpan is [not ('<' or '[' or '+'), ..])
            {
                words.Add((match.Groups["word"].Value, Number(match, "start"), Number(match, "end"), Math.Clamp(Number(match, "sure"), 0, 1)));
            }
        }

        return new(string.Join('\n', utterances), words.ToImmutable());
    }

    /// <summary>The words as a JSON array of <c>{"word", "start", "end", "confidence"}</c>.</summary>
    public ReadOnlyMemory<byte> WordsAsJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        foreach (var (word, start, end, confidence) in Words)
        {
            json.WriteStartObject();
            json.WriteString("word", word);
            json.WriteNumber("start", start);
            json.WriteNumber("end", end);
            json.WriteNumber("confidence", confidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // A word that has several pronunciations carries the number of the one that was heard, as in "hello(2)".
    [GeneratedRegex(@"^(?<word>[^\s(]+)(\(\d+\))? (?<start>\d+\.\d+) (?<end>\d+\.\d+) (?<sure>\d+\.\d+)$")]
    private static partial Regex WordLine();
}
