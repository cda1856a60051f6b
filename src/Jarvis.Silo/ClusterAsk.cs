using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Jarvis.Silo;

/// <summary>Asks the cluster as one of its clients and writes what happens, one event a line as JSON: <c>ask TEXT [FILE]…</c>.</summary>
internal static class ClusterAsk
{
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
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AskAsync(host.Services.GetRequiredService<IJarvis>(), text, files, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
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
