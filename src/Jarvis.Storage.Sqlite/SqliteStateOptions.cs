using System.Text.Json;
using Jarvis.Serialization;

namespace Jarvis.Storage.Sqlite;

/// <summary>Where and how the state is kept.</summary>
public sealed class SqliteStateOptions
{
    /// <summary>
    /// The file, made when it is missing, with its folder. By default <c>jarvis/state.db</c> in the user's folder for local data
    /// (<c>~/.local/share</c> on Linux).
    /// </summary>
    public string Path { get; set; } = System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "jarvis",
        "state.db");

    /// <summary>
    /// Who else may work on the file: a process whose lock does not go with another's is refused at once. A host that goes on with open turns
    /// has to be alone. <see cref="SqliteLock.None"/> by default.
    /// </summary>
    public SqliteLock Lock { get; set; }

    /// <summary>
    /// How documents become JSON. Knows the records of the public surface; a host adds the context of its own documents to
    /// <see cref="JsonSerializerOptions.TypeInfoResolverChain"/>. Reflection is not used.
    /// </summary>
    public JsonSerializerOptions Json { get; } = new(JarvisJsonContext.Default.Options);

    /// <summary>
    /// The version of the documents' form, at least 1; written beside each document. A document of a later version than this is not read.
    /// By default 1.
    /// </summary>
    public int DocumentSchema { get; set; } = 1;

    /// <summary>The most writes that wait; further ones wait to be let in. At least 1; by default 4,096.</summary>
    public int QueueLength { get; set; } = 4096;

    /// <summary>
    /// The most writes that are flushed to the disk together, and the most documents that wait in memory for a flush. At least 1; by default 256.
    /// </summary>
    public int MaxBatch { get; set; } = 256;
}
