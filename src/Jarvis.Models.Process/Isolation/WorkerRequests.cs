using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Models.Process.Isolation;

/// <summary>Requests and outcomes as they go over the boundary of a process, both ways.</summary>
internal static class WorkerRequests
{
    private const int MaxText = 8 << 20;

    /// <summary>What a request is to the worker.</summary>
    internal static async Task<WorkerRequest> SendableAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var inputs = ImmutableArray.CreateBuilder<WorkerInput>();
        foreach (var (port, values) in request.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal))
        {
            foreach (var value in values)
            {
                inputs.Add(value.Resource is { } resource
                    ? new(port, File: WorkerFile.Of(resource, await value.GetPathAsync(cancellationToken).ConfigureAwait(false)))
                    : new(port, await value.ReadTextAsync(MaxText, cancellationToken).ConfigureAwait(false)));
            }
        }

        // The worker writes where this request may write, and nowhere that a name from outside says.
        return new(request.TaskType, Path.GetDirectoryName(request.ScratchPath("worker"))!, inputs.ToImmutable(), request.Options);
    }

    /// <summary>The request as the model in the worker sees it.</summary>
    internal static ModelRequest Open(WorkerRequest request, Action<double> progress)
    {
        var files = new WorkerFiles(request.Inputs);
        return new(request.TaskType, request.Scratch)
        {
            Inputs = request.Inputs.GroupBy(input => input.Port, StringComparer.Ordinal).ToImmutableDictionary(
                port => port.Key,
                port => port.Select(input => input.Text is { } text ? new ModelInput(text) : new ModelInput(input.File!.ToResource(), files, TenantId.Local)).ToImmutableArray()),
            Options = request.Options,
            Progress = new InlineProgress(progress),
        };
    }

    /// <summary>Writes outputs into the request's scratch folder.</summary>
    internal static WorkerOutcome Write(WorkerRequest request, ModelOutcome outcome)
    {
        if (outcome.Error is { } error)
        {
            return new([], error);
        }

        Directory.CreateDirectory(request.Scratch);
        var outputs = ImmutableArray.CreateBuilder<WorkerOutput>(outcome.Outputs.Length);
        foreach (var output in outcome.Outputs)
        {
            var file = string.Create(CultureInfo.InvariantCulture, $"output-{outputs.Count}");
            using var content = output.OpenRead();
            using var copy = File.Create(Path.Combine(request.Scratch, file));
            content.CopyTo(copy);
            outputs.Add(new(output.Port, output.MediaType, output.Name, file));
        }

        return new(outputs.MoveToImmutable());
    }

    /// <summary>The outcome as the host sees it. A worker is not trusted: a file is one of those that it may write, or it is none.</summary>
    internal static ModelOutcome Read(ModelRequest request, WorkerOutcome outcome)
    {
        if (outcome.Error is { } error)
        {
            return ModelOutcome.Failure(error);
        }

        var outputs = ImmutableArray.CreateBuilder<ModelOutput>(outcome.Outputs.Length);
        foreach (var (port, mediaType, name, file) in outcome.Outputs)
        {
            var path = request.ScratchPath(file);
            if (Path.GetFileName(file) != file || new FileInfo(path) is not { Exists: true, LinkTarget: null })
            {
                return ModelOutcome.Failure(Error.ModelFailed("The model's process named a file that it did not write; use another model.", retryable: false).ToError());
            }

            outputs.Add(ModelOutput.FromFile(port, mediaType, name, path));
        }

        return new(outputs.MoveToImmutable());
    }

    private sealed class InlineProgress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
