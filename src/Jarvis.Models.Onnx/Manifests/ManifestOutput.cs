namespace Jarvis.Models.Onnx.Manifests;

/// <summary>An output of the network.</summary>
/// <param name="Name">Its name in the ONNX file.</param>
/// <param name="Role">What it is; null where the name says it, as names of Optimum's exports do.</param>
internal sealed record ManifestOutput(string Name, OutputRole? Role = null)
{
    /// <summary>What it is.</summary>
    /// <exception cref="FormatException">Neither the role nor the name says it.</exception>
    public OutputRole Kind => Role ?? Name switch
    {
        "logits" => OutputRole.Logits,
        "pred_boxes" or "boxes" => OutputRole.Boxes,
        "scores" => OutputRole.Scores,
        "predicted_depth" => OutputRole.Depth,
        "last_hidden_state" or "token_embeddings" => OutputRole.TokenEmbeddings,
        "sentence_embedding" => OutputRole.Embedding,
        "start_logits" => OutputRole.StartLogits,
        "end_logits" => OutputRole.EndLogits,
        "reconstruction" => OutputRole.Pixels,
        _ => throw new FormatException("the name does not tell what it is; add a role"),
    };
}
