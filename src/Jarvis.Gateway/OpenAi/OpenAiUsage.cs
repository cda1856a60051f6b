using System.Text.Json.Nodes;
using Jarvis.LanguageModels;

namespace Jarvis.Gateway.OpenAi;

/// <summary>What all language models of a turn used together, as these protocols count it.</summary>
internal static class OpenAiUsage
{
    internal static JsonObject OfChat(LanguageModelUsage used) => new()
    {
        ["prompt_tokens"] = used.InputTokens,
        ["completion_tokens"] = used.OutputTokens,
        ["total_tokens"] = used.Tokens,
    };

    internal static JsonObject OfResponse(LanguageModelUsage used) => new()
    {
        ["input_tokens"] = used.InputTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
        ["output_tokens"] = used.OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = used.Tokens,
    };
}
