using System.Collections.Concurrent;
using Jarvis.Actors;
using Jarvis.Identity;

namespace Jarvis.Orleans;

/// <summary>
/// The actors that are active on this silo. What one of them tells another goes straight into its mailbox and not through a message of the cluster: a conversation, its tasks and
/// often their models are neighbours. One that is not here, or ends, is called as a grain, which finds or makes it. Callers from outside come through grains always, where their tenant is checked. Thread-safe.
/// </summary>
/// <remarks>
/// A silo that is gone may take with it where conversations and tasks of this one are entered. Orleans ends those, and somebody else may have them before they have ended: from the loss on
/// none is told anything but as a grain, until it is made again.
/// </remarks>
/// <param name="losses">Tells when a silo is gone.</param>
internal sealed class LocalActors(SiloLosses losses)
{
    private readonly ConcurrentDictionary<ConversationId, IConversationActor> _conversations = new();
    private readonly ConcurrentDictionary<TaskId, ITaskActor> _tasks = new();
    private readonly ConcurrentDictionary<ModelId, IModelActor> _models = new();

    private CancellationToken _loss = losses.Next;

    internal IConversationActor? Find(ConversationId id)
    {
        ForgetAfterLoss();
        return _conversations.GetValueOrDefault(id);
    }

    internal ITaskActor? Find(TaskId id)
    {
        ForgetAfterLoss();
        return _tasks.GetValueOrDefault(id);
    }

    internal IModelActor? Find(ModelId id) => _models.GetValueOrDefault(id);

    internal void Enter(ConversationId id, IConversationActor actor) => _conversations[id] = actor;

    internal void Enter(TaskId id, ITaskActor actor) => _tasks[id] = actor;

    internal void Enter(ModelId id, IModelActor actor) => _models[id] = actor;

    /// <summary>Takes note that one ends; the one that follows it stays, where that is here already.</summary>
    internal void Leave(ConversationId id, IConversationActor actor) => _conversations.TryRemove(new(id, actor));

    /// <inheritdoc cref="Leave(ConversationId, IConversationActor)"/>
    internal void Leave(TaskId id, ITaskActor actor) => _tasks.TryRemove(new(id, actor));

    /// <inheritdoc cref="Leave(ConversationId, IConversationActor)"/>
    internal void Leave(ModelId id, IModelActor actor) => _models.TryRemove(new(id, actor));

    /// <summary>Looked at and not waited for: whoever asks after a loss was told does not find those of before it.</summary>
    private void ForgetAfterLoss()
    {
        if (_loss.IsCancellationRequested)
        {
            _conversations.Clear();
            _tasks.Clear();
            _loss = losses.Next;
        }
    }
}
