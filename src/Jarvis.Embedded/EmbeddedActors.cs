using System.Collections.Concurrent;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis.Embedded;

/// <summary>
/// The actors of this process, each made when it is first called. Tasks are forgotten when they have ended, conversations when they have been
/// idle for long enough; models stay.
/// </summary>
internal sealed class EmbeddedActors : IActorDirectory, IAsyncDisposable, IDisposable
{
    private readonly LoadedConversations _conversations;
    private readonly ConcurrentDictionary<TaskId, TaskMailbox> _tasks = new();
    private readonly ConcurrentDictionary<ModelId, ModelActor> _models = new();
    private readonly EmbeddedOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    // The actors' services hold this directory, so they can only be asked for once it exists.
    private readonly Lazy<ConversationActorServices> _conversationServices;
    private readonly Lazy<TaskActorServices> _taskServices;
    private readonly Lazy<IModelEngine> _engine;
    private volatile bool _isStopped;

    public EmbeddedActors(IServiceProvider services, IOptions<EmbeddedOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options.Value;
        _time = time;
        _loggers = loggers;
        _conversations = new(_options, Create);
        _conversationServices = new(services.GetRequiredService<ConversationActorServices>);
        _taskServices = new(services.GetRequiredService<TaskActorServices>);
        _engine = new(services.GetRequiredService<IModelEngine>);
    }

    /// <summary>How many tasks have not ended.</summary>
    internal int Tasks => _tasks.Count;

    /// <summary>How many conversations are in memory.</summary>
    internal int Conversations => _conversations.Count;

    public IConversationActor Conversation(ConversationId id) => new ConversationMailbox(id, _conversations);

    public ITaskActor Task(TaskId id) => _tasks.GetOrAdd(id, Create);

    public IModelActor Model(ModelId id) => _models.GetOrAdd(id, Create);

    /// <summary>Ends all turns of actors; what is kept stays for the next host. Nothing is written after it returns.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopped = true;
        var conversations = _conversations.Close();
        await System.Threading.Tasks.Task.WhenAll(
            conversations.Select(conversation => conversation.Mailbox.StopAsync()).Concat(_tasks.Values.Select(task => task.StopAsync())))
            .ConfigureAwait(false);
        foreach (var conversation in conversations)
        {
            conversation.Actor.Dispose();
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private LoadedConversation Create(ConversationId id, Action emptied)
    {
        var mailbox = NewMailbox<ConversationActor>(static () => { }, emptied);
        return new(id)
        {
            Mailbox = mailbox,
            Actor = new ConversationActor(id, _conversationServices.Value, mailbox, Logger<ConversationActor>()),
        };
    }

    private TaskMailbox Create(TaskId id)
    {
        var mailbox = NewMailbox<TaskActor>(() => Forget(id), static () => { });
        if (_isStopped)
        {
            _ = mailbox.StopAsync();
        }

        return new(mailbox, new TaskActor(id, _taskServices.Value, mailbox, Logger<TaskActor>()));
    }

    // It has no state of its own, so it needs no turns.
    private ModelActor Create(ModelId id) => new(id, _engine.Value, this, Logger<ModelActor>());

    private void Forget(TaskId id)
    {
        if (_tasks.TryRemove(id, out var task))
        {
            task.Dispose();
        }
    }

    private Mailbox NewMailbox<T>(Action rest, Action emptied) => new(_options.MailboxCapacity, _time, rest, Logger<T>()) { Emptied = emptied };

    private ILogger<T> Logger<T>() => _loggers.CreateLogger<T>();
}
