namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>A box that a network gave.</summary>
/// <param name="Box">Where it is, on what the network was given.</param>
/// <param name="Class">Its class.</param>
/// <param name="Score">How sure that is, from 0 to 1.</param>
internal readonly record struct FoundBox(PixelBox Box, int Class, float Score);
