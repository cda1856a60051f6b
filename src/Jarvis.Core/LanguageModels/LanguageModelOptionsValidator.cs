using Microsoft.Extensions.Options;

namespace Jarvis.LanguageModels;

/// <summary>Finds settings that cannot work before the first call does. Names the key and the fix; never repeats a secret.</summary>
internal sealed class LanguageModelOptionsValidator : IValidateOptions<LanguageModelOptions>
{
    private const int MaxTokens = 100_000_000;

    public ValidateOptionsResult Validate(string? name, LanguageModelOptions options)
    {
        var failures = (options.Effective is { } provider ? Connection(options, provider) : []).Concat(Amounts(options)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Connection(LanguageModelOptions options, LanguageModelProvider provider)
    {
        if (!Enum.IsDefined(provider))
            yield return $"{Key("Provider")} has to be openai, azure, compatible or none.";

        if (options.Endpoint is null && provider == LanguageModelProvider.Azure)
            yield return $"{Key("Endpoint")} is missing: set it, or AZURE_OPENAI_ENDPOINT, to the resource's address, such as https://name.openai.azure.com.";

        if (options.Endpoint is null && provider == LanguageModelProvider.Compatible)
            yield return $"{Key("Endpoint")} is missing: set it, or OPENAI_BASE_URL, to the server's address, such as http://localhost:11434/v1.";

        if (options.Endpoint is { } endpoint && !IsAddress(endpoint))
            yield return $"{Key("Endpoint")} has to be a whole https or http address without user, query and fragment, such as http://localhost:11434/v1.";
        else if (options.Endpoint is { } plain && plain.Scheme == Uri.UriSchemeHttp && options.UseEntraId)
            yield return $"{Key("Endpoint")} is http, over which no token of Entra ID is sent: use https, or set a key.";
        else if (options.Endpoint is { IsLoopback: false } open && open.Scheme == Uri.UriSchemeHttp && !string.IsNullOrEmpty(options.Key))
            yield return $"{Key("Endpoint")} is http, over which anyone could read the key: use https, or remove the key if {open.Host} needs none.";

        if (options.Key is { Length: > 0 } key && !key.All(c => c is > ' ' and <= '~'))
            yield return $"{Key("Key")} (or OPENAI_API_KEY, AZURE_OPENAI_API_KEY) holds characters that no key has; copy it again.";

        if (string.IsNullOrEmpty(options.Key) && provider == LanguageModelProvider.OpenAI)
            yield return $"{Key("Key")} is missing: set it, or OPENAI_API_KEY, to a key of platform.openai.com/api-keys.";

        if (string.IsNullOrEmpty(options.Key) && provider == LanguageModelProvider.Azure && !options.UseEntraId)
            yield return $"{Key("Key")} is missing: set it, or AZURE_OPENAI_API_KEY, or set {Key("UseEntraId")} to true.";

        if (options.UseEntraId && provider != LanguageModelProvider.Azure)
            yield return $"{Key("UseEntraId")} is for azure only: set {Key("Provider")} to azure, or give a key.";

        foreach (var role in Enum.GetValues<LanguageModelRole>().Where(role => options.ModelOf(role) is null).Take(1))
        {
            var what = provider == LanguageModelProvider.Azure ? "a deployment of the resource" : "a model that the server has, such as llama3.1";
            yield return $"{Key("Model")} is missing: set it (in the environment: Jarvis__LanguageModel__Model) to the name of {what}.";
        }
    }

    private static IEnumerable<string> Amounts(LanguageModelOptions options)
    {
        var roles = Enum.GetValues<LanguageModelRole>();
        if (options.ContextTokens is < 1024 or > MaxTokens || roles.Any(role => options.ContextOf(role) is < 1024 or > MaxTokens))
            yield return $"{Key("ContextTokens")} has to be from 1,024 to {MaxTokens:N0}.";

        if (options.MaxOutputTokens < 16 || roles.Any(role => options.MaxOutputTokens >= options.ContextOf(role)))
            yield return $"{Key("MaxOutputTokens")} has to be from 16 and below the context of every role: set it lower, or {Key("ContextTokens")} higher.";

        if (roles.Any(role => options.PriceOf(role) is { Input: < 0 } or { Output: < 0 }))
            yield return $"{Key("InputPrice")} and {Key("OutputPrice")} have to be 0 or above.";

        if (options.MaxTokensPerTurn < 1)
            yield return $"{Key("MaxTokensPerTurn")} has to be at least 1.";

        if (options.MaxCostPerTurn < 0)
            yield return $"{Key("MaxCostPerTurn")} has to be 0 or above.";

        if (options.MaxCostPerTurn is not null && roles.Any(role => options.PriceOf(role) == default))
            yield return $"{Key("MaxCostPerTurn")} cannot be kept without prices: set {Key("InputPrice")} and {Key("OutputPrice")} to US dollars for a million tokens.";

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromDays(1))
            yield return $"{Key("Timeout")} has to be from 1 second to 1 day.";
    }

    private static string Key(string name) => $"{LanguageModelOptions.Section}:{name}";

    private static bool IsAddress(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address is { UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 };
}
