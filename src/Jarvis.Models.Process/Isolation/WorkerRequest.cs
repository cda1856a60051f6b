using System.Collections.Immutable;

namespace Jarvis.Models.Process.Isolation;

/// <summary>A request as it goes to a worker process: files stay where they are and are named by their paths.</summary>
/// <param name="TaskType">What is to be done.</param>
/// <param name="Scratch">The folder that its outputs are written to.</param>
/// <param name="Inputs">Its inputs, in order of their ports.</param>
/// <param name="Options">Its settings.</param>
internal sealed record WorkerRequest(
    string TaskType,
    string Scratch,
    ImmutableArray<WorkerInput> Inputs,
    ImmutableDictionary<string, string> Options);
