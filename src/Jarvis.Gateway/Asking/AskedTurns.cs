using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Jarvis.Gateway.Asking;

/// <summary>
/// Asks for callers who wait for the end, as most protocols have them. What is kept goes on when its caller goes, who can ask for it again; what is not
/// kept nobody could ever see, so it is cancelled, and nothing of it stays in the list of conversations.
/// </summary>
/// <param name="jarvis">Is asked.</param>
/// <param name="lifetime">Knows when the server stops.</param>
internal sealed class AskedTurns(IJarvis jarvis, IHostApplicationLifetime lifetime)
{
    private const int NameBytes = 12;

    /// <summary>
    /// A conversation that there is not yet: what is kept goes into the same one for the same idempotency key. What is not kept nobody can ask for again, and
    /// who is done with it deletes it, so it is each request's own.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="prefix">What its name begins with.</param>
    /// <param name="isKept">Whether it stays.</param>
    internal static ConversationId NewConversation(HttpContext context, string prefix, bool isKept)
    {
        var tenant = context.Caller().Tenant;
        return isKept && context.IdempotencyKeyOf() is { } key
            ? Named(tenant, prefix, SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}\n{tenant}\n{key}"))[..NameBytes])
            : NewConversation(tenant, prefix);
    }

    /// <summary>A conversation that there is not yet.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="prefix">What its name begins with.</param>
    internal static ConversationId NewConversation(TenantId tenant, string prefix) => Named(tenant, prefix, RandomNumberGenerator.GetBytes(NameBytes));

    /// <summary>Asks when the first event is read, and reads to the turn's end.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="request">What.</param>
    /// <param name="isKept">Whether the conversation stays; else it is deleted when reading ends, however it ends.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="JarvisException">It was not accepted, or the server stops.</exception>
    internal async IAsyncEnumerable<ConversationEvent> AskAsync(
        ConversationId conversation, TurnRequest request, bool isKept, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            var events = BeginAsync(conversation, request, ended.Token).GetAsyncEnumerator(ended.Token);
            await using (events.ConfigureAwait(false))
            {
                while (await HasNextAsync(events, cancellationToken).ConfigureAwait(false))
                {
                    yield return events.Current;
                }
            }
        }
        finally
        {
            if (!isKept)
            {
                await ForgetAsync(conversation).ConfigureAwait(false);
            }
        }
    }

    private static ConversationId Named(TenantId tenant, string prefix, byte[] name) => new(tenant, $"{prefix}-{Convert.ToHexStringLower(name)}");

    private async IAsyncEnumerable<ConversationEvent> BeginAsync(
        ConversationId conversation, TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var receipt = await jarvis.SubmitAsync(conversation, request, cancellationToken).ConfigureAwait(false);
        await foreach (var happened in jarvis.ReadTurnAsync(receipt, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    private static async ValueTask<bool> HasNextAsync(IAsyncEnumerator<ConversationEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Error.Overloaded("This server stops; ask another, or again when it runs again.");
        }
    }

    /// <summary>With what is open in it, where the caller has gone.</summary>
    private async Task ForgetAsync(ConversationId conversation)
    {
        try
        {
            await jarvis.DeleteConversationAsync(conversation, CancellationToken.None).ConfigureAwait(false);
        }
        catch (JarvisException kept) when (kept.Code is ErrorCode.NotFound or ErrorCode.StorageFailed or ErrorCode.Overloaded)
        {
            // Nothing was begun; or it cannot be deleted now, and stays in the list.
        }
    }
}
