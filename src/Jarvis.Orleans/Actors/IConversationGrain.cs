using Jarvis.Actors;

namespace Jarvis.Orleans;

/// <summary>A conversation in the cluster. Its key is a <see cref="Identity.ConversationId"/>.</summary>
public interface IConversationGrain : IConversationActor, IGrainWithStringKey;
