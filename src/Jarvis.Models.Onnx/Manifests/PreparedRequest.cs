using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>A request made ready.</summary>
/// <param name="Feeds">The rows that the network runs for it, each with a value for every input.</param>
/// <param name="Read">Makes the outputs of what the network gave, row by row.</param>
internal sealed record PreparedRequest(
    ImmutableArray<FeedValue[]> Feeds, Func<IReadOnlyList<OutputRow>, ImmutableArray<ModelOutput>> Read);
