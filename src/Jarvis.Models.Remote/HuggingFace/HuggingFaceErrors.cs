using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>What the service's refusals mean and what to do about them.</summary>
internal static class HuggingFaceErrors
{
    internal const string NoToken =
        "No Hugging Face token is set; set HF_TOKEN to one that may call inference providers (huggingface.co/settings/tokens).";

    private const int MaxDetail = 200;

    /// <summary>The error that an answer other than 200 is.</summary>
    /// <param name="target">Who was asked; its token is not repeated, wherever the body may have it from.</param>
    /// <param name="model">Which model.</param>
    /// <param name="status">The status.</param>
    /// <param name="retryAfter">What the service asks to wait; null where it does not say.</param>
    /// <param name="body">The beginning of the body.</param>
    internal static JarvisException Refused(InferenceTarget target, ModelId model, HttpStatusCode status, TimeSpan? retryAfter, ReadOnlySpan<byte> body)
    {
        var (service, key, renew, allow) = target.Words;
        var (error, seconds) = Parse(body);
        var detail = Detail(error, target.Token);
        return (int)status switch
        {
            401 => Error.ModelUnavailable($"{service} does not know {key}; {renew}."),
            403 => Error.ModelUnavailable($"{service} does not let {key} use {model}; {allow}.{detail}"),
            402 => Error.ModelUnavailable($"{service} has no credits left for {key}, which {model} needs; add some, or choose another model."),
            404 or 410 => Error.ModelUnavailable($"{service} does not run {model}; choose another model.{detail}"),
            429 => Error.Overloaded($"{service} takes no more calls with {key} for now; try again later.{detail}", retryAfter),
            503 when seconds is { } loading => new JarvisException(
                ErrorCode.ModelFailed, $"{service} is loading {model}, about {loading:0} more seconds; try again then.", retryable: true)
            {
                RetryAfter = retryAfter ?? TimeSpan.FromSeconds(loading),
            },
            503 => new JarvisException(ErrorCode.ModelFailed, $"{service} cannot run {model} now; try again later.{detail}", retryable: true) { RetryAfter = retryAfter },
            508 => Error.ModelFailed($"{service} has {model} from a server that has it from another, in a circle; let one of them run it itself.{detail}", retryable: false),
            >= 500 => Error.ModelFailed($"{model} failed at {service} ({(int)status}); try again later.{detail}"),
            >= 300 and < 400 => Error.ModelFailed(
                $"{service} answered {model} with a redirect, which is not followed; set the address that it leads to.", retryable: false),
            413 => Error.TooLarge($"The input is larger than {model} takes at {service}; make it smaller."),
            _ => Error.ModelFailed($"{service} refused the input for {model} ({(int)status}).{detail}", retryable: false),
        };
    }

    internal static JarvisException Unreachable(InferenceTarget target, ModelId model, HttpRequestException exception) => Error.ModelFailed(
        $"{target.Words.Service} could not be reached for {model} ({exception.HttpRequestError}); check the network and the endpoint.", cause: exception);

    internal static JarvisException Late(InferenceTarget target, ModelId model) => Error.ModelFailed(
        $"{model} gave no answer at {target.Words.Service} within {target.Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} seconds.");

    internal static JarvisException Senseless(string what, Exception? cause = null) =>
        Error.ModelFailed($"The server answered with something that is no {what}; choose another model.", retryable: false, cause);

    /// <summary>The service's own words, as data from outside: cut, in one line, and without the token.</summary>
    private static string Detail(string? error, string token)
    {
        if (string.IsNullOrWhiteSpace(error))
            return "";

        var clean = new StringBuilder();
        foreach (var c in token.Length == 0 ? error : error.Replace(token, "***", StringComparison.OrdinalIgnoreCase))
            clean.Append(char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c);

        var text = clean.ToString().Trim();
        return $" It says: {(text.Length <= MaxDetail ? text : text[..MaxDetail] + "…")}";
    }

    /// <summary>{"error": "…" or ["…"], "estimated_time": seconds}, or anything else.</summary>
    private static (string? Error, double? Seconds) Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.ToArray(), new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return default;

            var seconds = document.RootElement.TryGetProperty("estimated_time", out var time) && time.TryGetDouble(out var number)
                ? Math.Clamp(number, 0, 3600)
                : (double?)null;
            return (document.RootElement.TryGetProperty("error", out var error) ? First(error) : null, seconds);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? First(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString(),
        JsonValueKind.Array when error.GetArrayLength() > 0 && error[0].ValueKind == JsonValueKind.String => error[0].GetString(),
        _ => null,
    };
}
