using Jarvis.State;

namespace Jarvis.Orleans;

/// <summary>Keys of documents as keys of a grain storage.</summary>
internal static class StorageKey
{
    /// <summary>
    /// Begins the key of every document. Without it a storage may take an id that looks like a number for that number, and <c>1</c> and <c>01</c>,
    /// two tenants, for one.
    /// </summary>
    internal const char Prefix = '/';

    /// <summary>The key of a document.</summary>
    internal static GrainId Of(StateKey key) => GrainId.Create(Escape(key.Kind), Prefix + Escape(key.Id));

    /// <summary>The document that a storage has under a kind and a key.</summary>
    internal static StateKey Read(string kind, string key) => new(Unescape(kind), Unescape(key[1..]));

    /// <summary>A text without the one character that PostgreSQL does not take.</summary>
    internal static string Escape(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\0", "%00", StringComparison.Ordinal);

    private static string Unescape(string text) => text.Replace("%00", "\0", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
