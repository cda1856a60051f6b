using System.Security.Cryptography;
using System.Text;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Api.Conversations;

/// <summary>Takes turns in.</summary>
/// <param name="jarvis">Takes them.</param>
/// <param name="resources">Knows the files.</param>
internal sealed class TurnSubmission(IJarvis jarvis, IResourceStore resources)
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
        var body = await context.ReadJsonAsync(GatewayJsonContext.Default.TurnBody).ConfigureAwait(false);
        var request = await ToRequestAsync(context, body).ConfigureAwait(false);
        var receipt = await jarvis.SubmitAsync(conversation, request, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.Location = $"/v1/conversations/{conversation.Name}/turns/{receipt.Turn.Number}";
        await context.WriteJsonAsync(receipt, JarvisJsonContext.Default.TurnReceipt, StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    private async Task<TurnRequest> ToRequestAsync(HttpContext context, TurnBody body)
    {
        var attachments = body.Attachments.ToBuilder();
        foreach (var id in body.Resources.Take(TurnRequest.MaxAttachments + 1))
        {
            attachments.Add(await resources.FindAsync(context.Caller().Tenant, id, context.RequestAborted).ConfigureAwait(false)
                ?? throw Error.NotFound($"There is no file {id}; upload it first."));
        }

        return new TurnRequest(body.Text)
        {
            Attachments = attachments.ToImmutable(),
            Addresses = body.Addresses,
            IdempotencyKey = context.IdempotencyKeyOf() ?? body.IdempotencyKey,
            Priority = body.Priority,
            Approval = body.Approval,
            Timeout = body.Timeout,
        };
    }
}
