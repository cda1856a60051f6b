using Jarvis.Actors;

namespace Jarvis.Orleans;

/// <summary>A planned task in the cluster. Its key is a <see cref="Identity.TaskId"/>.</summary>
public interface ITaskGrain : ITaskActor, IGrainWithStringKey;
