using System.Text.Json;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Reads which models a server says that it has (OpenAI API reference, <c>/models</c>). What it says comes from outside.</summary>
internal static class OpenAIModelList
{
    private const int MaxNamed = 5;
    private const int MaxName = 60;

    /// <summary>Which of the models that are configured the server does not list; null where it lists all, or nothing that can be read.</summary>
    /// <param name="list">What it answers: <c>{"data": [{"id"}]}</c>.</param>
    /// <param name="wanted">What the server is to call the models.</param>
    internal static string? WhatIsMissing(ReadOnlyMemory<byte> list, IEnumerable<string> wanted)
    {
        try
        {
            using var document = JsonDocument.Parse(list, new JsonDocumentOptions { MaxDepth = 16 });
            var there = document.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString() ?? "").ToHashSet(StringComparer.Ordinal);
            var missing = wanted.Where(name => !there.Contains(name)).ToList();
            return missing.Count == 0 || there.Count == 0
                ? null
                : $"it does not list {string.Join(", ", missing)}, but {string.Join(", ", there.Order(StringComparer.Ordinal).Take(MaxNamed).Select(Plain))}{(there.Count > MaxNamed ? " …" : "")}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string Plain(string name) =>
        string.Concat(name.Take(MaxName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' ? c : '?'));
}
