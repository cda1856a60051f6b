using System.Collections.Frozen;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>
/// Finds added tokens in text before it is split into words, the longest first. Special ones are not looked for: text that holds
/// <c>[SEP]</c> is text about it, and ends nothing.
/// </summary>
internal sealed class AddedTokens
{
    private readonly FrozenDictionary<string, int> _ids;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int[] _lengths;

    /// <param name="ids">The tokens that are not special, with their numbers.</param>
    public AddedTokens(IReadOnlyDictionary<string, int> ids)
    {
        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal);
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = [.. _ids.Keys.Select(token => token.Length).Distinct().OrderDescending()];
    }

    /// <summary>Cuts text into added tokens and what is between them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The parts in order, each with the number of the token that it is, or null.</returns>
    public IEnumerable<(int Start, int End, int? Id)> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length && _lengths.Length > 0; i++)
        {
            if (Find(text, i) is not var (length, id))
            {
                continue;
            }

            if (i > start)
            {
                yield return (start, i, null);
            }

            yield return (i, i + length, id);
            start = i + length;
            i = start - 1;
        }

        if (start < text.Length)
        {
            yield return (start, text.Length, null);
        }
    }

    private (int Length, int Id)? Find(string text, int index)
    {
        foreach (var length in _lengths)
        {
            if (index + length <= text.Length && _lookup.TryGetValue(text.AsSpan(index, length), out var id))
            {
                return (length, id);
            }
        }

        return null;
    }
}
