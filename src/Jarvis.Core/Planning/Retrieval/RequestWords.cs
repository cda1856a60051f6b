using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>Takes a request apart into words, quotations, files and addresses, in time linear in its length.</summary>
internal static partial class RequestWords
{
    /// <summary>What is longer is not read to its end.</summary>
    internal const int MaxCharacters = 16_384;

    /// <summary>The pieces of a request, in order.</summary>
    internal static ImmutableArray<RequestWord> Read(string request)
    {
        var text = request.Length > MaxCharacters ? request[..MaxCharacters] : request;
        var words = ImmutableArray.CreateBuilder<RequestWord>();
        var at = 0;
        while (at < text.Length)
        {
            if (Quote(text, at) is { } quote)
            {
                words.Add(quote);
                at = quote.End;
                continue;
            }

            var match = Piece().Match(text, at);
            if (!match.Success)
            {
                at++;
                continue;
            }

            words.Add(Word(match));
            at += match.Length;
        }

        return words.ToImmutable();
    }

    /// <summary>What a file's or address's ending says that it is.</summary>
    internal static MediaKind? MediaOf(string name) => Path.GetExtension(name.AsSpan().TrimEnd('/')) switch
    {
        ".png" or ".jpg" or ".jpeg" or ".gif" or ".bmp" or ".webp" or ".tif" or ".tiff" or ".svg" => MediaKind.Image,
        ".wav" or ".mp3" or ".ogg" or ".flac" or ".m4a" or ".aac" or ".wma" => MediaKind.Audio,
        ".mp4" or ".mov" or ".mkv" or ".webm" or ".avi" or ".mpg" or ".mpeg" or ".m4v" or ".flv" => MediaKind.Video,
        ".txt" or ".md" or ".html" or ".csv" or ".json" or ".rtf" => MediaKind.Text,
        ".pdf" or ".doc" or ".docx" or ".odt" or ".xlsx" => MediaKind.Document,
        _ => null,
    };

    private static RequestWord Word(Match match)
    {
        var kind = match.Groups switch
        {
            var groups when groups["url"].Success => WordKind.Url,
            var groups when groups["mail"].Success => WordKind.Mail,
            var groups when groups["file"].Success => WordKind.File,
            var groups when groups["number"].Success => WordKind.Number,
            var groups when groups["comma"].Success => WordKind.Comma,
            var groups when groups["stop"].Success => WordKind.Stop,
            _ => WordKind.Word,
        };
        var written = kind is WordKind.Url ? match.Value.TrimEnd('.', ',', '\'', '"', ')') : match.Value;
        return new RequestWord(kind, written, match.Index, match.Index + match.Length)
        {
            Media = kind is WordKind.File or WordKind.Url ? MediaOf(written) : null,
        };
    }

    /// <summary>A quotation that starts here. An apostrophe between letters opens and closes nothing.</summary>
    private static RequestWord? Quote(string text, int at)
    {
        var close = text[at] switch
        {
            '"' => '"',
            '“' => '”',
            '«' => '»',
            '‘' => '’',
            '\'' when at == 0 || !char.IsLetterOrDigit(text[at - 1]) => '\'',
            _ => '\0',
        };
        if (close == '\0')
        {
            return null;
        }

        for (var end = text.IndexOf(close, at + 1); end > 0; end = text.IndexOf(close, end + 1))
        {
            if (close is not ('\'' or '’') || end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1]))
            {
                return Quoted(text[(at + 1)..end], at, end + 1);
            }
        }

        return null;
    }

    private static RequestWord Quoted(string inside, int start, int end)
    {
        var match = Piece().Match(inside);
        return match.Success && match.Index == 0 && match.Length == inside.Length && Word(match) is { Kind: WordKind.File or WordKind.Url or WordKind.Mail } named
            ? named with { Start = start, End = end }
            : new RequestWord(WordKind.Quote, inside, start, end);
    }

    [GeneratedRegex(
        @"\G(?:(?<url>(?:https?://|www\.)[^\s<>""]+)|(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<file>[\w-]+\.(?:png|jpe?g|gif|bmp|webp|tiff?|svg|wav|mp3"
        + @"|ogg|flac|m4a|aac|wma|mp4|mov|mkv|webm|avi|mpe?g|m4v|flv|txt|md|html|csv|json|rtf|pdf|docx?|odt|xlsx)\b)|(?<word>\p{L}+)"
        + @"|(?<number>\p{N}+(?:[.:,]\p{N}+)*)|(?<comma>,)|(?<stop>[.;!?\n:]))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Piece();
}
