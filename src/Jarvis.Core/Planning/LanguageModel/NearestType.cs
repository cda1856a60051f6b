using System.Collections.Frozen;
using Jarvis.Media;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Finds the task type that was meant by a name that there is none of, by the words of names and descriptions: rare words count more. Only
/// a clear match is one; to run something else than was asked is worse than to ask again.
/// </summary>
internal sealed class NearestType
{
    private const double Enough = 0.55;

    private static readonly FrozenDictionary<string, string> Synonyms = new Dictionary<string, string>
    {
        ["asr"] = "speech recognition",
        ["caption"] = "image text describe",
        ["captioning"] = "image text describe",
        ["ocr"] = "image text read",
        ["qa"] = "question answering",
        ["sentiment"] = "text classification",
        ["stt"] = "automatic speech recognition",
        ["transcribe"] = "automatic speech recognition",
        ["transcription"] = "automatic speech recognition",
        ["tts"] = "text speech",
        ["vad"] = "voice activity detection",
        ["vqa"] = "visual question answering",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Idle =
        FrozenSet.Create(StringComparer.Ordinal, "to", "a", "an", "the", "of", "in", "is", "it", "and", "or", "task", "model", "analysis");

    private readonly FrozenDictionary<string, double> _rarity;
    private readonly List<(TaskType Type, HashSet<string> Name, HashSet<string> Description)> _types;

    internal NearestType(TaskTypeCatalog catalog)
    {
        _types = [.. catalog.Types.Select(type => (type, Words(type.Name).ToHashSet(), Words(type.Description).ToHashSet()))];
        _rarity = _types.SelectMany(type => type.Name.Union(type.Description)).CountBy(word => word)
            .ToFrozenDictionary(pair => pair.Key, pair => Rarity(pair.Value));
    }

    /// <summary>The type that was most likely meant, or null.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="fit">How well a type fits what the task is given, from 0 to 1; 0 rules it out.</param>
    internal TaskType? Of(string name, Func<TaskType, double> fit)
    {
        var written = string.Join('-', Split(name));
        if (_types.FirstOrDefault(type => type.Type.Name == written).Type is { } same)
        {
            return same;
        }

        var wanted = Words(name).ToHashSet();
        var ways = Kinds(written);
        var (best, score) = (default(TaskType), 0.0);
        foreach (var type in _types)
        {
            var fits = fit(type.Type);
            if (wanted.Count > 0 && fits > 0 && (ways is null || IsWay(type.Type, ways.Value.From, ways.Value.To)))
            {
                var s = Alike(wanted, type.Name, type.Description) + (0.1 * fits) + (ways is null ? 0 : 0.2);
                if (s > score)
                {
                    (best, score) = (type.Type, s);
                }
            }
        }

        if (score >= Enough + 0.1)
        {
            return best;
        }

        var misspelt = NearestName.Of(written, _types.Select(type => type.Type.Name));
        var near = _types.FirstOrDefault(type => type.Type.Name == misspelt).Type;
        return near is not null && written.Length > 5 && Close(written, near.Name) && fit(near) > 0 ? near : null;
    }

    /// <summary>The words of a text by their stems, and what they are short for.</summary>
    internal static IEnumerable<string> Words(string text) => Split(text)
        .SelectMany(word => Synonyms.TryGetValue(word, out var meant) ? meant.Split(' ') : [word])
        .Where(word => !Idle.Contains(word))
        .Select(Stem);

    private static string[] Split(string text) => new string([.. text.Take(200).Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Stem(string word) => word.Length > 6 ? word[..6] : word.Length > 3 ? word.TrimEnd('s') : word;

    /// <summary>One that differs by letters, such as a swapped pair, and not by a word.</summary>
    private static bool Close(string written, string name) =>
        Math.Abs(written.Length - name.Length) <= 2
        && written.Count(c => c == '-') == name.Count(c => c == '-')
        && written.Except(name).Count() <= 1;

    private double Rarity(int types) => 1 - (Math.Log(types) / Math.Log(_types.Count + 1));

    private double Alike(HashSet<string> wanted, HashSet<string> name, HashSet<string> description)
    {
        var all = wanted.Sum(word => _rarity.GetValueOrDefault(word, 1));
        var met = wanted.Sum(word => _rarity.GetValueOrDefault(word, 1) * (name.Contains(word) ? 1 : description.Contains(word) ? 0.8 : 0));
        return (0.7 * met / all) + (0.3 * name.Count(wanted.Contains) / name.Count);
    }

    /// <summary>A name such as speech-to-text says by its order what it takes and gives; words alone would take it for its reverse.</summary>
    private static (MediaKind From, MediaKind To)? Kinds(string name)
    {
        var parts = name.Split("-to-");
        return parts.Length == 2 && Kind(parts[0]) is { } from && Kind(parts[1]) is { } to ? (from, to) : null;
    }

    private static MediaKind? Kind(string word) => word switch
    {
        "text" or "caption" or "transcript" => MediaKind.Text,
        "image" or "picture" or "photo" => MediaKind.Image,
        "audio" or "speech" or "voice" or "sound" => MediaKind.Audio,
        "video" or "film" => MediaKind.Video,
        _ => null,
    };

    private static bool IsWay(TaskType type, MediaKind from, MediaKind to) =>
        type.Inputs[0].Kind == from && type.Outputs[0].Kind == to && type.Inputs.Count(port => port.Required) == 1;
}
