using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Jarvis.Tasks;

namespace Jarvis.Models.Results;

/// <summary>What a result depends on, as a hash: the model and its card, the task type, the options, the bytes of every input, and who may have it.</summary>
/// <param name="Hash">SHA-256, in hex.</param>
internal readonly record struct ResultKey(string Hash)
{
    /// <summary>The key of a job.</summary>
    /// <param name="card">The model.</param>
    /// <param name="version">What changes whenever the card does.</param>
    /// <param name="job">What to run.</param>
    internal static ResultKey Of(ModelCard card, byte[] version, ModelJob job)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, card.ShareResults ? "" : job.Id.Task.Tenant.Value);
        Add(hash, version);
        Add(hash, job.TaskType);
        foreach (var (name, value) in job.Options.OrderBy(option => option.Key, StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, value);
        }

        foreach (var (port, values) in job.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal))
        {
            Add(hash, port);
            Add(hash, values, card.ShareResults);
        }

        return new ResultKey(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void Add(IncrementalHash hash, ImmutableArray<TaskInput> values, bool isShared)
    {
        Add(hash, values.Length);
        foreach (var value in values)
        {
            Add(hash, value.Resource is null ? "text" : "resource");
            Add(hash, value.Resource?.Id.Value ?? value.Text!);
            // A name may come up in what a model gives: one tenant must not learn it from another's.
            Add(hash, isShared ? value.Resource?.Name ?? "" : "");
        }
    }

    private static void Add(IncrementalHash hash, string text) => Add(hash, Encoding.UTF8.GetBytes(text));

    // Every part has its length before it, so that no two jobs are one when their parts are put together.
    private static void Add(IncrementalHash hash, byte[] part)
    {
        Add(hash, part.Length);
        hash.AppendData(part);
    }

    private static void Add(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
