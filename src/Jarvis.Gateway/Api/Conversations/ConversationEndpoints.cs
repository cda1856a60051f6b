using Jarvis.Conversations;
using Jarvis.Conversations.Archive;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.OpenApi;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.Api.Conversations;

/// <summary>Conversations, their turns and their events.</summary>
internal static class ConversationEndpoints
{
    private const int UsualPage = 20;
    private const string Form = "multipart/form-data";
    private const string Asked = """{"text":"Read this sign and translate it to Spanish","resources":[],"timeout":"00:05:00"}""";

    private const string Events =
        "Events after one. With 'Accept: text/event-stream' they are streamed, from 'after' or Last-Event-ID on, to the end of the turn where it is one's; else they come a part at a time, for which 'wait' seconds are waited.";

    internal static void MapConversations(this RouteGroupBuilder v1)
    {
        var all = v1.MapGroup("/conversations").WithTags("Conversations");
        all.MapGet("/", ListAsync).Needs(KeyScope.Read).Gives<ListPage<ConversationListItem>>("Lists conversations, the newest first.");
        all.MapPost("/", (HttpContext context, TurnSubmission submission) => submission.BeginAsync(context)).Needs(KeyScope.Use)
            .Takes<TurnBody>(Asked, Form)
            .Gives<TurnReceipt>("Asks in a new conversation. The same Idempotency-Key is the same turn of the same conversation.", StatusCodes.Status202Accepted);

        var one = all.MapGroup("/{conversation}");
        one.MapGet("/", GetAsync).Needs(KeyScope.Read).Gives<ConversationSnapshot>("A conversation with its newest turns.");
        one.MapDelete("/", DeleteAsync).Needs(KeyScope.Use).Does("Cancels what is open in a conversation and deletes it. Files stay.");
        one.MapGet("/archive", ExportAsync).Needs(KeyScope.Read)
            .Gives<string>("A conversation with its files, as lines of JSON that jarvis conversations import takes in.", StatusCodes.Status200OK, "application/jsonl");
        one.MapGet("/events", EventsAsync).Needs(KeyScope.Read).Gives<ListPage<ConversationEvent>>(Events).Produces<ConversationEvent>(StatusCodes.Status200OK, ServerEvents.MediaType);
        one.MapPost("/turns", SubmitAsync).Needs(KeyScope.Use)
            .Takes<TurnBody>(Asked, Form)
            .Gives<TurnReceipt>("Asks in a conversation, which is made where there is none. A form has files, and the text in 'text' or this JSON in 'request'.", StatusCodes.Status202Accepted);

        var turn = one.MapGroup("/turns/{turn:int:min(1)}");
        turn.MapGet("/", GetTurnAsync).Needs(KeyScope.Read).Gives<TurnSummary>("A turn as it is now, with its answer and its files.");
        turn.MapGet("/events", TurnEventsAsync).Needs(KeyScope.Read).Gives<ListPage<ConversationEvent>>(Events)
            .Produces<ConversationEvent>(StatusCodes.Status200OK, ServerEvents.MediaType)
            .Produces(StatusCodes.Status204NoContent);
        turn.MapPost("/cancel", CancelAsync).Needs(KeyScope.Use).Does("Cancels a turn. Does nothing to one that has ended.", StatusCodes.Status202Accepted);
        turn.MapPost("/commands", CommandAsync).Needs(KeyScope.Use)
            .Takes<TurnCommand>("""{"is":"approve","version":1,"tasks":[0]}""")
            .Gives<TurnReceipt>("Approves, rejects or edits a plan, cancels or retries a task.", StatusCodes.Status202Accepted);
    }

    private static async Task ListAsync(HttpContext context, IJarvis jarvis, int? limit, string? after)
    {
        var page = await jarvis.ListConversationsAsync(context.Caller().Tenant, limit ?? UsualPage, after, context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(
            new ListPage<ConversationListItem>(page.Conversations, page.Next is not null, page.Next), JarvisJsonContext.Default.ListPageConversationListItem).ConfigureAwait(false);
    }

    private static async Task GetAsync(HttpContext context, IJarvis jarvis, string conversation) =>
        await context.WriteJsonAsync(
            await FindAsync(context, jarvis, conversation).ConfigureAwait(false), JarvisJsonContext.Default.ConversationSnapshot).ConfigureAwait(false);

    private static async Task DeleteAsync(HttpContext context, IJarvis jarvis, string conversation)
    {
        await jarvis.DeleteConversationAsync(context.Conversation(conversation), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>As it is written: a long one is never in memory as a whole.</summary>
    private static async Task ExportAsync(HttpContext context, IJarvis jarvis, string conversation)
    {
        var id = context.Conversation(conversation);
        var headers = context.Response.Headers;
        headers.ContentType = "application/jsonl";
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentDisposition = $"attachment; filename=\"{id.Name}.jsonl\"";
        await new ConversationExporter(jarvis).WriteAsync(id, context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task SubmitAsync(HttpContext context, TurnSubmission submission, string conversation) =>
        submission.SubmitAsync(context, new ConversationId(context.Caller().Tenant, conversation));

    private static async Task EventsAsync(HttpContext context, IJarvis jarvis, EventReading reading, string conversation, long? after, double? wait)
    {
        var found = await FindAsync(context, jarvis, conversation).ConfigureAwait(false);
        await reading.AnswerAsync(context, found, turn: null, after, wait).ConfigureAwait(false);
    }

    private static async Task GetTurnAsync(HttpContext context, IJarvis jarvis, string conversation, int turn)
    {
        var summary = await jarvis.GetTurnAsync(context.Conversation(conversation).Turn(turn), context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(summary, JarvisJsonContext.Default.TurnSummary).ConfigureAwait(false);
    }

    private static async Task TurnEventsAsync(
        HttpContext context, IJarvis jarvis, EventReading reading, string conversation, int turn, long? after, double? wait)
    {
        var found = await FindAsync(context, jarvis, conversation).ConfigureAwait(false);
        var summary = await jarvis.GetTurnAsync(found.Id.Turn(turn), context.RequestAborted).ConfigureAwait(false);
        await reading.AnswerAsync(context, found, summary, after, wait).ConfigureAwait(false);
    }

    private static async Task CancelAsync(HttpContext context, IJarvis jarvis, string conversation, int turn)
    {
        await jarvis.CancelAsync(context.Conversation(conversation).Turn(turn), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static async Task CommandAsync(HttpContext context, IJarvis jarvis, string conversation, int turn)
    {
        var id = context.Conversation(conversation).Turn(turn);
        var command = await context.ReadJsonAsync(JarvisJsonContext.Default.TurnCommand).ConfigureAwait(false);
        var receipt = await jarvis.CommandAsync(id, context.WithKey(command), context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(receipt, JarvisJsonContext.Default.TurnReceipt, StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    /// <summary>A conversation that nobody has asked in is none.</summary>
    private static async Task<ConversationSnapshot> FindAsync(HttpContext context, IJarvis jarvis, string conversation)
    {
        var id = context.Conversation(conversation);
        var found = await jarvis.GetAsync(id, context.RequestAborted).ConfigureAwait(false);
        return found.LastSequence > 0 ? found : throw Error.NotFound($"There is no conversation '{id.Name}'; GET /v1/conversations lists those that there are.");
    }
}
