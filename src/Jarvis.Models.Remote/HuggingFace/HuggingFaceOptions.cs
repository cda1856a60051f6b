namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>How Hugging Face's inference service is reached, and which of its models are used.</summary>
public sealed class HuggingFaceOptions
{
    /// <summary>
    /// A token that may call inference providers (huggingface.co/settings/tokens). By default the environment variable HF_TOKEN; without
    /// one no model is available.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>Why models that need the token cannot run where there is none, and what to do about it.</summary>
    public string WithoutToken { get; set; } = HuggingFaceErrors.NoToken;

    /// <summary>
    /// What a model's name is appended to. By default Hugging Face's own provider, through its router. Must be https, but for this machine.
    /// </summary>
    public Uri Endpoint { get; set; } = new("https://router.huggingface.co/hf-inference/models/");

    /// <summary>The models. Where there are none but a token is set, a few well-known ones are used.</summary>
    public IList<HuggingFaceModel> Models { get; } = [];

    /// <summary>How long one call may take in all; above zero. By default 2 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The most bytes that are sent; at least 1. By default 32 MiB.</summary>
    public long MaxRequestLength { get; set; } = 32 << 20;

    /// <summary>The most bytes that are taken as an answer; at least 1. By default 64 MiB.</summary>
    public int MaxResponseLength { get; set; } = 64 << 20;

    /// <summary>How many calls of one model run at once; at least 1. By default 4.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>Dedicated inference endpoints, by a name of yours that models and cards use. Each runs one model.</summary>
    public IDictionary<string, HuggingFaceEndpoint> Endpoints { get; } = new Dictionary<string, HuggingFaceEndpoint>(StringComparer.Ordinal);
}
