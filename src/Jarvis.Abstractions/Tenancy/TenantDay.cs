using Jarvis.LanguageModels;

namespace Jarvis.Tenancy;

/// <summary>What a tenant has used of language models in a day of UTC.</summary>
/// <param name="Used">What calls have used, as far as it was told.</param>
/// <param name="Tokens">The tokens that are taken out of the day's limit: used, or set aside for calls to come.</param>
/// <param name="Cost">The US dollars, likewise.</param>
public sealed record TenantDay(LanguageModelUsage Used, long Tokens, decimal Cost)
{
    /// <summary>That of a tenant who has used nothing.</summary>
    public static TenantDay Unused { get; } = new(LanguageModelUsage.None, 0, 0);
}
