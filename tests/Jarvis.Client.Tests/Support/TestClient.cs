using Jarvis.Conversations;
using Jarvis.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Client.Tests.Support;

/// <summary>The client as an app gets it.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    internal const string Key = "jv_abcdefghijkl_secretsecretsecretsecretsecretse_123456";

    internal static readonly ConversationId Conversation = new(TenantId.Local, "trip");

    /// <summary>The longest that a test waits for what must happen; only a broken client ever waits so long.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ServiceProvider _services;

    /// <param name="address">Where the server is.</param>
    /// <param name="configure">Changes options.</param>
    /// <param name="services">Changes what is registered.</param>
    internal TestClient(Uri address, Action<JarvisClientOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        collection.AddJarvisClient(options =>
        {
            (options.Address, options.MaxDelay) = (address, TimeSpan.FromMilliseconds(10));
            configure?.Invoke(options);
        });
        _services = collection.BuildServiceProvider(validateScopes: true);
    }

    internal JarvisClient Jarvis => _services.GetRequiredService<JarvisClient>();

    /// <summary>Reads so many events.</summary>
    /// <param name="count">How many.</param>
    /// <param name="onRead">Told of each.</param>
    internal async Task<List<long>> ReadAsync(int count, Action<long>? onRead = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var read = new List<long>();
        await foreach (var happened in Jarvis.ReadEventsAsync(Conversation, 0, patience.Token))
        {
            read.Add(happened.Sequence);
            onRead?.Invoke(happened.Sequence);
            if (read.Count == count)
            {
                break;
            }
        }

        return read;
    }

    internal Task<TurnReceipt> SubmitAsync(CancellationToken cancellationToken = default) => Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
