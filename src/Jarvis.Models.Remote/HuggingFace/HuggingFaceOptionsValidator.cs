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
        const string Path = $"{RemoteModelOptions.Section}:{nameof(RemoteModelOptions.HuggingFace)}";
        if (options.Token is { Length: > 0 } token && !token.All(IsTokenCharacter))
            yield return $"The Hugging Face token (HF_TOKEN, or {Path}:{nameof(options.Token)}) holds characters that no token has; copy it again.";

        if (!RemoteAddress.IsSafe(options.Endpoint, hasSecret: true))
            yield return $"{Path}:{nameof(options.Endpoint)}, the Hugging Face endpoint, has to be https (http for this machine only), absolute, without user, query and fragment.";

        if (options.Timeout <= TimeSpan.Zero || options.MaxRequestLength < 1 || options.MaxResponseLength < 1 || options.Concurrency < 1)
            yield return $"Timeout, MaxRequestLength, MaxResponseLength and Concurrency of {Path} have to be above zero.";

        foreach (var (name, endpoint) in options.Endpoints)
        {
            if (endpoint.Token is { Length: > 0 } own && !own.All(IsTokenCharacter))
                yield return $"{Path}:{nameof(options.Endpoints)}:{name}:{nameof(endpoint.Token)} holds characters that no token has; copy it again.";

            if (endpoint.Address is null || !RemoteAddress.IsSafe(endpoint.Address, hasSecret: !string.IsNullOrEmpty(endpoint.Token)))
                yield return $"{Path}:{nameof(options.Endpoints)}:{name}:{nameof(endpoint.Address)} needs an absolute https address without user, query and fragment (http for this machine, or where there is no token).";
        }

        foreach (var (number, model) in options.Models.Index())
        {
            if (model.Endpoint is { } named && !options.Endpoints.ContainsKey(named))
                yield return $"{Path}:{nameof(options.Models)}:{number}, '{model.Id}', names the endpoint '{named}', which is not among the Hugging Face endpoints; add it there.";

            if (!ModelId.TryParse(model.Id, null, out _))
                yield return $"{Path}:{nameof(options.Models)}:{number}:{nameof(model.Id)} is no name of a Hugging Face model; write it as owner/name.";

            if (!HuggingFaceTasks.All.ContainsKey(model.TaskType))
            {
                var known = string.Join(", ", HuggingFaceTasks.All.Keys.Order(StringComparer.Ordinal));
                yield return $"{Path}:{nameof(options.Models)}:{number}:{nameof(model.TaskType)} is no task type that Hugging Face runs; choose of {known}.";
            }
        }
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';
}
