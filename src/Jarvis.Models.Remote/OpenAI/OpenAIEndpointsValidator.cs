using Jarvis.Identity;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Finds settings of OpenAI-compatible endpoints that cannot work before the first call does. Never repeats a key.</summary>
internal sealed class OpenAIEndpointsValidator : IValidateOptions<RemoteModelOptions>
{
    public ValidateOptionsResult Validate(string? name, RemoteModelOptions options)
    {
        var failures = options.OpenAI.SelectMany(endpoint => Failures(endpoint.Key, endpoint.Value)).ToList();
        if (options.ProbeInterval is { } interval && (interval < TimeSpan.FromSeconds(1) || interval > TimeSpan.FromDays(1)))
            failures.Add($"{RemoteModelOptions.Section}:{nameof(RemoteModelOptions.ProbeInterval)} has to be from 1 second to 1 day, or null for never.");

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(string name, OpenAIEndpointOptions options)
    {
        var where = $"The OpenAI-compatible endpoint '{name}'";
        if (!RemoteAddress.IsSafe(options.Endpoint, hasSecret: !string.IsNullOrEmpty(options.Key)))
            yield return $"{where} needs an absolute https address without user, query and fragment (http for this machine, or where there is no key).";

        if (options.Key is { Length: > 0 } key && !key.All(c => c is > ' ' and <= '~'))
            yield return $"The key of '{name}' holds characters that no key has; copy it again.";

        if (options.Timeout <= TimeSpan.Zero || options.MaxRequestLength < 1 || options.MaxResponseLength < 1 || options.Concurrency < 1)
            yield return $"{where} needs Timeout, MaxRequestLength, MaxResponseLength and Concurrency above zero.";

        foreach (var model in options.Models)
        {
            if (!ModelId.TryParse(model.Id, null, out _))
                yield return $"'{model.Id}' of '{name}' is no model id; write it as owner/name.";

            if (!OpenAITasks.All.ContainsKey(model.TaskType))
            {
                var known = string.Join(", ", OpenAITasks.All.Keys.Order(StringComparer.Ordinal));
                yield return $"'{model.TaskType}' of '{model.Id}' is no task type that an OpenAI-compatible endpoint runs here; choose of {known}.";
            }
        }
    }
}
