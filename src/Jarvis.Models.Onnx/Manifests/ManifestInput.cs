namespace Jarvis.Models.Onnx.Manifests;

/// <summary>An input of the network.</summary>
/// <param name="Name">Its name in the ONNX file.</param>
/// <param name="Kind">What it is given; null where the name says it, as names of Optimum's exports do.</param>
internal sealed record ManifestInput(string Name, InputKind? Kind = null)
{
    /// <summary>What it is given.</summary>
    /// <exception cref="FormatException">Neither the kind nor the name says it.</exception>
    public InputKind Role => Kind ?? Name switch
    {
        "pixel_values" or "images" or "image" => InputKind.Image,
        "pixel_mask" => InputKind.PixelMask,
        "input_ids" => InputKind.InputIds,
        "attention_mask" => InputKind.AttentionMask,
        "token_type_ids" => InputKind.TokenTypeIds,
        _ => throw new FormatException("the name does not tell what it takes; add a kind"),
    };
}
