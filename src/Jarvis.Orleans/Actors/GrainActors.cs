using Jarvis.Actors;
using Jarvis.Identity;
using Orleans.Metadata;

namespace Jarvis.Orleans;

/// <summary>The actors of the cluster.</summary>
/// <param name="grains">Finds them.</param>
/// <param name="interfaces">Knows how they are called.</param>
/// <param name="local">Those of this silo.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class GrainActors(IGrainFactory grains, GrainInterfaceTypeResolver interfaces, LocalActors local, Delivery delivery) : IActorDirectory
{
    private readonly GrainsByKey<IConversationGrain> _conversations = new(grains, interfaces, GrainType.Create(ConversationGrain.Type));
    private readonly GrainsByKey<ITaskGrain> _tasks = new(grains, interfaces, GrainType.Create(TaskGrain.Type));

    public IConversationActor Conversation(ConversationId id) => new RemoteConversation(RequireName(id), _conversations, local, delivery);

    public ITaskActor Task(TaskId id) => new RemoteTask(id, _tasks, local, delivery);

    /// <exception cref="NotSupportedException">Always: a model is on several silos, and who asks has to remember which one it asked (<see cref="SentJobs"/>).</exception>
    public IModelActor Model(ModelId id) => throw new NotSupportedException("Models of a cluster are asked by tasks.");

    private static ConversationId RequireName(ConversationId id) => id.Name is null ? throw Errors.Error.InvalidRequest("The conversation has no name.") : id;
}
