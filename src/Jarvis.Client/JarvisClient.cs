using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Jarvis.Client.Events;
using Jarvis.Client.Http;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;
using Jarvis.Serialization;
using Microsoft.Extensions.Options;

namespace Jarvis.Client;

/// <summary>
/// Jarvis over HTTP, made by <see cref="JarvisClientServiceCollectionExtensions.AddJarvisClient"/>. What it throws is a <see cref="JarvisException"/>: the server's
/// own, with <see cref="JarvisException.RequestId"/>, or, where the server cannot be reached or does not answer as Jarvis does,
/// <see cref="ErrorCode.FetchFailed"/> and <see cref="ErrorCode.DeadlineExceeded"/>. The key decides whose tenant is worked on; a call that names another is
/// refused (<see cref="ErrorCode.Forbidden"/>). Thread-safe.
/// </summary>
public sealed partial class JarvisClient : IJarvis
{
    private const int ModelPage = 1000;
    private const int MaxModelPages = 100;

    private readonly JarvisHttp _http;
    private readonly EventReader _events;
    private readonly ServerFaults _faults;
    private readonly IOptions<JarvisClientOptions> _options;
    private readonly TimeProvider _time;

    internal JarvisClient(JarvisHttp http, EventReader events, ServerFaults faults, IOptions<JarvisClientOptions> options, TimeProvider time) =>
        (_http, _events, _faults, _options, _time) = (http, events, faults, options, time);

    /// <inheritdoc/>
    public Task<Resource> UploadAsync(TenantId tenant, Stream content, string name, CancellationToken cancellationToken) =>
        UploadAsync(tenant, content, name, progress: null, cancellationToken);

    /// <summary>
    /// Stores a file that a request is to go with. It is sent as it is read, never held as a whole; where the stream can seek it is sent again, from where it
    /// stood, when the line is lost.
    /// </summary>
    /// <param name="tenant">Who owns it.</param>
    /// <param name="content">Its bytes; stays open.</param>
    /// <param name="name">A label for people, such as the file's name.</param>
    /// <param name="progress">Told how many bytes were sent; begins anew where the file is sent again. Null for nobody.</param>
    /// <param name="cancellationToken">Ends the call; nothing of the file is kept then.</param>
    /// <returns>The stored resource, typed by its bytes.</returns>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.TooLarge"/>, <see cref="ErrorCode.UnsupportedMedia"/>, <see cref="ErrorCode.QuotaExceeded"/>, <see cref="ErrorCode.StorageFailed"/>.
    /// </exception>
    public async Task<Resource> UploadAsync(TenantId tenant, Stream content, string name, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        UploadContent? upload = null;
        var start = content.CanSeek ? content.Position : 0;
        var call = new Call("Upload", HttpMethod.Post, $"v1/resources?name={Uri.EscapeDataString(name ?? "")}")
        {
            Tenant = Known(tenant),
            Repeat = content.CanSeek ? Repeat.Always : Repeat.Never,
            Content = onSent =>
            {
                upload?.Fault?.Throw();
                if (content.CanSeek)
                {
                    content.Position = start;
                }

                return upload = new UploadContent(content, sent =>
                {
                    onSent();
                    progress?.Report(sent);
                });
            },
        };
        try
        {
            return await _http.SendAsync(call, JarvisJsonContext.Default.Resource, cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException) when (upload?.Fault is not null)
        {
            upload.Fault.Throw();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        var call = new Call("Open", HttpMethod.Get, $"v1/resources/{Known(id)}/content") { Tenant = Known(tenant), Accept = "*/*" };
        return _http.SendAsync(call, OpenAsync, cancellationToken);

        async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken token)
        {
            // A page that asks for a password is an answer with success too.
            if (response.Headers.ETag?.Tag != $"\"{id}\"")
            {
                throw _faults.OfAnswer("gives something else than the file");
            }

            var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            return new ReceivedStream(response, body, _options.Value.Timeout, _faults, _time);
        }
    }

    /// <inheritdoc/>
    public async Task<TurnReceipt> SubmitAsync(ConversationId conversation, TurnRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new Call("Submit", HttpMethod.Post, $"v1/conversations/{Known(conversation).Name}/turns")
        {
            Tenant = conversation.Tenant,
            Hops = request.Hops,
            // With a key it is one turn, however often it has to be sent.
            Content = JarvisHttp.Body(request with { Hops = 0, IdempotencyKey = request.IdempotencyKey ?? NewKey() }, JarvisJsonContext.Default.TurnRequest),
        };
        return await _http.SendAsync(call, JarvisJsonContext.Default.TurnReceipt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Replays the events after one, then goes on live until the caller stops. A line that is lost is opened again where it broke off: no event comes twice and none
    /// is missed.
    /// </summary>
    /// <param name="conversation">The conversation; there has to be one.</param>
    /// <param name="after">The sequence number of the last event that the reader has; 0 for all.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.NotFound"/> when there is no such conversation or it is deleted; <see cref="ErrorCode.InvalidRequest"/> when there was no event
    /// <paramref name="after"/> yet; <see cref="ErrorCode.FetchFailed"/> when the server cannot be reached for longer than <see cref="JarvisClientOptions.Patience"/>.
    /// </exception>
    public async IAsyncEnumerable<ConversationEvent> ReadEventsAsync(ConversationId conversation, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after < 0)
        {
            throw Error.InvalidRequest($"There was no event {after}; read after 0 for all.");
        }

        await foreach (var happened in _events.ReadAsync(Known(conversation), after, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    /// <inheritdoc/>
    public async Task CancelAsync(TurnId turn, CancellationToken cancellationToken) =>
        await _http.SendAsync(new Call("Cancel", HttpMethod.Post, $"{PathOf(turn)}/cancel") { Tenant = turn.Conversation.Tenant }, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<TurnReceipt> CommandAsync(TurnId turn, TurnCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var call = new Call("Command", HttpMethod.Post, $"{PathOf(turn)}/commands")
        {
            Tenant = turn.Conversation.Tenant,
            Content = JarvisHttp.Body(command with { IdempotencyKey = command.IdempotencyKey ?? NewKey() }, JarvisJsonContext.Default.TurnCommand),
        };
        return await _http.SendAsync(call, JarvisJsonContext.Default.TurnReceipt, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ConversationSnapshot> GetAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        var call = new Call("Get", HttpMethod.Get, $"v1/conversations/{Known(conversation).Name}") { Tenant = conversation.Tenant };
        try
        {
            return await _http.SendAsync(call, JarvisJsonContext.Default.ConversationSnapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException none) when (none.Code == ErrorCode.NotFound)
        {
            // A conversation that nobody has asked in is empty.
            return new ConversationSnapshot(conversation, 0, []);
        }
    }

    /// <inheritdoc/>
    public async Task<TurnSummary> GetTurnAsync(TurnId turn, CancellationToken cancellationToken) => await _http.SendAsync(
        new Call("GetTurn", HttpMethod.Get, PathOf(turn)) { Tenant = turn.Conversation.Tenant }, JarvisJsonContext.Default.TurnSummary, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken)
    {
        var from = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
        var call = new Call("ListConversations", HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"v1/conversations?limit={limit}{from}")) { Tenant = Known(tenant) };
        var page = await _http.SendAsync(call, JarvisJsonContext.Default.ListPageConversationListItem, cancellationToken).ConfigureAwait(false);
        return new ConversationPage(page.Data, page.Next);
    }

    /// <inheritdoc/>
    public async Task DeleteConversationAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        // An answer that was lost may have been that it is deleted: sent again it would be that there is none.
        var call = new Call("DeleteConversation", HttpMethod.Delete, $"v1/conversations/{Known(conversation).Name}") { Tenant = conversation.Tenant, Repeat = Repeat.WhenRefused };
        await _http.SendAsync(call, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var models = ImmutableArray.CreateBuilder<ModelStatus>();
        string? next = null;
        for (var page = 0; page < MaxModelPages; page++)
        {
            var from = next is null ? "" : $"&after={Uri.EscapeDataString(next)}";
            var call = new Call("ListModels", HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"v1/models?limit={ModelPage}{from}"));
            var part = await _http.SendAsync(call, JarvisJsonContext.Default.ListPageModelStatus, cancellationToken).ConfigureAwait(false);
            models.AddRange(part.Data);
            if (!part.HasMore || part.Next is null)
            {
                return models.ToImmutable();
            }

            next = part.Next;
        }

        throw _faults.OfAnswer($"lists more than {MaxModelPages * ModelPage:N0} models");
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private static string PathOf(TurnId turn) => string.Create(CultureInfo.InvariantCulture, $"v1/conversations/{Known(turn.Conversation).Name}/turns/{turn.Number}");

    /// <summary>Ids that were never set name nothing that could be sent.</summary>
    private static ConversationId Known(ConversationId conversation) =>
        conversation is { Name: not null, Tenant.Value: not null } ? conversation : throw Error.InvalidRequest("The call names no conversation; make its id with a tenant and a name.");

    private static TenantId Known(TenantId tenant) => tenant.Value is not null ? tenant : throw Error.InvalidRequest("The call names no tenant; name that of the key.");

    private static ResourceId Known(ResourceId id) => id.Value is not null ? id : throw Error.InvalidRequest("The call names no file; name it by the id that uploading it gave.");
}
