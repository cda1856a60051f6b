namespace Jarvis.Models.Onnx.Manifests;

/// <summary>A size in pixels: <c>{"height", "width"}</c>, or <c>{"shortest_edge", "longest_edge"}</c>.</summary>
internal sealed record ManifestSize
{
    /// <summary>Rows.</summary>
    public int? Height { get; init; }

    /// <summary>Columns.</summary>
    public int? Width { get; init; }

    /// <summary>What the shorter side becomes.</summary>
    public int? ShortestEdge { get; init; }

    /// <summary>What the longer side may become at most.</summary>
    public int? LongestEdge { get; init; }
}
