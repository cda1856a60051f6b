using System.Collections.Immutable;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>How one task type is asked of the service, and how its answer is read.</summary>
/// <param name="Write">Makes what is sent of a request, of at most so many bytes.</param>
/// <param name="Read">Makes outputs of what is answered.</param>
internal sealed record HuggingFaceTask(
    Func<ModelRequest, long, CancellationToken, ValueTask<HttpContent>> Write,
    Func<HuggingFaceReply, ImmutableArray<ModelOutput>> Read);
