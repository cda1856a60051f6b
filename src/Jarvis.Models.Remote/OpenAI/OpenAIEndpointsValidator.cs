using Jarvis.Identity;
using Jarvis.Models.Pricing;
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
        var path = OpenAIEndpoints.Path(name);
        if (options.Endpoint is null || !RemoteAddress.IsSafe(options.Endpoint, hasSecret: !string.IsNullOrEmpty(options.Key)))
            yield return $"{path}:{nameof(options.Endpoint)} has to be an absolute https address without user, query and fragment (http for this machine, or where there is no key).";

        if (options.Key is { Length: > 0 } key && !key.All(c => c is > ' ' and <= '~'))
            yield return $"{path}:{nameof(options.Key)} holds characters that no key has; copy it again.";

        foreach (var (setting, value) in new[]
        {
            (nameof(options.Timeout), (long)Math.Ceiling(options.Timeout.TotalSeconds)), (nameof(options.MaxRequestLength), options.MaxRequestLength),
            (nameof(options.MaxResponseLength), options.MaxResponseLength), (nameof(options.Concurrency), options.Concurrency),
        })
        {
            if (value < 1)
                yield return $"{path}:{setting} has to be above zero.";
        }

        foreach (var (number, model) in options.Models.Index())
        {
            foreach (var failure in Failures(model))
                yield return $"{path}:{nameof(options.Models)}:{number}:{failure}";
        }
    }

    private static IEnumerable<string> Failures(OpenAIModel model)
    {
        if (!ModelId.TryParse(model.Id, null, out _))
            yield return $"{nameof(model.Id)} is no model id; write it as owner/name.";

        if (!OpenAITasks.All.ContainsKey(model.TaskType))
        {
            var known = string.Join(", ", OpenAITasks.All.Keys.Order(StringComparer.Ordinal));
            yield return $"{nameof(model.TaskType)} is no task type that an OpenAI-compatible endpoint runs here; choose of {known}.";
        }

        if (model.Prices.Values.Append(model.PricePerCall).Any(price => price is < 0 or > PriceUnits.MaxPrice))
            yield return $"{nameof(model.PricePerCall)} and all of {nameof(model.Prices)} have to be US dollars from 0 to 1,000,000.";

        if (model.Quality is not (>= 0 and <= 1))
            yield return $"{nameof(model.Quality)} has to be from 0 to 1.";
    }
}
