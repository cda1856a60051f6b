using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Limits;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.OpenAi;

/// <summary>
/// The Responses API: each response is a turn. It is stored unless its caller says otherwise, goes on then when its caller goes, and is asked for again by
/// its id; what is not stored is cancelled with its connection.
/// </summary>
/// <param name="jarvis">Has the turns.</param>
/// <param name="turns">Asks.</param>
/// <param name="dialogues">Reads dialogues.</param>
/// <param name="conversations">Finds conversations.</param>
/// <param name="slots">Bounds streams.</param>
/// <param name="options">How long requests may be and how streams are kept up.</param>
/// <param name="time">The clock.</param>
internal sealed class Responses(
    IJarvis jarvis,
    AskedTurns turns,
    DialogueReader dialogues,
    OpenAiConversations conversations,
    StreamSlots slots,
    IOptions<GatewayOptions> options,
    TimeProvider time)
{
    private const string Prefix = "response";

    internal async Task AnswerAsync(HttpContext context)
    {
        var body = await context.ReadInlineJsonAsync(OpenAiJsonContext.Default.ResponseBody).ConfigureAwait(false);
        OpenAiModels.RequireWhole(context, body.Model);
        if (body.Text?.Format?.Type is not (null or "text"))
        {
            throw context.Fault("text", Error.InvalidRequest("Answers are text; leave 'text.format' out."));
        }

        // What others have said in it is never deleted with one response.
        var isStored = body.Store != false || body.Conversation is not null || body.PreviousResponseId is not null;
        var conversation = await ConversationAsync(context, body, isStored).ConfigureAwait(false);
        var request = await dialogues.ReadAsync(context, body.Instructions, body.Input).ConfigureAwait(false);
        if (body.Background == true)
        {
            await BeginAsync(context, body, conversation, request).ConfigureAwait(false);
            return;
        }

        using var slot = slots.Take(context.Caller());
        var events = turns.AskAsync(conversation, request, isStored, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        await using (events.ConfigureAwait(false))
        {
            // What is not accepted is told by a status.
            await events.MoveNextAsync().ConfigureAwait(false);
            var telling = new TurnTelling(FileLinks.For(context));
            var form = new ResponseForm(conversation.Turn(events.Current.Turn), time.GetUtcNow(), isStored) { Body = body };
            if (body.Stream == true)
            {
                var stream = new ServerEvents(context, options.Value.Heartbeat, time);
                stream.Begin();
                await new ResponseStream(stream, form, telling, body.Jarvis is { Progress: true }).WriteAsync(events).ConfigureAwait(false);
                return;
            }

            while (await events.MoveNextAsync().ConfigureAwait(false))
            {
                telling.Take(events.Current);
            }

            await context.WriteJsonAsync(form.Completed(telling.Whole ?? "", telling.Usage)).ConfigureAwait(false);
        }
    }

    internal async Task GetAsync(HttpContext context, string response)
    {
        if (context.Request.Query["stream"] == "true")
        {
            // OpenAI's client would read JSON as a stream of nothing.
            throw context.Fault("stream", Error.InvalidRequest("A response that was made is told as a whole; leave 'stream' out, and ask again until it is done."));
        }

        var turn = OpenAiConversations.Turn(context, response);
        await ShowAsync(context, turn, await jarvis.GetTurnAsync(turn, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    internal async Task CancelAsync(HttpContext context, string response)
    {
        var turn = OpenAiConversations.Turn(context, response);
        await jarvis.CancelAsync(turn, context.RequestAborted).ConfigureAwait(false);
        await ShowAsync(context, turn, await jarvis.GetTurnAsync(turn, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task BeginAsync(HttpContext context, ResponseBody body, ConversationId conversation, TurnRequest request)
    {
        if (body is { Store: false } or { Stream: true })
        {
            throw context.Fault("background", Error.InvalidRequest("What runs in the background is stored and not streamed; leave 'store' and 'stream' out, and ask for it by its id."));
        }

        var receipt = await jarvis.SubmitAsync(conversation, request, context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(new ResponseForm(receipt.Turn, time.GetUtcNow(), isStored: true) { Body = body }.Open("queued")).ConfigureAwait(false);
    }

    private async Task ShowAsync(HttpContext context, TurnId turn, TurnSummary summary)
    {
        var form = new ResponseForm(turn, time.GetUtcNow(), isStored: true);
        await context.WriteJsonAsync(summary switch
        {
            { Status: TurnStatus.Open } => form.Open("in_progress"),
            { Answer: { } answer } => form.Completed(FileLinks.For(context).Show(answer.Text), summary.Usage.LanguageModels),
            _ => form.Failed(summary.Status == TurnStatus.Cancelled ? new JarvisError(ErrorCode.Cancelled, "Somebody cancelled it.") : null),
        }).ConfigureAwait(false);
    }

    private async Task<ConversationId> ConversationAsync(HttpContext context, ResponseBody body, bool isStored) => body switch
    {
        { Conversation: not null, PreviousResponseId: not null } =>
            throw context.Fault("previous_response_id", Error.InvalidRequest("A response goes on with a conversation or from another response; leave one out.")),
        { Conversation: { } conversation } => await conversations.FindAsync(context, conversation).ConfigureAwait(false),
        { PreviousResponseId: { } previous } => await conversations.FindAfterAsync(context, previous).ConfigureAwait(false),
        _ => AskedTurns.NewConversation(context, Prefix, isStored),
    };
}
