using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Jarvis.Media;
using Jarvis.Planning;

namespace Jarvis.Models.LanguageModel;

/// <summary>Makes outputs of answers. An answer is hostile until read: only what is asked for is taken over, in the form of its port.</summary>
internal static class AnswerOutputs
{
    private const int MaxOpenLabels = 32;
    private const int MaxEntities = 2000;
    private const int MaxWord = 1000;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The whole answer, out of the code fence that some models put around everything.</summary>
    internal static ModelOutput Text(string answer, string name)
    {
        var text = answer.Trim();
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (text.StartsWith("```", StringComparison.Ordinal) && end > 0 && text.IndexOf("```", 3, StringComparison.Ordinal) == text.Length - 3)
        {
            text = text[end..^3].Trim();
        }

        return text.Length > 0 ? ModelOutput.FromText("text", text, name) : throw new FormatException("It is empty; answer with the text that was asked for.");
    }

    /// <summary><c>[{"label", "score"}]</c>, each label once, the likeliest first.</summary>
    internal static ModelOutput Labels(string answer, IReadOnlyList<string> given)
    {
        var labels = AnswerJson.List(answer, "labels")
            .Select(item => (Label: GivenLabels.Match(AnswerJson.Text(item, "label", GivenLabels.MaxLength), given), Score: AnswerJson.Score(item)))
            .OrderByDescending(label => label.Score)
            .DistinctBy(label => label.Label, StringComparer.OrdinalIgnoreCase)
            .Take(given.Count == 0 ? MaxOpenLabels : given.Count)
            .ToList();
        return labels.Count == 0
            ? throw new FormatException("'labels' needs at least one label.")
            : Json("labels", writer =>
            {
                foreach (var (label, score) in labels)
                {
                    writer.WriteStartObject();
                    writer.WriteString("label", label);
                    writer.WriteNumber("score", score);
                    writer.WriteEndObject();
                }
            });
    }

    /// <summary><c>[{"row", "label", "score"}]</c>, each row of the table once, in order, from 0.</summary>
    internal static ModelOutput Rows(string answer, int rows, IReadOnlyList<string> given)
    {
        var labels = new (string Label, double Score)?[rows];
        foreach (var item in AnswerJson.List(answer, "rows"))
        {
            if (AnswerJson.Whole(item, "row") is not { } row || row < 0 || row >= rows)
            {
                throw new FormatException($"Every item needs 'row', a row's number from 0 to {rows - 1}.");
            }

            labels[row] ??= (GivenLabels.Match(AnswerJson.Text(item, "label", GivenLabels.MaxLength), given), AnswerJson.Score(item));
        }

        var missing = Array.FindIndex(labels, label => label is null);
        return missing >= 0
            ? throw new FormatException($"Row {missing} has no label; every row from 0 to {rows - 1} needs one.")
            : Json("labels", writer =>
            {
                for (var row = 0; row < rows; row++)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("row", row);
                    writer.WriteString("label", labels[row]!.Value.Label);
                    writer.WriteNumber("score", labels[row]!.Value.Score);
                    writer.WriteEndObject();
                }
            });
    }

    /// <summary>
    /// <c>[{"entity", "word", "score", "start", "end"}]</c>, in characters of the text, in its order. Models find words and cannot count:
    /// a word that is not where it is said to be is looked for, nearest first.
    /// </summary>
    internal static ModelOutput Entities(string answer, string text, IReadOnlyList<string> given)
    {
        // A word that is broken over two lines is given with a space.
        var flat = text.Replace('\n', ' ').Replace('\t', ' ');
        var taken = new HashSet<(int Start, string Entity)>();
        var entities = new List<(string Entity, string Word, int Start, double Score)>();
        foreach (var item in AnswerJson.List(answer, "entities").Take(MaxEntities))
        {
            var entity = GivenLabels.Match(AnswerJson.Text(item, "entity", GivenLabels.MaxLength), given);
            var word = AnswerJson.Text(item, "word", MaxWord);
            var (start, length) = EntityPlace.Find(flat, word, AnswerJson.Whole(item, "start"), place => taken.Contains((place, entity)))
                ?? throw new FormatException($"The word {PlanText.Quote(word)} is not in the text; give words exactly as they stand there, each place once.");
            taken.Add((start, entity));
            entities.Add((entity, text.Substring(start, length), start, AnswerJson.Score(item)));
        }

        return Json("entities", writer =>
        {
            foreach (var (entity, word, start, score) in entities.OrderBy(found => found.Start))
            {
                writer.WriteStartObject();
                writer.WriteString("entity", entity);
                writer.WriteString("word", word);
                writer.WriteNumber("score", score);
                writer.WriteNumber("start", start);
                writer.WriteNumber("end", start + word.Length);
                writer.WriteEndObject();
            }
        });
    }

    /// <summary><c>{"score"}</c>, from 0 to 1.</summary>
    internal static ModelOutput Score(string answer)
    {
        var item = AnswerJson.List(answer, "scores");
        var score = item.Count == 1 ? AnswerJson.Score(item[0]) : throw new FormatException("'scores' needs exactly one item.");
        return Output("score", writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("score", score);
            writer.WriteEndObject();
        });
    }

    private static ModelOutput Json(string port, Action<Utf8JsonWriter> write) => Output(port, writer =>
    {
        writer.WriteStartArray();
        write(writer);
        writer.WriteEndArray();
    });

    private static ModelOutput Output(string port, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Readable))
        {
            write(writer);
        }

        return ModelOutput.FromBytes(port, MediaTypes.Json, $"{port}.json", bytes.ToArray());
    }
}
