namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>A token and where what it stands for is in the text.</summary>
/// <param name="Id">Its number in the vocabulary.</param>
/// <param name="Start">The first UTF-16 character.</param>
/// <param name="End">The one after the last.</param>
/// <param name="Word">The word that it is a part of, from 0.</param>
internal readonly record struct TextToken(int Id, int Start, int End, int Word);
