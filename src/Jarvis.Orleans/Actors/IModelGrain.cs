using Jarvis.Actors;

namespace Jarvis.Orleans;

/// <summary>A model in the cluster. Its key is a <see cref="Identity.ModelId"/>.</summary>
public interface IModelGrain : IModelActor, IGrainWithStringKey;
