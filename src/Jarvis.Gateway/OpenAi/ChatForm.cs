using System.Text.Json.Nodes;
using Jarvis.Identity;
using Jarvis.LanguageModels;

namespace Jarvis.Gateway.OpenAi;

/// <summary>How an answer looks as a chat completion.</summary>
/// <param name="conversation">The conversation that it is given in.</param>
/// <param name="at">When it was asked for.</param>
/// <param name="isKept">Whether the conversation stays, so that it can be gone on with.</param>
internal sealed class ChatForm(ConversationId conversation, DateTimeOffset at, bool isKept)
{
    internal JsonObject Whole(string answer, LanguageModelUsage used)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer, ["refusal"] = null, ["annotations"] = new JsonArray() };
        var whole = Frame("chat.completion", new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = "stop" }));
        whole["usage"] = OpenAiUsage.OfChat(used);
        return whole;
    }

    internal JsonObject Piece(JsonObject delta, string? finish = null) => Frame(
        "chat.completion.chunk", new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish }));

    /// <summary>A piece without any of the answer.</summary>
    internal JsonObject Beside(string name, JsonNode value)
    {
        var chunk = Frame("chat.completion.chunk", []);
        chunk[name] = value;
        return chunk;
    }

    private JsonObject Frame(string type, JsonArray choices)
    {
        var frame = new JsonObject
        {
            ["id"] = $"chatcmpl-{conversation.Name}",
            ["object"] = type,
            ["created"] = at.ToUnixTimeSeconds(),
            ["model"] = OpenAiModels.Whole,
            ["choices"] = choices,
        };
        if (isKept)
        {
            frame["conversation"] = new JsonObject { ["id"] = conversation.Name };
        }

        return frame;
    }
}
