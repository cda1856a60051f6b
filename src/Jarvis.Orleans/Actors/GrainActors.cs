using Jarvis.Actors;
using Jarvis.Identity;

namespace Jarvis.Orleans;

/// <summary>The actors of the cluster.</summary>
/// <param name="grains">Finds them.</param>
/// <param name="placement">Knows where models may be.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class GrainActors(IGrainFactory grains, Lazy<ClusterPlacement> placement, Delivery delivery) : IActorDirectory
{
    public IConversationActor Conversation(ConversationId id) => new RemoteConversation(grains.GetGrain<IConversationGrain>(Key(id.Name, id.ToString())), delivery);

    public ITaskActor Task(TaskId id) => new RemoteTask(grains.GetGrain<ITaskGrain>(id.ToString()), delivery);

    public IModelActor Model(ModelId id) => new RemoteModel(id, grains.GetGrain<IModelGrain>(id.Value), placement.Value, delivery);

    private static string Key(string? name, string key) => name is null ? throw Errors.Error.InvalidRequest("The conversation has no name.") : key;
}
