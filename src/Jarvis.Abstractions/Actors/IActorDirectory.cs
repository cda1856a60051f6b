using Jarvis.Identity;

namespace Jarvis.Actors;

/// <summary>Finds actors by their keys; the host makes them when they are first called.</summary>
public interface IActorDirectory
{
    /// <summary>A conversation.</summary>
    /// <param name="id">Its key.</param>
    IConversationActor Conversation(ConversationId id);

    /// <summary>A planned task.</summary>
    /// <param name="id">Its key.</param>
    ITaskActor Task(TaskId id);

    /// <summary>A model.</summary>
    /// <param name="id">Its key.</param>
    IModelActor Model(ModelId id);
}
