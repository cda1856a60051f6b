using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>How a picture is made ready for a network: the fields of <c>preprocessor_config.json</c>, and what it leaves to code.</summary>
/// <remarks>Its properties can be set because the serializer keeps the defaults of such only.</remarks>
internal sealed record ManifestImage
{
    /// <summary>The size that it is brought to.</summary>
    public ManifestSize? Size { get; set; }

    /// <summary>The middle that is cut out after that; null for all of it.</summary>
    public ManifestSize? CropSize { get; set; }

    /// <summary>How it is brought to its size.</summary>
    public ResizeMode Resize { get; set; } = ResizeMode.Stretch;

    /// <summary>How pixels are made of pixels.</summary>
    public ResampleFilter Resample { get; set; } = ResampleFilter.Bilinear;

    /// <summary>What letterboxes are filled with, 0 to 255. Default 114, as YOLO is trained.</summary>
    public int PadValue { get; set; } = 114;

    /// <summary>
    /// For <see cref="ResizeMode.None"/>: the picture is filled up at its right and bottom edge to a multiple of so many pixels. Default 1.
    /// </summary>
    public int SizeDivisor { get; set; } = 1;

    /// <summary>What each value from 0 to 255 is multiplied with. Default 1/255.</summary>
    public double RescaleFactor { get; set; } = 1 / 255.0;

    /// <summary>What is taken off each channel after that, in the order of <see cref="ChannelOrder"/>. Default 0.</summary>
    public ImmutableArray<double>? ImageMean { get; set; }

    /// <summary>What each channel is divided by after that. Default 1.</summary>
    public ImmutableArray<double>? ImageStd { get; set; }

    /// <summary>The order of the channels.</summary>
    public ChannelOrder ChannelOrder { get; set; } = ChannelOrder.Rgb;

    /// <summary>The order of the dimensions.</summary>
    public TensorLayout Layout { get; set; } = TensorLayout.Nchw;
}
