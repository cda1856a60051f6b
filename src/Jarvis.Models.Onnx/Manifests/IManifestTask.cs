using Jarvis.Errors;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What is done for a task type before and after a network runs.</summary>
internal interface IManifestTask
{
    /// <summary>Makes a request ready.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JarvisException">Its inputs are wrong, or more than the network takes.</exception>
    ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken);
}
