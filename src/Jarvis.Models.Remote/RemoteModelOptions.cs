using Jarvis.Models.Remote.HuggingFace;
using Jarvis.Models.Remote.Mcp;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Models.Remote.Peers;

namespace Jarvis.Models.Remote;

/// <summary>The services whose models may be used.</summary>
public sealed class RemoteModelOptions
{
    /// <summary>Where it stands in configuration.</summary>
    public const string Section = "Jarvis:Remote";

    /// <summary>Hugging Face's inference service, or one that speaks as it does.</summary>
    public HuggingFaceOptions HuggingFace { get; } = new();

    /// <summary>Servers that speak OpenAI's protocol, by a name of yours; for what language models do not do: images, speech, transcription, embeddings.</summary>
    public IDictionary<string, OpenAIEndpointOptions> OpenAI { get; } = new Dictionary<string, OpenAIEndpointOptions>(StringComparer.Ordinal);

    /// <summary>Other Jarvises, by a name of yours that their models' ids begin with.</summary>
    public IDictionary<string, JarvisPeerOptions> Jarvis { get; } = new Dictionary<string, JarvisPeerOptions>(StringComparer.Ordinal);

    /// <summary>Servers of the Model Context Protocol, by a name of yours that their tools' ids begin with; of their tools those are used that are named.</summary>
    public IDictionary<string, McpToolServerOptions> Mcp { get; } = new Dictionary<string, McpToolServerOptions>(StringComparer.Ordinal);

    /// <summary>How often is looked, in the background, whether the servers are there; null for never. From 1 second. 1 minute by default.</summary>
    public TimeSpan? ProbeInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The servers that may be called.</summary>
    internal IEnumerable<Uri> Addresses() =>
    [
        .. string.IsNullOrEmpty(HuggingFace.Token) ? [] : (ReadOnlySpan<Uri>)[HuggingFace.Endpoint],
        .. HuggingFace.Endpoints.Values.Select(endpoint => endpoint.Address!),
        .. OpenAI.Values.Select(OpenAIEndpoints.ListOf),
        .. Jarvis.Values.Select(peer => JarvisPeer.At(peer, "health")),
    ];
}
