using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Limits;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.OpenAi;

/// <summary>
/// Chat completions: each is a turn, in a conversation of its own whose history is what came before in the dialogue. It is gone when it is answered, and
/// cancelled when its caller goes before, unless the caller has it stored or names one to go on with.
/// </summary>
/// <param name="turns">Asks.</param>
/// <param name="dialogues">Reads dialogues.</param>
/// <param name="conversations">Finds conversations.</param>
/// <param name="slots">Bounds streams.</param>
/// <param name="options">How long requests may be and how streams are kept up.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatCompletions(
    AskedTurns turns, DialogueReader dialogues, OpenAiConversations conversations, StreamSlots slots, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const string Prefix = "chat";

    internal async Task AnswerAsync(HttpContext context)
    {
        var body = await context.ReadInlineJsonAsync(OpenAiJsonContext.Default.ChatBody).ConfigureAwait(false);
        Require(context, body);
        var request = await dialogues.ReadAsync(context, instructions: null, body.Messages).ConfigureAwait(false);
        var isKept = body.Store == true || body.Conversation is not null;
        var conversation = body.Conversation is { } named
            ? await conversations.FindAsync(context, named).ConfigureAwait(false)
            : AskedTurns.NewConversation(context, Prefix, isKept);
        var telling = new TurnTelling(FileLinks.For(context));
        var form = new ChatForm(conversation, time.GetUtcNow(), isKept);
        if (body.Stream != true)
        {
            var answer = await telling.ReadAsync(turns.AskAsync(conversation, request, isKept, context.RequestAborted)).ConfigureAwait(false);
            await context.WriteJsonAsync(form.Whole(answer, telling.Usage)).ConfigureAwait(false);
            return;
        }

        using var slot = slots.Take(context.Caller());
        await StreamAsync(context, body, form, telling, turns.AskAsync(conversation, request, isKept, context.RequestAborted)).ConfigureAwait(false);
    }

    private static void Require(HttpContext context, ChatBody body)
    {
        OpenAiModels.RequireWhole(context, body.Model);
        if (body.N is not (null or 1))
        {
            throw context.Fault("n", Error.InvalidRequest("One answer is given to a request; leave 'n' out, or ask again."));
        }

        if (body.ResponseFormat?.Type is not (null or "text"))
        {
            throw context.Fault("response_format", Error.InvalidRequest("Answers are text; leave 'response_format' out."));
        }
    }

    private async Task StreamAsync(HttpContext context, ChatBody body, ChatForm form, TurnTelling telling, IAsyncEnumerable<ConversationEvent> turn)
    {
        var countsUse = body.StreamOptions?.IncludeUsage == true;
        var stream = new ServerEvents(context, options.Value.Heartbeat, time);
        var events = turn.GetAsyncEnumerator(context.RequestAborted);
        await using (events.ConfigureAwait(false))
        {
            // What is not accepted is told by a status.
            await events.MoveNextAsync().ConfigureAwait(false);
            stream.Begin();
            Say(form.Piece(new JsonObject { ["role"] = "assistant", ["content"] = "" }));
            try
            {
                await stream.WriteAsync(events, happened =>
                {
                    if (body.Jarvis is { Progress: true } && ProgressEvents.Of(happened) is { } progress)
                    {
                        Say(form.Beside("jarvis", progress));
                    }

                    if (telling.Take(happened) is { Length: > 0 } piece)
                    {
                        Say(form.Piece(new JsonObject { ["content"] = piece }));
                    }

                    if (happened is TurnFinished)
                    {
                        // Before the conversation is forgotten, for which nobody has to wait.
                        End();
                    }
                }).ConfigureAwait(false);
            }
            catch (JarvisException failed)
            {
                stream.Say(null, OpenAiErrorShape.Of(RequestError.Of(failed.ToError())));
            }

            await stream.FlushAsync().ConfigureAwait(false);
        }

        void End()
        {
            Say(form.Piece([], "stop"));
            if (countsUse)
            {
                stream.Say(null, form.Beside("usage", OpenAiUsage.OfChat(telling.Usage)));
            }

            stream.Say("data: [DONE]\n\n");
        }

        void Say(JsonObject chunk)
        {
            if (countsUse)
            {
                chunk["usage"] = null;
            }

            stream.Say(null, chunk);
        }
    }
}
