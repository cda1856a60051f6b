namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>An entity in a text.</summary>
/// <param name="Entity">What it is.</param>
/// <param name="Word">What stands there.</param>
/// <param name="Score">How sure that is, from 0 to 1.</param>
/// <param name="Start">Its first UTF-16 character.</param>
/// <param name="End">The one after its last.</param>
internal sealed record NamedEntity(string Entity, string Word, float Score, int Start, int End);
