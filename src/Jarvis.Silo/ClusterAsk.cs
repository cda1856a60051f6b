using System.Data.Common;
using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;

namespace Jarvis.Silo;

/// <summary>Asks the cluster as one of its clients and writes what happens, one event a line as JSON: <c>ask TEXT [FILE]…</c>.</summary>
internal static class ClusterAsk
{
    /// <summary>How long a silo may take to let it in. Orleans goes on trying for ever, though its certificate is taken nowhere.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    internal static async Task<int> RunAsync(string text, IEnumerable<string> files, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        var options = SiloHost.Read(builder.Configuration);
        builder.Services.AddFileResources(resources => resources.Directory = options.Resources).AddJarvisClusterClient();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
            client.UseJarvisPostgres(options.Database);
            if (options.Tls is { } tls)
            {
                var certificates = new ClusterCertificates(tls);
                client.UseTls(certificates.Own, settings => SiloHost.Configure(settings, certificates));
            }
        });
        using var host = builder.Build();
        await StartAsync(host, cancellationToken).ConfigureAwait(false);
        try
        {
            return await AskAsync(host.Services.GetRequiredService<IJarvis>(), text, files, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is OrleansException or ConnectionFailedException or TimeoutException)
        {
            throw Error.Overloaded("No silo of the cluster lets this client in; see that one runs as a gateway, can be reached, and takes this client's certificate.");
        }
        catch (DbException unreachable)
        {
            throw Error.StorageFailed("The cluster's database cannot be used; see that it runs and can be reached, and try again.", unreachable);
        }
    }

    private static async Task<int> AskAsync(IJarvis jarvis, string text, IEnumerable<string> files, TextWriter output, CancellationToken cancellationToken)
    {
        var attachments = new List<Resource>();
        foreach (var path in files)
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                attachments.Add(await jarvis.UploadAsync(TenantId.Local, file, Path.GetFileName(path), cancellationToken).ConfigureAwait(false));
            }
        }

        var conversation = new ConversationId(TenantId.Local, $"ask-{Guid.NewGuid():N}");
        var request = new TurnRequest(text) { Attachments = [.. attachments], IdempotencyKey = "once" };
        var receipt = await jarvis.SubmitAsync(conversation, request, cancellationToken).ConfigureAwait(false);
        var status = TurnStatus.Open;
        await foreach (var happened in jarvis.ReadTurnAsync(receipt, cancellationToken).ConfigureAwait(false))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(happened, JarvisJsonContext.Default.ConversationEvent)).ConfigureAwait(false);
            status = happened is Events.TurnFinished finished ? finished.Status : status;
        }

        return status == TurnStatus.Answered ? 0 : 1;
    }
}
