namespace Jarvis.LanguageModels;

/// <summary>
/// Which language models are used, for what, and how much a turn may spend on them. Nothing set: none. What a model is asked to do goes to
/// its server: the request, and the text that tasks gave.
/// </summary>
public sealed class LanguageModelOptions
{
    /// <summary>Where it stands in configuration. In the environment: <c>Jarvis__LanguageModel__Model</c> and so on.</summary>
    public const string Section = "Jarvis:LanguageModel";

    /// <summary>The model of OpenAI that is used where none is named.</summary>
    public const string DefaultModel = "gpt-4o-mini";

    /// <summary>Whose server; null to conclude it from what else is set: an endpoint is compatible, a key alone is OpenAI's.</summary>
    public LanguageModelProvider? Provider { get; set; }

    /// <summary>
    /// What <c>/chat/completions</c> is appended to, such as http://localhost:11434/v1; for Azure the resource, such as
    /// https://name.openai.azure.com. Null for OpenAI's own. https, or http without a key or for this machine.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The model for all roles that name none; with Azure the deployment. Null is <see cref="DefaultModel"/> at OpenAI.</summary>
    public string? Model { get; set; }

    /// <summary>The key; null for a server that wants none, or for Azure with Entra ID.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// Whether Azure is called with a token of Entra ID instead of a key; what the environment says of Azure without a key sets it. The token comes from
    /// the <c>System.ClientModel.AuthenticationTokenProvider</c> that is registered, else from wherever this machine is signed in, such as <c>az login</c>.
    /// </summary>
    public bool UseEntraId { get; set; }

    /// <summary>Tokens that prompt and answer may have together; from 1,024. 16,384 by default.</summary>
    public int ContextTokens { get; set; } = 16_384;

    /// <summary>The most tokens of one answer, unless a call asks for fewer; from 16 and below the context. 4,096 by default.</summary>
    public int MaxOutputTokens { get; set; } = 4096;

    /// <summary>US dollars for a million tokens of prompt; 0, the default, where nothing is paid or counted.</summary>
    public decimal InputPrice { get; set; }

    /// <summary>US dollars for a million tokens of answer; 0, the default, where nothing is paid or counted.</summary>
    public decimal OutputPrice { get; set; }

    /// <summary>The most tokens of prompts and answers in one turn; at least 1. 200,000 by default.</summary>
    public long MaxTokensPerTurn { get; set; } = 200_000;

    /// <summary>The most US dollars in one turn; needs prices. Null, the default, for no limit.</summary>
    public decimal? MaxCostPerTurn { get; set; }

    /// <summary>How long a server may be silent: before an answer, and between two pieces of one. From 1 second. 2 minutes by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The model that plans.</summary>
    public LanguageModelRoleOptions Planning { get; } = new();

    /// <summary>The model that decides close choices.</summary>
    public LanguageModelRoleOptions Choosing { get; } = new();

    /// <summary>The model that answers.</summary>
    public LanguageModelRoleOptions Answering { get; } = new();

    /// <summary>The model that does text tasks.</summary>
    public LanguageModelRoleOptions Text { get; } = new();

    /// <summary>The provider that is meant; null when nothing is configured.</summary>
    public LanguageModelProvider? Effective => Provider switch
    {
        LanguageModelProvider.None => null,
        { } said => said,
        null when Endpoint is not null => LanguageModelProvider.Compatible,
        null when Key is { Length: > 0 } => LanguageModelProvider.OpenAI,
        null => null,
    };

    /// <summary>What is set for a role alone.</summary>
    public LanguageModelRoleOptions Of(LanguageModelRole role) => role switch
    {
        LanguageModelRole.Planning => Planning,
        LanguageModelRole.Choosing => Choosing,
        LanguageModelRole.Answering => Answering,
        _ => Text,
    };

    /// <summary>The model's name for a role; null where none is configured.</summary>
    public string? ModelOf(LanguageModelRole role) => Effective is not { } provider
        ? null
        : NotEmpty(Of(role).Model) ?? NotEmpty(Model) ?? (provider == LanguageModelProvider.OpenAI ? DefaultModel : null);

    /// <summary>The context of a role's model, in tokens.</summary>
    public int ContextOf(LanguageModelRole role) => Of(role).ContextTokens ?? ContextTokens;

    /// <summary>What a role's model costs.</summary>
    public LanguageModelPrice PriceOf(LanguageModelRole role) => new(Of(role).InputPrice ?? InputPrice, Of(role).OutputPrice ?? OutputPrice);

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
