using Jarvis.Actors;
using Jarvis.Identity;

namespace Jarvis.Orleans;

/// <summary>The actors of the cluster.</summary>
/// <param name="grains">Finds them.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class GrainActors(IGrainFactory grains, Delivery delivery) : IActorDirectory
{
    public IConversationActor Conversation(ConversationId id) => new RemoteConversation(grains.GetGrain<IConversationGrain>(Key(id.Name, id.ToString())), delivery);

    public ITaskActor Task(TaskId id) => new RemoteTask(grains.GetGrain<ITaskGrain>(id.ToString()), delivery);

    /// <exception cref="NotSupportedException">Always: a model is on several silos, and who asks has to remember which one it asked (<see cref="SentJobs"/>).</exception>
    public IModelActor Model(ModelId id) => throw new NotSupportedException("Models of a cluster are asked by tasks.");

    private static string Key(string? name, string key) => name is null ? throw Errors.Error.InvalidRequest("The conversation has no name.") : key;
}
