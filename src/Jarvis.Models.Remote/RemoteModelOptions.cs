using Jarvis.Models.Remote.HuggingFace;

namespace Jarvis.Models.Remote;

/// <summary>The services whose models may be used.</summary>
public sealed class RemoteModelOptions
{
    /// <summary>Hugging Face's inference service, or one that speaks as it does.</summary>
    public HuggingFaceOptions HuggingFace { get; } = new();
}
