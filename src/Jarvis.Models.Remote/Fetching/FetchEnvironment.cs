using System.Globalization;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>What the environment says of fetching: <c>Jarvis__Fetch__…</c>, lists joined by commas.</summary>
internal static class FetchEnvironment
{
    private const string Prefix = "Jarvis__Fetch__";

    private static readonly Dictionary<string, Action<FetchOptions, string>> Setters = new(StringComparer.Ordinal)
    {
        [nameof(FetchOptions.MaxLength)] = (options, value) => options.MaxLength = long.Parse(value, CultureInfo.InvariantCulture),
        [nameof(FetchOptions.Timeout)] = (options, value) => options.Timeout = TimeSpan.Parse(value, CultureInfo.InvariantCulture),
        [nameof(FetchOptions.AllowedHosts)] = (options, value) => options.AllowedHosts.UnionWith(Split(value)),
        [nameof(FetchOptions.AllowedPorts)] = (options, value) =>
            options.AllowedPorts.UnionWith(Split(value).Select(port => int.Parse(port, CultureInfo.InvariantCulture))),
    };

    /// <summary>Sets what variables say.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="variable">The value of a variable by its name; null for none.</param>
    /// <exception cref="JarvisException">A value cannot be.</exception>
    internal static void Apply(FetchOptions options, Func<string, string?> variable)
    {
        foreach (var (name, set) in Setters)
        {
            if (variable(Prefix + name) is not { } value || string.IsNullOrWhiteSpace(value))
                continue;

            try
            {
                set(options, value.Trim());
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw Error.InvalidRequest($"{Prefix}{name} has a value that it cannot have; docs/limits.md says what it takes.");
            }
        }
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
