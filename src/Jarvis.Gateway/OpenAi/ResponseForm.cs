using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;

namespace Jarvis.Gateway.OpenAi;

/// <summary>How a turn looks as a response.</summary>
/// <param name="turn">The turn.</param>
/// <param name="at">When it was asked for, or is asked about.</param>
/// <param name="isStored">Whether it can be asked for again.</param>
internal sealed class ResponseForm(TurnId turn, DateTimeOffset at, bool isStored)
{
    /// <summary>The id of its message.</summary>
    internal string MessageId { get; } = $"msg_{turn.Number}_{turn.Conversation.Name}";

    /// <summary>What the request said beside what is asked, to be said again.</summary>
    internal ResponseBody? Body { get; init; }

    internal JsonObject Open(string status) => Frame(status, []);

    internal JsonObject Completed(string answer, LanguageModelUsage used)
    {
        var whole = Frame("completed", new JsonArray(Message("completed", Text(answer))));
        whole["usage"] = OpenAiUsage.OfResponse(used);
        return whole;
    }

    internal JsonObject Failed(JarvisError? error)
    {
        var failed = Frame(error?.Code == ErrorCode.Cancelled ? "cancelled" : "failed", []);
        failed["error"] = new JsonObject
        {
            ["code"] = error?.Code == ErrorCode.QuotaExceeded ? "rate_limit_exceeded" : "server_error",
            ["message"] = error?.Message ?? "It failed; the conversation's events say by what.",
        };
        return failed;
    }

    internal JsonObject Message(string status, params JsonNode[] content) => new()
    {
        ["id"] = MessageId,
        ["type"] = "message",
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = new JsonArray(content),
    };

    internal static JsonObject Text(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private JsonObject Frame(string status, JsonArray output) => new()
    {
        ["id"] = OpenAiConversations.ResponseId(turn),
        ["object"] = "response",
        ["created_at"] = at.ToUnixTimeSeconds(),
        ["status"] = status,
        ["background"] = Body?.Background ?? false,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = Body?.Instructions,
        ["max_output_tokens"] = null,
        ["metadata"] = new JsonObject(),
        ["model"] = OpenAiModels.Whole,
        ["output"] = output,
        ["parallel_tool_calls"] = false,
        ["previous_response_id"] = Body?.PreviousResponseId,
        ["conversation"] = isStored ? new JsonObject { ["id"] = turn.Conversation.Name } : null,
        ["store"] = isStored,
        ["temperature"] = null,
        ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
        ["tool_choice"] = "none",
        ["tools"] = new JsonArray(),
        ["top_p"] = null,
        ["truncation"] = "disabled",
        ["usage"] = null,
    };
}
