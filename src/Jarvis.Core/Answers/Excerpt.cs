namespace Jarvis.Answers;

/// <summary>As much of a text as there is room for.</summary>
internal static class Excerpt
{
    /// <summary>The text itself, or its beginning with an ellipsis, at most so long; never half a character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most UTF-16 characters.</param>
    internal static string Of(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var keep = Math.Max(0, most - 1);
        if (keep > 0 && char.IsHighSurrogate(text[keep - 1]))
        {
            keep--;
        }

        return string.Concat(text.AsSpan(0, keep), "…");
    }
}
