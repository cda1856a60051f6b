using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Api.Conversations;

/// <summary>Takes turns in.</summary>
/// <param name="jarvis">Takes them.</param>
/// <param name="resources">Knows the files.</param>
/// <param name="upload">Takes new ones in.</param>
/// <param name="options">How long texts may be.</param>
internal sealed class TurnSubmission(IJarvis jarvis, IResourceStore resources, ResourceUpload upload, IOptions<GatewayOptions> options)
{
    private const int NameBytes = 12;

    /// <summary>Asks in a conversation that is named here: the same one for the same idempotency key.</summary>
    internal Task BeginAsync(HttpContext context)
    {
        var name = context.IdempotencyKeyOf() is { } key
            ? SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Caller().Tenant}\n{key}"))[..NameBytes]
            : RandomNumberGenerator.GetBytes(NameBytes);
        return SubmitAsync(context, new ConversationId(context.Caller().Tenant, $"c-{Convert.ToHexStringLower(name)}"));
    }

    /// <summary>Asks in a conversation, which is made where there is none.</summary>
    internal async Task SubmitAsync(HttpContext context, ConversationId conversation)
    {
        var body = context.IsForm()
            ? await ReadFormAsync(context).ConfigureAwait(false)
            : await context.ReadJsonAsync(GatewayJsonContext.Default.TurnBody).ConfigureAwait(false);
        var request = await ToRequestAsync(context, body).ConfigureAwait(false);
        var receipt = await jarvis.SubmitAsync(conversation, request, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.Location = $"/v1/conversations/{conversation.Name}/turns/{receipt.Turn.Number}";
        await context.WriteJsonAsync(receipt, JarvisJsonContext.Default.TurnReceipt, StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    /// <summary>
    /// A form has the request as JSON in its field <c>request</c>, or its text in <c>text</c>, and files, which are stored as they come. What was stored of a
    /// form that breaks off is named by nothing, and collected.
    /// </summary>
    private async Task<TurnBody> ReadFormAsync(HttpContext context)
    {
        TurnBody? body = null;
        var files = ImmutableArray.CreateBuilder<Resource>();
        await foreach (var part in context.ReadPartsAsync(context.RequestAborted).ConfigureAwait(false))
        {
            if (part.FileName is { } name)
            {
                files.Add(files.Count < TurnRequest.MaxAttachments
                    ? await upload.StoreAsync(context, part.Content, name).ConfigureAwait(false)
                    : throw Error.TooLarge($"A request goes with at most {TurnRequest.MaxAttachments} files; send the rest with another."));
                continue;
            }

            var text = await part.ReadTextAsync(options.Value.MaxBodyLength, context.RequestAborted).ConfigureAwait(false);
            body = (part.Name, body) switch
            {
                ("text", null) => new TurnBody(text),
                ("request", null) => await context.ReadJsonAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), GatewayJsonContext.Default.TurnBody).ConfigureAwait(false),
                _ => throw Error.InvalidRequest("The form has one field 'request' with JSON or one field 'text', and files; leave other fields out."),
            };
        }

        return body is null
            ? throw Error.InvalidRequest("The form says nothing of what is to be done; add a field 'text', or 'request' with JSON.")
            : body with { Attachments = [.. files, .. body.Attachments] };
    }

    private async Task<TurnRequest> ToRequestAsync(HttpContext context, TurnBody body) => new(body.Text)
    {
        Attachments = [.. body.Attachments, .. await resources.FindOwnAsync(context, body.Resources).ConfigureAwait(false)],
        Addresses = body.Addresses,
        IdempotencyKey = context.IdempotencyKeyOf() ?? body.IdempotencyKey,
        Priority = body.Priority,
        Approval = body.Approval,
        Timeout = body.Timeout,
        Tasks = body.Tasks,
        History = body.History,
        Hops = context.Hops(),
    };
}
