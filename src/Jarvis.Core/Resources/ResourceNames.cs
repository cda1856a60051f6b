using System.Buffers;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>
/// Finds the resources that documents name, whatever form the documents have: a content address is 64 small hexadecimal digits with none beside
/// them. What only looks like one names nothing, and costs nothing.
/// </summary>
internal static class ResourceNames
{
    private const int Length = 64;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Adds the content addresses of a text.</summary>
    internal static void Find(ReadOnlySpan<byte> text, ISet<ResourceId> names)
    {
        while (true)
        {
            var start = text.IndexOfAny(Digits);
            if (start < 0)
                return;

            text = text[start..];
            var length = text.IndexOfAnyExcept(Digits);
            length = length < 0 ? text.Length : length;
            if (length == Length)
                names.Add(ResourceId.Parse(System.Text.Encoding.ASCII.GetString(text[..Length])));

            text = text[length..];
        }
    }
}
