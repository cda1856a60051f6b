namespace Jarvis.Models.LanguageModel;

/// <summary>What some open models think aloud before they answer, in a tag of their own; it is no part of the answer.</summary>
internal static class ModelThoughts
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    internal static string Remove(string answer)
    {
        var text = answer.TrimStart();
        var end = text.IndexOf(Close, StringComparison.Ordinal);
        return !text.StartsWith(Open, StringComparison.Ordinal) ? answer : end < 0 ? "" : text[(end + Close.Length)..];
    }
}
