using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>Something that a task can work on: a file, a text of the request, or what another task gives.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">How a plan writes it; null where it was to be made and cannot be.</param>
/// <param name="Label">What to call it.</param>
internal sealed record Thing(MediaKind Kind, Argument? Value, string Label)
{
    /// <summary>The task type that makes it; null for what a user brought.</summary>
    public string? MadeBy { get; init; }

    /// <summary>Whether it is a list.</summary>
    public bool Many { get; init; }

    /// <summary>Whether it was to be made and cannot be.</summary>
    public bool IsMissing => Value is null;
}
