namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>A part of a text that may be the answer.</summary>
/// <param name="Start">Its first UTF-16 character.</param>
/// <param name="End">The one after its last.</param>
/// <param name="Score">How sure that is, from 0 to 1.</param>
internal readonly record struct AnswerSpan(int Start, int End, float Score);
