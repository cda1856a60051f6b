using Jarvis.Resources;

namespace Jarvis.Tasks;

/// <summary>One value for a port of a task: a resource, or text of the plan. Exactly one of the two is set.</summary>
/// <param name="Resource">The resource, or null.</param>
/// <param name="Text">The text, or null.</param>
public sealed record TaskInput(Resource? Resource = null, string? Text = null);
