using System.Collections.Immutable;
using Jarvis.Resources;

namespace Jarvis.Gateway.Asking;

/// <summary>What somebody said in a dialogue that its caller keeps.</summary>
/// <param name="IsAnswer">Whether the assistant said it.</param>
/// <param name="Text">What.</param>
/// <param name="Files">Stored files that go with it.</param>
/// <param name="Addresses">Files that go with it, by their address on the web.</param>
internal sealed record Said(bool IsAnswer, string Text, ImmutableArray<Resource> Files, ImmutableArray<string> Addresses)
{
    internal Said(bool isAnswer, string text)
        : this(isAnswer, text, [], [])
    {
    }
}
