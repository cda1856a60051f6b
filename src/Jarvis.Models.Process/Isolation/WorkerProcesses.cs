using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Isolation;

/// <summary>Starts worker processes.</summary>
internal sealed class WorkerProcesses(CommandRunner commands, IOptions<ModelIsolationOptions> options, TimeProvider time)
{
    /// <summary>Processor time is limited for a program that could be left behind; a worker ends when its input closes.</summary>
    private static readonly TimeSpan NoTimeLimit = TimeSpan.FromDays(365);

    /// <summary>Starts a process and has it load a model.</summary>
    /// <exception cref="JarvisException">It cannot be loaded (<see cref="ErrorCode.ModelUnavailable"/>), or broke its process.</exception>
    internal async Task<WorkerProcess> StartAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var command = new Command(settings.Program, settings.Arguments)
        {
            TimeLimit = NoTimeLimit,
            Environment = settings.Environment.AsReadOnly(),
        };
        var process = new WorkerProcess(card, commands.Open(command), commands.HasGroups, settings.StopTimeout, time);
        using var late = new CancellationTokenSource(settings.LoadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await process.LoadAsync(device, either.Token).ConfigureAwait(false);
            return process;
        }
        catch (Exception exception)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw exception is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? Error.ModelUnavailable($"{card.Id} did not load within {settings.LoadTimeout.TotalSeconds:0} seconds in its own process; give it more time, or use a smaller model.")
                : exception;
        }
    }
}
