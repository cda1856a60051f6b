using System.Collections;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>
/// What the environment says of language models. First the names that other programs read too (OPENAI_API_KEY, OPENAI_BASE_URL,
/// AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY, without which Entra ID is used), then <c>Jarvis__LanguageModel__…</c>. A key goes to no server that it was not set for:
/// OPENAI_API_KEY is not sent to an endpoint that only <c>Jarvis__LanguageModel__Endpoint</c> names, unless the provider is said to be openai.
/// </summary>
public sealed class LanguageModelEnvironment
{
    private const string Prefix = "Jarvis__LanguageModel__";

    private static readonly Dictionary<string, Action<LanguageModelOptions, string>> Setters = Settings();

    private readonly Dictionary<string, string> _variables;

    /// <summary>Reads variables.</summary>
    /// <param name="variables">Names and values; empty values are as good as none.</param>
    public LanguageModelEnvironment(IEnumerable<KeyValuePair<string, string?>> variables)
    {
        _variables = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in variables.Where(variable => !string.IsNullOrWhiteSpace(variable.Value)))
            _variables[name] = value!.Trim();
    }

    /// <summary>The environment of this process.</summary>
    public static LanguageModelEnvironment OfThisProcess() => new(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value)));

    /// <summary>Whether anything here is about language models.</summary>
    public bool SaysAnything =>
        Get("OPENAI_API_KEY") is not null || Get("OPENAI_BASE_URL") is not null || Get("AZURE_OPENAI_ENDPOINT") is not null
        || _variables.Keys.Any(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Sets what the environment says.</summary>
    /// <exception cref="JarvisException">A variable has a name or a value that cannot be.</exception>
    public void Apply(LanguageModelOptions options)
    {
        foreach (var (name, value) in _variables.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            if (!Setters.TryGetValue(name[Prefix.Length..], out var set))
                throw Error.InvalidRequest($"There is no setting {name}; after {Prefix} may come {string.Join(", ", Setters.Keys)}.");

            try
            {
                set(options, value);
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw Error.InvalidRequest($"{name} has a value that it cannot have; see the README for what it takes.");
            }
        }
    }

    /// <summary>
    /// Sets what is still open from the variables that other programs read too. After all else is set, for what is set decides what they mean.
    /// </summary>
    public void Complete(LanguageModelOptions options)
    {
        var isAzure = options.Provider == LanguageModelProvider.Azure
            || (options is { Provider: null, Endpoint: null } && Get("OPENAI_API_KEY") is null && Get("OPENAI_BASE_URL") is null && Get("AZURE_OPENAI_ENDPOINT") is not null);
        if (options.Provider == LanguageModelProvider.None)
            return;

        if (isAzure)
        {
            options.Provider = LanguageModelProvider.Azure;
            options.Endpoint ??= Address("AZURE_OPENAI_ENDPOINT");
            options.Key ??= options.UseEntraId ? null : Get("AZURE_OPENAI_API_KEY");
            options.UseEntraId |= string.IsNullOrEmpty(options.Key);
            return;
        }

        var isOwnEndpoint = options.Endpoint is not null;
        options.Endpoint ??= Address("OPENAI_BASE_URL");
        if (!isOwnEndpoint || options.Provider == LanguageModelProvider.OpenAI)
            options.Key ??= Get("OPENAI_API_KEY");
    }

    /// <summary>What people set a key with.</summary>
    internal string KeyName(LanguageModelOptions options) =>
        options.Key is { Length: > 0 } key
            ? new[] { "OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", Prefix + nameof(options.Key) }.FirstOrDefault(name => Get(name) == key)
                ?? $"{LanguageModelOptions.Section}:{nameof(options.Key)}"
            : $"{LanguageModelOptions.Section}:{nameof(options.Key)} ({Prefix}{nameof(options.Key)})";

    private string? Get(string name) => _variables.GetValueOrDefault(name);

    private Uri? Address(string name) => Get(name) is not { } value
        ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var address)
            ? address
            : throw Error.InvalidRequest($"{name} is no address; set it to one such as https://api.openai.com/v1.");

    private static Dictionary<string, Action<LanguageModelOptions, string>> Settings()
    {
        var setters = new Dictionary<string, Action<LanguageModelOptions, string>>(StringComparer.OrdinalIgnoreCase)
        {
            [nameof(LanguageModelOptions.Provider)] = (options, value) => options.Provider = Enum.Parse<LanguageModelProvider>(value, ignoreCase: true),
            [nameof(LanguageModelOptions.Endpoint)] = (options, value) => options.Endpoint = new(value, UriKind.Absolute),
            [nameof(LanguageModelOptions.Model)] = (options, value) => options.Model = value,
            [nameof(LanguageModelOptions.Key)] = (options, value) => options.Key = value,
            [nameof(LanguageModelOptions.UseEntraId)] = (options, value) => options.UseEntraId = bool.Parse(value),
            [nameof(LanguageModelOptions.ContextTokens)] = (options, value) => options.ContextTokens = Whole(value),
            [nameof(LanguageModelOptions.MaxOutputTokens)] = (options, value) => options.MaxOutputTokens = Whole(value),
            [nameof(LanguageModelOptions.InputPrice)] = (options, value) => options.InputPrice = Money(value),
            [nameof(LanguageModelOptions.OutputPrice)] = (options, value) => options.OutputPrice = Money(value),
            [nameof(LanguageModelOptions.MaxTokensPerTurn)] = (options, value) => options.MaxTokensPerTurn = Whole(value),
            [nameof(LanguageModelOptions.MaxCostPerTurn)] = (options, value) => options.MaxCostPerTurn = Money(value),
            [nameof(LanguageModelOptions.Timeout)] = (options, value) => options.Timeout = TimeSpan.Parse(value, CultureInfo.InvariantCulture),
        };
        foreach (var role in Enum.GetValues<LanguageModelRole>())
        {
            setters[$"{role}__{nameof(LanguageModelRoleOptions.Model)}"] = (options, value) => options.Of(role).Model = value;
            setters[$"{role}__{nameof(LanguageModelRoleOptions.ContextTokens)}"] = (options, value) => options.Of(role).ContextTokens = Whole(value);
            setters[$"{role}__{nameof(LanguageModelRoleOptions.InputPrice)}"] = (options, value) => options.Of(role).InputPrice = Money(value);
            setters[$"{role}__{nameof(LanguageModelRoleOptions.OutputPrice)}"] = (options, value) => options.Of(role).OutputPrice = Money(value);
        }

        return setters;
    }

    private static int Whole(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    private static decimal Money(string value) => decimal.Parse(value, CultureInfo.InvariantCulture);
}
