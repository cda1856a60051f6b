using System.Globalization;
using Jarvis.Errors;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Finds conversations and turns by the names that these protocols have for them.</summary>
/// <param name="jarvis">Has them.</param>
internal sealed class OpenAiConversations(IJarvis jarvis)
{
    private const string ResponsePrefix = "resp_";

    /// <summary>What a turn is called as a response.</summary>
    internal static string ResponseId(TurnId turn) => string.Create(CultureInfo.InvariantCulture, $"{ResponsePrefix}{turn.Number}_{turn.Conversation.Name}");

    /// <summary>A conversation that there is.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>.</exception>
    internal async Task<ConversationId> FindAsync(HttpContext context, ConversationName name)
    {
        var id = context.Conversation(name.Id);
        var found = await jarvis.GetAsync(id, context.RequestAborted).ConfigureAwait(false);
        return found.LastSequence > 0 ? id : throw context.Fault("conversation", Error.NotFound("There is no such conversation; leave it out to begin one."));
    }

    /// <summary>The turn of a response's id, whether there is one or not.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/> for what can be no id.</exception>
    internal static TurnId Turn(HttpContext context, string response)
    {
        var separator = response.IndexOf('_', Math.Min(ResponsePrefix.Length, response.Length));
        return separator > 0
            && response.StartsWith(ResponsePrefix, StringComparison.Ordinal)
            && int.TryParse(response.AsSpan(ResponsePrefix.Length..separator), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            ? context.Conversation(response[(separator + 1)..]).Turn(number)
            : throw Error.NotFound("There is no such response; it was never made, or not stored.");
    }

    /// <summary>The conversation that goes on after a response, which has to be its newest: turns have one order, and no branches.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.Conflict"/>.</exception>
    internal async Task<ConversationId> FindAfterAsync(HttpContext context, string response)
    {
        var turn = Turn(context, response);
        await jarvis.GetTurnAsync(turn, context.RequestAborted).ConfigureAwait(false);
        var conversation = await jarvis.GetAsync(turn.Conversation, context.RequestAborted).ConfigureAwait(false);
        return conversation.Turns is [.., { Number: var newest }] && newest > turn.Number
            ? throw context.Fault(
                "previous_response_id",
                new JarvisException(ErrorCode.Conflict, $"Its conversation has gone on since; name its newest response, {ResponseId(turn.Conversation.Turn(newest))}, or send the dialogue as input."))
            : turn.Conversation;
    }
}
