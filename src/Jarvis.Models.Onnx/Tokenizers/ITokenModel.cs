namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>Cuts one word into tokens of a vocabulary.</summary>
internal interface ITokenModel
{
    /// <summary>The tokens of a word.</summary>
    /// <param name="word">The word, normalized.</param>
    /// <returns>The number of each token, and which UTF-16 characters of the word it is.</returns>
    IEnumerable<(int Id, Range Place)> Encode(string word);
}
