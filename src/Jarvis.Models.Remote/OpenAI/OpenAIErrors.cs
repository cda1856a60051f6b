using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using Azure.Identity;
using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>
/// What a server's refusals mean and what to do about them. Of the server's own words only codes are repeated: the rest may hold the key or
/// the prompt.
/// </summary>
/// <param name="host">The server, for people.</param>
/// <param name="model">The model that is asked.</param>
/// <param name="keyName">What people set the key with; null where tokens of Entra ID are used.</param>
/// <param name="time">The clock, for Retry-After as a date.</param>
/// <param name="words">How to speak of what is asked; null for a language model.</param>
internal sealed class OpenAIErrors(string host, string model, string? keyName, TimeProvider time, OpenAIErrorWords? words = null)
{
    private const int MaxCode = 40;

    private readonly OpenAIErrorWords _words = words ?? OpenAIErrorWords.LanguageModel;

    internal JarvisException Of(Exception exception) => exception switch
    {
        ClientResultException { Status: > 0 } refused => Refused(refused),
        AuthenticationFailedException => Make(
            LanguageModelFault.Unauthorized, ErrorCode.ModelUnavailable, false,
            "is called with Entra ID, and nobody is signed in; run 'az login', or set AZURE_OPENAI_API_KEY to a key of the resource."),
        JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException =>
            Make(LanguageModelFault.Broken, ErrorCode.ModelFailed, true, "answered with something that is not of OpenAI's protocol; check the endpoint."),
        IOException => Broken(),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => Broken(),
        _ => Make(LanguageModelFault.Unreachable, ErrorCode.ModelUnavailable, true, "cannot be reached; check the network, and that the server runs at the endpoint."),
    };

    internal JarvisException Silent(TimeSpan limit) => Make(
        LanguageModelFault.Silent, ErrorCode.ModelFailed, true,
        $"was silent for {limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} seconds; try again later, or raise {_words.Section}:Timeout.");

    internal JarvisException Broken() => Make(
        LanguageModelFault.Broken, ErrorCode.ModelFailed, true, "broke off its answer; try again.");

    internal JarvisException Filtered() => Make(
        LanguageModelFault.Filtered, ErrorCode.InvalidRequest, false, "stopped at its content filter; say it in other words.");

    private JarvisException Refused(ClientResultException refused)
    {
        var response = refused.GetRawResponse();
        var (code, words) = Parse(response);
        var said = code is null ? "" : $" ({code})";
        return refused.Status switch
        {
            400 or 413 or 422 or 500 when ContextOverflow.Is(code, words) => Make(
                LanguageModelFault.ContextOverflow, ErrorCode.TooLarge, false,
                $"has a smaller context than was used; ask with less, or set {_words.Section}:ContextTokens to what it has.",
                contextTokens: ContextOverflow.Tokens(words)),
            400 when code == "content_filter" => Filtered(),
            400 or 404 or 415 or 422 or 501 when words.Contains("response_format", StringComparison.OrdinalIgnoreCase)
                || words.Contains("json_schema", StringComparison.OrdinalIgnoreCase) => Make(
                LanguageModelFault.FormatUnsupported, ErrorCode.ModelFailed, false, "does not know this form of structured output."),
            401 => Make(LanguageModelFault.Unauthorized, ErrorCode.ModelUnavailable, false, keyName is null
                ? "does not take the token of Entra ID; sign in to the resource's tenant with 'az login', or set AZURE_OPENAI_API_KEY."
                : $"does not know the key; set {keyName} to a valid one."),
            403 => Make(LanguageModelFault.Unauthorized, ErrorCode.ModelUnavailable, false, keyName is null
                ? $"does not let who is signed in with Entra ID use it{said}; give the role Cognitive Services OpenAI User, or set AZURE_OPENAI_API_KEY."
                : $"does not let the key of {keyName} use it{said}; allow it, or set another key."),
            402 => NoCredit(),
            404 or 405 or 410 => Make(
                LanguageModelFault.Unknown, ErrorCode.ModelUnavailable, false,
                $"is not there{said}; check {_words.Section}:Model and {_words.Section}:Endpoint."),
            429 when code == "insufficient_quota" => NoCredit(),
            429 => Make(LanguageModelFault.Busy, ErrorCode.Overloaded, true, $"takes no more calls for now{said}; try again later.", RetryAfter(response)),
            >= 500 => Make(LanguageModelFault.Failed, ErrorCode.ModelFailed, true, $"failed ({refused.Status}); try again later.", RetryAfter(response)),
            >= 300 and < 400 => Make(
                LanguageModelFault.Unknown, ErrorCode.ModelUnavailable, false,
                $"answered with a redirect, which is not followed; set {_words.Section}:Endpoint to where it leads."),
            _ => Make(LanguageModelFault.Refused, ErrorCode.ModelFailed, false, $"refused the call ({refused.Status}{(code is null ? "" : $", {code}")})."),
        };
    }

    private JarvisException NoCredit() => Make(
        LanguageModelFault.Unauthorized, ErrorCode.ModelUnavailable, false, $"has no credit left{(keyName is null ? "" : $" for the key of {keyName}")}; add some, or use another.");

    private JarvisException Make(
        LanguageModelFault fault, ErrorCode code, bool retryable, string what, TimeSpan? retryAfter = null, int? contextTokens = null) =>
        new(code, $"The {_words.Noun} {model} at {host} {what}", retryable, new LanguageModelException(fault, retryAfter, contextTokens));

    /// <summary>Seconds, or a date.</summary>
    private TimeSpan? RetryAfter(PipelineResponse? response)
    {
        if (response?.Headers.TryGetValue("Retry-After", out var value) != true)
            return null;

        var wait = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds))
            : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at - time.GetUtcNow() : (TimeSpan?)null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>{"error": {"message": "…", "code": "…"}}, {"error": "…"}, {"message": "…"} as vLLM did, or anything else.</summary>
    private static (string? Code, string Words) Parse(PipelineResponse? response)
    {
        try
        {
            using var document = JsonDocument.Parse(response?.Content ?? BinaryData.FromString("{}"), new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, "");

            var error = document.RootElement.TryGetProperty("error", out var inner) ? inner : document.RootElement;
            return error.ValueKind == JsonValueKind.Object
                ? (Identifier(Text(error, "code")) ?? Identifier(Text(error, "type")), Words(error))
                : (null, error.ValueKind == JsonValueKind.String ? error.GetString()! : "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, "");
        }
    }

    /// <summary>The message, and the size of the context that llama.cpp gives beside it.</summary>
    private static string Words(JsonElement error) =>
        (Text(error, "message") ?? "") + (error.TryGetProperty("n_ctx", out var size) && size.TryGetInt32(out var tokens) ? $" (n_ctx: {tokens})" : "");

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A code, and never something that only stands where one should.</summary>
    private static string? Identifier(string? code) =>
        code is { Length: > 0 and <= MaxCode } && code.All(c => char.IsAsciiLetterLower(c) || c == '_') ? code : null;
}
