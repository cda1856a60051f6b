using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>A fetcher in front of a public web server and a secret one of this machine, with its files in a folder of the test's own.</summary>
internal sealed class FetchFixture : IAsyncDisposable
{
    internal const string Public = "93.184.215.14";

    /// <summary>Only a fetcher that hangs ever takes so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("fetch-").FullName;
    private readonly GuardedFetcher _fetcher;

    private FetchFixture(StandInEndpoint web, StandInEndpoint secret, FetchOptions options)
    {
        (Web, Secret) = (web, secret);
        Connector = new(web.Address, secret.Address);
        Store = new FileResourceStore(Options.Create(new ResourceStoreOptions { Directory = _folder }), TimeProvider.System);
        _fetcher = new(Store, Resolver, Connector, Time, Options.Create(options));
        Resolver.Knows("web.test.net", Public);
        Web.Answer = context => StandInEndpoint.File(context, "text/plain", "hello"u8.ToArray());
        Secret.Answer = context => StandInEndpoint.File(context, "text/plain", "secret"u8.ToArray());
    }

    internal StandInEndpoint Web { get; }

    internal StandInEndpoint Secret { get; }

    internal ScriptedResolver Resolver { get; } = new();

    internal LoopbackConnector Connector { get; }

    internal FileResourceStore Store { get; }

    internal FakeTimeProvider Time { get; } = new();

    /// <summary>The files that are stored, finished or not.</summary>
    internal string[] Stored => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);

    internal static async Task<FetchFixture> StartAsync(Action<FetchOptions>? configure = null)
    {
        var options = new FetchOptions();
        configure?.Invoke(options);
        return new(await StandInEndpoint.StartAsync(), await StandInEndpoint.StartAsync(), options);
    }

    internal Task<Resource> FetchAsync(string address, CancellationToken cancellationToken = default) =>
        _fetcher.FetchAsync(TenantId.Local, address, cancellationToken).WaitAsync(Patience, CancellationToken.None);

    /// <summary>It is refused with that code, nothing is stored, and the secret server has not been asked.</summary>
    internal async Task<JarvisException> RefusesAsync(ErrorCode code, string address)
    {
        var error = await Assert.ThrowsAsync<JarvisException>(() => FetchAsync(address));
        Assert.True(error.Code == code, $"{error.Code}: {error.Message}");
        Assert.InRange(error.Message.Length, 20, 400);
        Assert.Empty(Stored);
        Assert.Equal(0, Secret.Requests);
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        _fetcher.Dispose();
        await Web.DisposeAsync();
        await Secret.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
