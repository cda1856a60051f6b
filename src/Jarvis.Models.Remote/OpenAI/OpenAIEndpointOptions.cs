namespace Jarvis.Models.Remote.OpenAI;

/// <summary>A server that speaks OpenAI's protocol for images, speech, transcription or embeddings, and which of its models are used.</summary>
public sealed class OpenAIEndpointOptions
{
    /// <summary>What <c>/images/generations</c> and the others are appended to. https, or http without a key or for this machine.</summary>
    public Uri Endpoint { get; set; } = new("https://api.openai.com/v1");

    /// <summary>The key; null for a server that wants none.</summary>
    public string? Key { get; set; }

    /// <summary>The environment variable that the key is in, where <see cref="Key"/> is not set; null, the default, for none.</summary>
    public string? KeyVariable { get; set; }

    /// <summary>The models.</summary>
    public IList<OpenAIModel> Models { get; } = [];

    /// <summary>How long one call may take in all; above zero. By default 2 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The most bytes of a file that is sent; at least 1. By default 25 MiB, what OpenAI takes.</summary>
    public long MaxRequestLength { get; set; } = 25 << 20;

    /// <summary>The most bytes that are taken as an answer; at least 1. By default 64 MiB.</summary>
    public long MaxResponseLength { get; set; } = 64 << 20;

    /// <summary>How many calls of one model run at once; at least 1. By default 4.</summary>
    public int Concurrency { get; set; } = 4;
}
