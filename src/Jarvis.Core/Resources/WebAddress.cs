using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Jarvis.Resources;

/// <summary>Addresses on the web as users write them. Whether one may be fetched is for whoever fetches it to say.</summary>
public static partial class WebAddress
{
    /// <summary>The longest address, in characters.</summary>
    public const int MaxLength = 2048;

    private const int MaxShown = 200;

    /// <summary>What is wrong with an address before anybody asks where it leads.</summary>
    /// <param name="address">Any text.</param>
    /// <returns>One sentence that does not repeat it; null where nothing is wrong.</returns>
    public static string? Fault(string? address)
    {
        if (string.IsNullOrEmpty(address))
            return "An address is empty; give one such as https://host/picture.jpg.";

        if (address.Length > MaxLength)
            return $"An address has {address.Length:N0} characters and may have {MaxLength:N0}; save the file and attach it.";

        if (!IsAddress(address))
            return "Only http and https addresses are fetched; give one such as https://host/picture.jpg.";

        if (address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || c == '\\'))
            return "An address has no spaces, backslashes or control characters; write them as %20 and the like.";

        var authority = address.AsSpan(address.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = authority.IndexOfAny('/', '?', '#');
        return (end < 0 ? authority : authority[..end]).Contains('@')
            ? "An address with a name or password in it is not fetched; fetch the file yourself and attach it."
            : null;
    }

    /// <summary>Whether a text begins as an http or https address does.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsAddress(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>An address for people and logs: what it asks for is left out, because that may be a key.</summary>
    /// <param name="address">An address.</param>
    public static string Show(string address)
    {
        var end = address.IndexOfAny(['?', '#']);
        var shown = end < 0 ? address : address[..end];
        return shown.Length <= MaxShown ? shown : string.Concat(shown.AsSpan(0, MaxShown - 1), "…");
    }

    /// <summary>
    /// The addresses that a request names, each once, in order. What stands between quotation marks is text to work on, and names nothing.
    /// </summary>
    /// <param name="request">The request.</param>
    public static ImmutableArray<string> In(string request)
    {
        var quoted = Quoted().Matches(request);
        return
        [
            .. Named().Matches(request)
                .Where(match => !quoted.Any(quote => quote.Index < match.Index && match.Index < quote.Index + quote.Length))
                .Select(match => WithoutPunctuation(match.Value))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>"(see https://a/b)." ends the sentence and the bracket, not the address.</summary>
    private static string WithoutPunctuation(string address)
    {
        var end = address.Length;
        while (end > 0 && (address[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' || IsUnopened(address[..end])))
            end--;

        return address[..end];
    }

    private static bool IsUnopened(string address) => address[^1] switch
    {
        ')' => address.Count(c => c == ')') > address.Count(c => c == '('),
        ']' => address.Count(c => c == ']') > address.Count(c => c == '['),
        _ => false,
    };

    /// <summary>What goes on beyond the longest address is left to be refused as one that is too long.</summary>
    [GeneratedRegex("""https?://[^\s<>"'“”‘’`\p{C}]{1,2100}""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex("""
        "[^"\n]*"|“[^”\n]*”|‘[^’\n]*’|`[^`\n]*`|(?<![\p{L}\p{N}])'[^'\n]*'(?![\p{L}\p{N}])
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Quoted();
}
