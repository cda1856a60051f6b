using System.Text.Json;
using Jarvis.Events;
using Jarvis.Serialization;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>A run of the program that has ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record Ended(int Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The events, of a run with <c>--json</c>; every line has to be one, or say of a file or an error.</summary>
    public ConversationEvent[] Events =>
    [
        .. Lines.Where(line => TypeOf(line) is not ("file-saved" or "error"))
            .Select(line => JsonSerializer.Deserialize(line, JarvisJsonContext.Default.ConversationEvent)!),
    ];

    public Ended Answered()
    {
        Assert.True(Code == 0, $"exit code {Code}: {Error}{Output}");
        Assert.Empty(Error);
        return this;
    }

    /// <summary>It ended with that code and told the user one sentence, in which all the words are.</summary>
    public Ended Failed(int code, params string[] words)
    {
        Assert.True(Code == code, $"exit code {Code}: {Error}{Output}");
        Assert.StartsWith("jarvis: ", Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("Exception", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.InRange(Error.Length, 20, 700);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        return this;
    }

    private static string? TypeOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString();
}
