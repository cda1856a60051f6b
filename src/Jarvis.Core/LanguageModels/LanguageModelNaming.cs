using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>What people call a language model.</summary>
public static class LanguageModelNaming
{
    /// <summary>Such as <c>language model gpt-4o-mini</c>; just <c>language model</c> for a client that does not say its name.</summary>
    public static string DisplayName(this IChatClient client) =>
        client.ModelName() is { } name ? $"language model {name}" : "language model";

    /// <summary>The model's name, where the client says it.</summary>
    public static string? ModelName(this IChatClient client) =>
        (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId is { Length: > 0 } name ? name : null;
}
