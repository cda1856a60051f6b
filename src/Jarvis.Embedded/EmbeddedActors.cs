using System.Collections.Concurrent;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis.Embedded;

/// <summary>
/// The actors of this process, each made when it is first called. Tasks are forgotten when they have ended; conversations and models stay.
/// </summary>
internal sealed class EmbeddedActors : IActorDirectory
{
    private readonly ConcurrentDictionary<ConversationId, ConversationMailbox> _conversations = new();
    private readonly ConcurrentDictionary<TaskId, TaskMailbox> _tasks = new();
    private readonly ConcurrentDictionary<ModelId, ModelActor> _models = new();
    private readonly EmbeddedOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    // The actors' services hold this directory, so they can only be asked for once it exists.
    private readonly Lazy<ConversationActorServices> _conversationServices;
    private readonly Lazy<TaskActorServices> _taskServices;
    private readonly Lazy<IModelEngine> _engine;

    public EmbeddedActors(IServiceProvider services, IOptions<EmbeddedOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options.Value;
        _time = time;
        _loggers = loggers;
        _conversationServices = new(services.GetRequiredService<ConversationActorServices>);
        _taskServices = new(services.GetRequiredService<TaskActorServices>);
        _engine = new(services.GetRequiredService<IModelEngine>);
    }

    /// <summary>How many tasks have not ended.</summary>
    internal int Tasks => _tasks.Count;

    public IConversationActor Conversation(ConversationId id)
    {
        if (_conversations.TryGetValue(id, out var known))
        {
            return known;
        }

        if (id.Name is null || id.Tenant.Value is null)
        {
            throw Error.InvalidRequest("The conversation has no name.");
        }

        return _conversations.Count < _options.MaxConversations
            ? _conversations.GetOrAdd(id, Create)
            : throw Error.Overloaded($"There are {_options.MaxConversations:N0} conversations in memory, the most that are allowed.");
    }

    public ITaskActor Task(TaskId id) => _tasks.GetOrAdd(id, Create);

    public IModelActor Model(ModelId id) => _models.GetOrAdd(id, Create);

    private ConversationMailbox Create(ConversationId id)
    {
        var mailbox = NewMailbox<ConversationActor>(static () => { });
        return new(mailbox, new ConversationActor(id, _conversationServices.Value, mailbox, Logger<ConversationActor>()));
    }

    private TaskMailbox Create(TaskId id)
    {
        var mailbox = NewMailbox<TaskActor>(() => Forget(id));
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

    private Mailbox NewMailbox<T>(Action rest) => new(_options.MailboxCapacity, _time, rest, Logger<T>());

    private ILogger<T> Logger<T>() => _loggers.CreateLogger<T>();
}
