using Jarvis.Conversations;
using Jarvis.Conversations.Archive;
using Jarvis.Errors;
using Jarvis.Gateway.Http;
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

    internal static void MapConversations(this RouteGroupBuilder v1)
    {
        var all = v1.MapGroup("/conversations").WithTags("Conversations");
        all.MapGet("/", ListAsync).Needs(KeyScope.Read);
        all.MapPost("/", (HttpContext context, TurnSubmission submission) => submission.BeginAsync(context)).Needs(KeyScope.Use);

        var one = all.MapGroup("/{conversation}");
        one.MapGet("/", GetAsync).Needs(KeyScope.Read);
        one.MapDelete("/", DeleteAsync).Needs(KeyScope.Use);
        one.MapGet("/archive", ExportAsync).Needs(KeyScope.Read);
        one.MapGet("/events", EventsAsync).Needs(KeyScope.Read);
        one.MapPost("/turns", SubmitAsync).Needs(KeyScope.Use);

        var turn = one.MapGroup("/turns/{turn:int:min(1)}");
        turn.MapGet("/", GetTurnAsync).Needs(KeyScope.Read);
        turn.MapGet("/events", TurnEventsAsync).Needs(KeyScope.Read);
        turn.MapPost("/cancel", CancelAsync).Needs(KeyScope.Use);
        turn.MapPost("/commands", CommandAsync).Needs(KeyScope.Use);
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
