namespace Jarvis.Tenancy;

/// <summary>How much a tenant may use of language models in a day of UTC.</summary>
public sealed class TenantLimits
{
    /// <summary>The most tokens of prompts and answers; at least 1. Null, the default, for no limit.</summary>
    public long? MaxTokensPerDay { get; set; }

    /// <summary>The most US dollars; needs the prices of the language models. Null, the default, for no limit.</summary>
    public decimal? MaxCostPerDay { get; set; }
}
