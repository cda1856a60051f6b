using Jarvis.Actors;

namespace Jarvis.Orleans;

/// <summary>A model on one silo of the cluster. Its key is a <see cref="ModelPlace"/>.</summary>
public interface IModelGrain : IModelActor, IGrainWithStringKey;
