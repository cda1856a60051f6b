using Jarvis.Identity;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>Finds settings that cannot work before the first request does. Never repeats the token.</summary>
internal sealed class HuggingFaceOptionsValidator : IValidateOptions<RemoteModelOptions>
{
    public ValidateOptionsResult Validate(string? name, RemoteModelOptions options)
    {
        var failures = Failures(options.HuggingFace).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(HuggingFaceOptions options)
    {
        if (options.Token is { Length: > 0 } token && !token.All(IsTokenCharacter))
            yield return "The Hugging Face token (HF_TOKEN) holds characters that no token has; copy it again.";

        if (!IsSafe(options.Endpoint))
            yield return "The Hugging Face endpoint has to be https (http for this machine only), absolute, without user, query and fragment.";

        if (options.Timeout <= TimeSpan.Zero || options.MaxRequestLength < 1 || options.MaxResponseLength < 1 || options.Concurrency < 1)
            yield return "Timeout, MaxRequestLength, MaxResponseLength and Concurrency of Hugging Face have to be above zero.";

        foreach (var model in options.Models)
        {
            if (!ModelId.TryParse(model.Id, null, out _))
                yield return $"'{model.Id}' is no name of a Hugging Face model; write it as owner/name.";

            if (!HuggingFaceTasks.All.ContainsKey(model.TaskType))
            {
                var known = string.Join(", ", HuggingFaceTasks.All.Keys.Order(StringComparer.Ordinal));
                yield return $"'{model.TaskType}' of '{model.Id}' is no task type that Hugging Face runs; choose of {known}.";
            }
        }
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    private static bool IsSafe(Uri endpoint) =>
        endpoint.IsAbsoluteUri
        && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback))
        && endpoint is { UserInfo: "", Query: "", Fragment: "" };
}
