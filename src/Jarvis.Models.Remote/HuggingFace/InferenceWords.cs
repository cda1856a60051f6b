namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>How errors speak of a server of Hugging Face's protocol.</summary>
/// <param name="Service">The server, such as <c>Hugging Face</c>.</param>
/// <param name="Key">What it is called with, such as <c>the token in HF_TOKEN</c>.</param>
/// <param name="Renew">How to get another.</param>
/// <param name="Allow">How to let it in.</param>
internal sealed record InferenceWords(string Service, string Key, string Renew, string Allow)
{
    /// <summary>Those of Hugging Face's own service and endpoints.</summary>
    internal static InferenceWords HuggingFace { get; } = new(
        "Hugging Face",
        "the token in HF_TOKEN",
        "set a valid one (huggingface.co/settings/tokens)",
        "allow it to call inference providers, or accept the model's terms");
}
