using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis.Cli.Tests;

/// <summary>Plays lists of events, one list a turn, numbered as a conversation numbers them. A list without an end waits for its cancellation.</summary>
internal sealed class ScriptedJarvis : IJarvis
{
    public static readonly DateTimeOffset Start = new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly Queue<ImmutableArray<ConversationEvent>> _scripts = new();
    private readonly Dictionary<ResourceId, byte[]> _stored = [];
    private readonly List<ConversationEvent> _events = [];
    private readonly TaskCompletionSource _cancelAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<TurnRequest> Requests { get; } = [];

    public List<ConversationId> Conversations { get; } = [];

    public List<string> UploadedNames { get; } = [];

    /// <summary>Ends when somebody first cancels a turn.</summary>
    public Task CancelAsked => _cancelAsked.Task;

    public List<TurnId> Cancelled { get; } = [];

    /// <summary>What was decided about turns.</summary>
    public List<(TurnId Turn, TurnCommand Command)> Commands { get; } = [];

    /// <summary>What comes of a command.</summary>
    public Func<TurnCommand, IEnumerable<ConversationEvent>> OnCommand { get; set; } = _ => [];

    public ImmutableArray<ModelStatus> Models { get; init; } = [];

    public IReadOnlyList<ConversationEvent> Events => _events;

    /// <summary>Called after a reader has taken an event and comes for the next.</summary>
    public Func<ConversationEvent, Task>? AfterEvent { get; set; }

    /// <summary>Whether cancelling a turn ends it.</summary>
    public bool HonoursCancel { get; init; } = true;

    /// <summary>What reading a resource to its end comes to; null for its bytes.</summary>
    public IOException? BreaksReading { get; set; }

    /// <summary>Called when a resource is opened.</summary>
    public Action? OnOpen { get; set; }

    public JarvisException? RefusesUploads { get; init; }

    public JarvisException? RefusesTurns { get; init; }

    /// <summary>Readers are thrown out, once each, after this many events.</summary>
    public int? OverloadedAfter { get; set; }

    public ScriptedJarvis Plays(params ConversationEvent[] events)
    {
        _scripts.Enqueue([.. events]);
        return this;
    }

    /// <summary>Stores bytes as a task would, and gives them as a resource.</summary>
    public Resource Make(string name, string mediaType, byte[] bytes, string? text = null)
    {
        var id = ResourceId.FromHash(SHA256.HashData(bytes));
        _stored[id] = bytes;
        return new Resource(id, mediaType, bytes.Length, name) { Text = text };
    }

    public async Task<Resource> UploadAsync(TenantId tenant, Stream content, string name, CancellationToken cancellationToken)
    {
        if (RefusesUploads is { } refused)
        {
            throw refused;
        }

        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        UploadedNames.Add(name);
        return Make(name, "image/png", bytes.ToArray());
    }

    public Task<Stream> OpenAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        OnOpen?.Invoke();
        if (!_stored.TryGetValue(id, out var bytes))
        {
            throw Error.NotFound("There is no such file.");
        }

        return Task.FromResult<Stream>(BreaksReading is null ? new MemoryStream(bytes) : new BreakingStream(bytes, BreaksReading));
    }

    public Task<TurnReceipt> SubmitAsync(ConversationId conversation, TurnRequest request, CancellationToken cancellationToken)
    {
        if (RefusesTurns is { } refused)
        {
            throw refused;
        }

        Requests.Add(request);
        Conversations.Add(conversation);
        var first = _events.Count + 1;
        Add(new TurnAccepted(request.Text, request.Attachments));
        foreach (var happened in _scripts.Dequeue())
        {
            Add(happened);
        }

        return Task.FromResult(new TurnReceipt(conversation.Turn(Requests.Count), first));
    }

    public async IAsyncEnumerable<ConversationEvent> ReadEventsAsync(
        ConversationId conversation,
        long after,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var given = 0;
        for (var next = (int)after; ; next++)
        {
            if (given++ == OverloadedAfter)
            {
                OverloadedAfter = null;
                throw Error.Overloaded("The reader is too slow.");
            }

            var happened = await AtAsync(next, cancellationToken);
            yield return happened;
            if (AfterEvent is { } hook)
            {
                await hook(happened);
            }
        }
    }

    public Task CancelAsync(TurnId turn, CancellationToken cancellationToken)
    {
        Cancelled.Add(turn);
        _cancelAsked.TrySetResult();
        if (HonoursCancel)
        {
            Add(new TurnFinished(TurnStatus.Cancelled, new JarvisError(ErrorCode.Cancelled, "It was cancelled.")));
        }

        return Task.CompletedTask;
    }

    public Task<TurnReceipt> CommandAsync(TurnId turn, TurnCommand command, CancellationToken cancellationToken)
    {
        Commands.Add((turn, command));
        var next = _events.Count + 1;
        foreach (var happened in OnCommand(command))
        {
            Add(happened);
        }

        return Task.FromResult(new TurnReceipt(turn, next));
    }

    public Task<TurnSummary> GetTurnAsync(TurnId turn, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ConversationSnapshot> GetAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        var asked = _events.FindLast(happened => happened is ApprovalAsked or ApprovalDecided or TurnFinished) as ApprovalAsked;
        var ended = _events.FindLast(happened => happened is TurnFinished or TurnReopened) is TurnFinished;
        return Task.FromResult(new ConversationSnapshot(conversation, _events.Count,
        [
            new TurnSummary(Math.Max(1, Requests.Count), "", ended ? TurnStatus.Answered : TurnStatus.Open, null, [])
            {
                Approval = asked is null ? null : new PendingApproval(asked.Version, asked.Tasks),
            },
        ]));
    }

    public Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DeleteConversationAsync(ConversationId conversation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult(Models);

    private void Add(ConversationEvent happened)
    {
        lock (_gate)
        {
            _events.Add(happened with { Sequence = _events.Count + 1, Turn = Math.Max(1, Requests.Count), At = Start });
            _grown.SetResult();
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async ValueTask<ConversationEvent> AtAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                if (index < _events.Count)
                {
                    return _events[index];
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken);
        }
    }
}
