using Jarvis.Media;

namespace Jarvis.Planning;

/// <summary>A named, typed input or output of a task type.</summary>
/// <param name="Name">Such as <c>image</c>; unique among the type's inputs or outputs.</param>
/// <param name="Kind">What it takes or gives.</param>
/// <param name="Many">Whether it takes or gives a list.</param>
/// <param name="Required">Whether a task must fill it; for an output, whether it is always given.</param>
public sealed record Port(string Name, MediaKind Kind, bool Many = false, bool Required = true);
