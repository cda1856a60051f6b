using Jarvis.Models.Remote.Mcp;
using Jarvis.Models.Remote.Peers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote;

/// <summary>
/// Looks now and then whether the configured servers are there, so that no request has to find out: one that is not is left alone at once,
/// and is used again as soon as it is back. Sends no key: a server that wants one is there too.
/// </summary>
internal sealed class EndpointProbe(
    IHttpClientFactory clients,
    EndpointBreakers breakers,
    JarvisPeers peers,
    McpToolServers tools,
    IOptions<RemoteModelOptions> options,
    TimeProvider time) : IHostedService, IAsyncDisposable
{
    internal const string HttpClientName = "Jarvis.EndpointProbe";

    /// <summary>How long a server may take to say anything.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ProbeInterval is { } interval)
            _running = RunAsync(interval);

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Looks once at each server, then what other Jarvises and tool servers have.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    internal async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(options.Value.Addresses().DistinctBy(address => address.Authority).Select(address => ProbeAsync(address, cancellationToken)))
            .ConfigureAwait(false);
        await Task.WhenAll(peers.LookAsync(), tools.LookAsync()).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(TimeSpan interval)
    {
        // Starting a host does not wait for servers elsewhere.
        await Task.Yield();
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                await ProbeAsync(_stopping.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task ProbeAsync(Uri address, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if ((int)response.StatusCode >= 500)
                breakers.Of(address).Trip();
            else
                breakers.Of(address).Worked();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            breakers.Of(address).Trip();
        }
    }
}
