using Jarvis.Cli.Hosting;
using Jarvis.Resources;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Cli.Tests;

/// <summary>A desk whose commands start real hosts, one after the other, on the same state and files.</summary>
internal sealed class TenancyDesk : IDisposable
{
    private readonly InMemoryStateStore _state = new();
    private readonly InMemoryResourceStore _resources;

    internal TenancyDesk()
    {
        Desk = new() { Host = Start };
        _resources = new(time: Desk.Time);
    }

    internal Desk Desk { get; }

    internal IResourceStore Resources => _resources;

    public void Dispose()
    {
        Desk.Dispose();
        _resources.Dispose();
    }

    /// <summary>Runs a command; gives its exit code and what it wrote since the last one.</summary>
    internal async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (Desk.Output.Length, Desk.Error.Length);
        var code = await Desk.RunAsync(args);
        return (code, Desk.Output[output..], Desk.Error[error..]);
    }

    private JarvisHost Start()
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Desk.Time)
            .AddSingleton<IStateStore>(_state)
            .AddSingleton<IResourceStore>(_resources)
            .AddJarvis(host => host.ResumeOnStart = false)
            .BuildServiceProvider();
        return new(services.GetRequiredService<IJarvis>(), services);
    }
}
