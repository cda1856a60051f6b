using System.Collections.Immutable;

namespace Jarvis.Conformance.LanguageModels;

/// <summary>What the stand-in answers to one request.</summary>
/// <param name="Text">The assistant's words, or the error's message where <paramref name="Status"/> is not 200.</param>
/// <param name="Status">The HTTP status.</param>
public sealed record StandInReply(string Text, int Status = 200)
{
    /// <summary>Where the streamed text is cut into deltas: offsets in UTF-16 units, rising. None: one delta.</summary>
    public ImmutableArray<int> Cuts { get; init; } = [];

    /// <summary>How many bytes of the event stream are flushed at a time, wherever that cuts a line or a letter; 0 for an event at a time.</summary>
    public int BytesAFlush { get; init; }

    /// <summary>After how many deltas of a stream the connection is broken; null for never. 0 breaks a whole answer too.</summary>
    public int? BreakAfter { get; init; }

    /// <summary>Awaited before each delta of a stream, and before a whole answer with 0: a barrier, so that a test decides how slow it is.</summary>
    public Func<int, CancellationToken, Task>? Before { get; init; }

    /// <summary><c>stop</c>, <c>length</c> or <c>content_filter</c>.</summary>
    public string FinishReason { get; init; } = "stop";

    /// <summary>Tokens of the prompt and of the answer; null for a server that does not count.</summary>
    public (int Prompt, int Answer)? Usage { get; init; } = (100, 20);

    /// <summary>The Retry-After header, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The Retry-After header, as a date.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The body of an error as it is sent, for servers that have a form of their own; null for OpenAI's.</summary>
    public string? RawError { get; init; }

    /// <summary>Called when a delta is about to be written to the socket, with its number from 0.</summary>
    public Action<int>? Writing { get; init; }

    /// <summary>An error's code, as <c>invalid_api_key</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Answers <paramref name="text"/> with a delta for each UTF-16 unit.</summary>
    public static StandInReply LetterByLetter(string text) => new(text) { Cuts = [.. Enumerable.Range(1, Math.Max(0, text.Length - 1))] };

    /// <summary>Every answer of <paramref name="text"/> that is cut once, one for each boundary.</summary>
    public static IEnumerable<StandInReply> CutEverywhere(string text) =>
        Enumerable.Range(1, Math.Max(0, text.Length - 1)).Select(cut => new StandInReply(text) { Cuts = [cut] });

    /// <summary>The key is not known.</summary>
    public static StandInReply UnknownKey(string message = "Incorrect API key provided.") => new(message, 401) { Code = "invalid_api_key" };

    /// <summary>Too many calls.</summary>
    public static StandInReply TooMany(int? retryAfter = null) =>
        new("Rate limit reached for requests.", 429) { Code = "rate_limit_exceeded", RetryAfter = retryAfter };

    /// <summary>The server failed.</summary>
    public static StandInReply Broken(int status = 500) => new("The server had an error while processing your request.", status);

    /// <summary>The prompt is longer than the model's context.</summary>
    public static StandInReply ContextOverflow(int most = 4096) =>
        new($"This model's maximum context length is {most} tokens. Please reduce the length of the messages.", 400) { Code = "context_length_exceeded" };

    /// <summary>The prompt is refused for what it says.</summary>
    public static StandInReply Filtered() =>
        new("The response was filtered due to the prompt triggering the content management policy.", 400) { Code = "content_filter" };

    /// <summary>The deltas of a stream, in order. A cut within a surrogate pair is left out: no server sends half a letter as JSON.</summary>
    internal IEnumerable<string> Deltas()
    {
        var start = 0;
        foreach (var cut in Cuts.Where(cut => !char.IsSurrogatePair(Text, cut - 1)).Append(Text.Length))
        {
            yield return Text[start..cut];
            start = cut;
        }
    }
}
