namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>A dedicated inference endpoint: one model on a server of its own (Hugging Face, "Inference Endpoints").</summary>
public sealed class HuggingFaceEndpoint
{
    /// <summary>Where requests are sent, such as https://name.region.aws.endpoints.huggingface.cloud. https, or http without a token or for this machine.</summary>
    public Uri? Address { get; set; }

    /// <summary>Its token; null, the default, for an endpoint that wants none. The token of the account is not sent to it.</summary>
    public string? Token { get; set; }
}
