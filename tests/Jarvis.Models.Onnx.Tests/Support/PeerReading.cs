namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>What the npm package read.</summary>
internal sealed record PeerReading(string Path, string Text, double Ms);
