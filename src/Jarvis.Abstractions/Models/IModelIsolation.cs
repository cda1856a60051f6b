namespace Jarvis.Models;

/// <summary>
/// What a runner is besides where it keeps its word on <see cref="ModelCard.Isolated"/>: such a card runs outside the host's process. A card
/// that asks for it and has a runner that does not is not run at all.
/// </summary>
public interface IModelIsolation : IModelLoader;
