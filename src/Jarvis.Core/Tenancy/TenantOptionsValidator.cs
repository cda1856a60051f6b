using Jarvis.Identity;
using Jarvis.LanguageModels;
using Microsoft.Extensions.Options;

namespace Jarvis.Tenancy;

/// <summary>Finds limits that cannot be kept before the first call meets them. Names the key and the fix.</summary>
/// <param name="models">What language models cost.</param>
internal sealed class TenantOptionsValidator(IOptions<LanguageModelOptions> models) : IValidateOptions<TenantOptions>
{
    public ValidateOptionsResult Validate(string? name, TenantOptions options)
    {
        var failures = Limits(TenantOptions.Section, options)
            .Concat(options.Named.SelectMany(own => Named(own.Key, own.Value)))
            .ToList();
        if (options.LeaseCost <= 0)
            failures.Add($"{TenantOptions.Section}:{nameof(TenantOptions.LeaseCost)} has to be above 0.");

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Named(string tenant, TenantLimits limits)
    {
        var section = $"{TenantOptions.Section}:{nameof(TenantOptions.Named)}";
        return TenantId.TryParse(tenant, null, out _)
            ? Limits($"{section}:{tenant}", limits)
            : [$"{section} names a tenant that cannot be: an id has 1 to 128 letters, digits, '-', '_' or '.', and does not begin with '.'."];
    }

    private IEnumerable<string> Limits(string section, TenantLimits limits)
    {
        foreach (var limit in TenantLimit.All)
        {
            if (limit.Get(limits) is { } value && !limit.Allows(value))
                yield return $"{section}:{limit.Option} has to be {Range(limit, value)}; leave it out for no limit.";
        }

        foreach (var (device, seconds) in limits.DeviceSecondsPerDay.Where(own => own.Value < 1))
            yield return $"{section}:{nameof(TenantLimits.DeviceSecondsPerDay)}:{device} has to be at least 1; leave it out for no limit.";

        if (limits.MaxCostPerDay is not null && Enum.GetValues<LanguageModelRole>().Any(role => models.Value.PriceOf(role) == default))
        {
            yield return $"{section}:{nameof(TenantLimits.MaxCostPerDay)} cannot be kept without prices: set {LanguageModelOptions.Section}:"
                + $"{nameof(LanguageModelOptions.InputPrice)} and {nameof(LanguageModelOptions.OutputPrice)} to US dollars for a million tokens.";
        }
    }

    private static string Range(TenantLimit limit, decimal value) => value > limit.Most
        ? $"at most {limit.Most:N0}"
        : limit.Least == 0 ? "0 or above" : $"at least {limit.Least:N0}";
}
