using System.Collections.Frozen;
using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>Small words and nouns. Task phrases are in <see cref="TaskPhrases"/>, languages in <see cref="Languages"/>.</summary>
internal static class Vocabulary
{
    /// <summary>Words after which 's is short for a word of its own.</summary>
    internal static readonly FrozenSet<string> BeforeIs = Words("what that it he she who where when there here how let");

    /// <summary>Words that join two parts of a request.</summary>
    internal static readonly FrozenSet<string> Connectives = Words("and then but or nor plus also before after while afterwards next finally");

    /// <summary>Words that say nothing of what to do.</summary>
    internal static readonly FrozenSet<string> Fillers =
        Words("please then also finally next afterwards now just kindly first second third lastly you can could would will to i want me need");

    /// <summary>Words that forbid what comes after them.</summary>
    internal static readonly FrozenSet<string> Negators =
        Words("not don't dont doesn't without never no skip avoid cannot can't won't shouldn't mustn't instead rather nor");

    internal static readonly FrozenSet<string> Determiners =
        Words("the a an this that these those my your our his her its their each every all both any some one");

    internal static readonly FrozenSet<string> Articles = Words("the a an my your our his her their");

    internal static readonly FrozenSet<string> DefiniteDeterminers = Words("the this that these those its their each every both all your his her");

    internal static readonly FrozenSet<string> PluralDeterminers = Words("these those each every all both");

    internal static readonly FrozenSet<string> SingularPronouns = Words("it that this");

    internal static readonly FrozenSet<string> PluralPronouns = Words("them these those both all everything each they");

    internal static readonly FrozenSet<string> ContainerPrepositions = Words("of in on from inside within off");

    /// <summary>Words after a number that make it a measure.</summary>
    internal static readonly FrozenSet<string> Units = Words("degrees degree deg percent x by pixels pixel px times seconds second sec s minutes wide tall high");

    private static readonly FrozenDictionary<string, int> Ordinals = new Dictionary<string, int>
    {
        ["first"] = 1,
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
        ["1st"] = 1,
        ["2nd"] = 2,
        ["3rd"] = 3,
        ["4th"] = 4,
        ["5th"] = 5,
        ["last"] = -1,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, double> Numbers = new Dictionary<string, double>
    {
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["twelve"] = 12,
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["ninety"] = 90,
        ["hundred"] = 100,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Noun> Nouns = Concat(
        Brought("image picture photo photograph pic screenshot drawing snapshot", MediaKind.Image),
        Brought("receipt letter page sign menu invoice note form ticket poster card scan slide newspaper notice bill", MediaKind.Image, MediaKind.Text),
        Brought("audio sound recording speech song voicemail podcast interview call memo lecture dictation", MediaKind.Audio),
        Brought("video clip movie film footage", MediaKind.Video),
        Brought("file attachment document"),
        Made("text word writing sentence paragraph content", null, MediaKind.Text),
        Made("result output answer outcome", null),
        Made("translation", TaskTypes.Translation, MediaKind.Text),
        Made("transcript transcription", TaskTypes.AutomaticSpeechRecognition, MediaKind.Text),
        Made("summary", TaskTypes.Summarization, MediaKind.Text),
        Made("edge outline contour", TaskTypes.CannyControl, MediaKind.Image),
        Made("frame still", TaskTypes.VideoToImages, MediaKind.Image),
        Made("slideshow", TaskTypes.ImagesToVideo, MediaKind.Video),
        Made("soundtrack", TaskTypes.VideoToAudio, MediaKind.Audio));

    /// <summary>What a word points at, or null where it is no noun that is known.</summary>
    internal static Noun? NounOf(Token token) => token.Kind == TokenKind.Word ? Nouns.GetValueOrDefault(token.Text) : null;

    /// <summary>The place that a word such as "second" names, -1 for the last; 0 for any other word.</summary>
    internal static int OrdinalOf(Token token) => token.Kind == TokenKind.Word ? Ordinals.GetValueOrDefault(token.Text) : 0;

    /// <summary>The number that a token says, in digits or in letters; null for any other.</summary>
    internal static double? NumberOf(Token token) => token.Kind switch
    {
        TokenKind.Number => token.Value,
        TokenKind.Word when Numbers.TryGetValue(token.Text, out var value) => value,
        _ => null,
    };

    /// <summary>A set of the words of a text.</summary>
    internal static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<(string, Noun)> Brought(string words, params MediaKind[] kinds) =>
        Forms(words, new([.. kinds], null, false, false));

    private static IEnumerable<(string, Noun)> Made(string words, string? type, params MediaKind[] kinds) =>
        Forms(words, new([.. kinds], type, false, true));

    private static IEnumerable<(string, Noun)> Forms(string words, Noun noun)
    {
        foreach (var word in words.Split(' '))
        {
            yield return (word, noun);

            // A text's words are one text.
            yield return (Plural(word), noun with { Plural = word is not ("word" or "content" or "sentence" or "paragraph") });
        }
    }

    private static string Plural(string word) => word switch
    {
        _ when word.EndsWith('y') => word[..^1] + "ies",
        _ when word.EndsWith("ch", StringComparison.Ordinal) => word + "es",
        _ => word + "s",
    };

    private static FrozenDictionary<string, Noun> Concat(params IEnumerable<(string Word, Noun Noun)>[] groups) =>
        groups.SelectMany(group => group).ToFrozenDictionary(pair => pair.Word, pair => pair.Noun, StringComparer.Ordinal);
}
