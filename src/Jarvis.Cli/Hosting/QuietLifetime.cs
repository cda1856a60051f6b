using Microsoft.Extensions.Hosting;

namespace Jarvis.Cli.Hosting;

/// <summary>Leaves signals to who runs the server: the usual lifetime takes them for itself, and says so.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
