using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;

namespace Jarvis.Models;

/// <summary>One request to a model, with the scratch folder that its outputs may be written to.</summary>
public sealed class ModelRequest
{
    private readonly string _scratch;

    /// <summary>Creates a request.</summary>
    /// <param name="taskType">What is to be done.</param>
    /// <param name="scratch">A folder of this request's own; made when first used, deleted by who made the request.</param>
    public ModelRequest(string taskType, string scratch)
    {
        TaskType = taskType;
        _scratch = scratch;
    }

    /// <summary>What is to be done.</summary>
    public string TaskType { get; }

    /// <summary>The turn that it is for, so that what it uses can be counted; null where there is none.</summary>
    public TurnId? Turn { get; init; }

    /// <summary>Whether somebody waits for it: where requests of many share a model, those go first.</summary>
    public TurnPriority Priority { get; init; }

    /// <summary>When an answer is of no use any more; null where it always is.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Cancelled when nobody wants the answer any more, while its batch may still be wanted by others.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>How many servers it has come through already; 0 where it was asked for here.</summary>
    public int Hops { get; init; }

    /// <summary>The values of each input port.</summary>
    public ImmutableDictionary<string, ImmutableArray<ModelInput>> Inputs { get; init; } =
        ImmutableDictionary<string, ImmutableArray<ModelInput>>.Empty;

    /// <summary>The task's settings, already checked against its type.</summary>
    public ImmutableDictionary<string, string> Options { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the turn is known to have used of language models before, wherever that was; null for nothing.</summary>
    public LanguageModelUsage? Spent { get; init; }

    /// <summary>Told what is used of language models for it, as soon as it is known; null where nobody counts.</summary>
    public IProgress<LanguageModelUsage>? Usage { get; init; }

    /// <summary>Told how much is done, from 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>The one value of a port.</summary>
    /// <param name="port">The port's name.</param>
    /// <exception cref="JarvisException">There is none, or more than one (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public ModelInput One(string port) => Inputs.TryGetValue(port, out var values) && values.Length == 1
        ? values[0]
        : throw Error.InvalidRequest($"{TaskType} takes exactly one {port}.");

    /// <summary>All values of a port; empty when it is not filled.</summary>
    /// <param name="port">The port's name.</param>
    public ImmutableArray<ModelInput> Many(string port) => Inputs.GetValueOrDefault(port, []);

    /// <summary>A path in the scratch folder to write to. It is the runner's to name; it never comes from outside.</summary>
    /// <param name="fileName">A plain file name.</param>
    public string ScratchPath(string fileName)
    {
        Directory.CreateDirectory(_scratch);
        return Path.Combine(_scratch, Path.GetFileName(fileName));
    }
}
