namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// How many tokens a text is, without the model's own vocabulary: one for four ASCII letters or spaces, one for two other ASCII characters,
/// one for every character beyond. Near enough to fit a context with the room that is left for the reply.
/// </summary>
internal static class TokenEstimate
{
    internal static int Of(string text)
    {
        var quarters = 0;
        foreach (var c in text)
        {
            quarters += char.IsAsciiLetterLower(c) || c == ' ' ? 1 : char.IsAscii(c) ? 2 : 4;
        }

        return (quarters + 3) / 4;
    }

    /// <summary>As much of the beginning of a text as some tokens hold, with a mark where something is left out.</summary>
    internal static string Cut(string text, int tokens)
    {
        if (Of(text) <= tokens)
        {
            return text;
        }

        var (low, high) = (0, text.Length);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Of(text[..middle]) < tokens ? (middle, high) : (low, middle - 1);
        }

        return text[..low] + "…";
    }
}
