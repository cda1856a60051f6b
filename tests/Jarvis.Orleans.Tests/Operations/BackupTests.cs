using System.Text;
using Jarvis.Conformance;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Orleans.Tests.Postgres;
using Jarvis.Orleans.Tests.Silos;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Jarvis.Orleans.Tests.Operations;

/// <summary>The commands of docs/operating.md that make a backup and restore it, on a real database and folder.</summary>
[Collection(PostgresGroup.Name)]
public sealed class BackupTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Text = "What a shop sells";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jarvis-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PostgresFact]
    public async Task What_a_cluster_had_is_there_again_after_a_backup_is_restored_elsewhere_while_it_was_at_work()
    {
        var cluster = Cluster(server.NewDatabase(), "resources");
        TurnReceipt receipt;
        Resource file;
        List<ConversationEvent> before;
        await using (var silo = await SiloProcess.StartAsync(cluster))
        {
            using var client = await ClusterClient.StartAsync(cluster);
            var jarvis = client.Services.GetRequiredService<IJarvis>();
            using var text = new MemoryStream(Encoding.UTF8.GetBytes(Text));
            file = await jarvis.UploadAsync(TenantId.Local, text, "shop.txt", default);
            receipt = await jarvis.SubmitAsync(new ConversationId(TenantId.Local, "kept"), new TurnRequest("What time is it?") { Attachments = [file] }, default);
            before = await jarvis.ReadToEndAsync(receipt, Patience);

            Program("pg_dump", $"--format=custom --exclude-table-data=orleansmembership* --file={At("jarvis.dump")}", cluster["Database"]);
            Tool.Run("cp", $"--archive {At("resources")} {At("resources-restored")}");
            await client.StopAsync();
            // No time to leave the list of silos.
            await silo.KillAsync();
        }

        var restored = new Dictionary<string, string>(cluster) { ["Database"] = server.NewDatabase(), ["Resources"] = At("resources-restored"), ["Migrate"] = "false" };
        Program("pg_restore", $"--exit-on-error --single-transaction --no-owner {At("jarvis.dump")}", restored["Database"]);
        await using var another = await SiloProcess.StartAsync(restored);
        using var reader = await ClusterClient.StartAsync(restored);
        var found = reader.Services.GetRequiredService<IJarvis>();

        var after = await found.ReadToEndAsync(receipt, Patience);
        using var content = new StreamReader(await found.OpenAsync(TenantId.Local, file.Id, default));
        Assert.IsType<TurnFinished>(before[^1]);
        Assert.Equal(before.Select(happened => (happened.Sequence, happened.GetType())), after.Select(happened => (happened.Sequence, happened.GetType())));
        Assert.Equal(Text, await content.ReadToEndAsync());
        await reader.StopAsync();
    }

    private static void Program(string program, string arguments, string database)
    {
        var at = new NpgsqlConnectionStringBuilder(database);
        Tool.Run(Path.Combine(PostgresServer.Folder!, program), $"--host={at.Host} --username={at.Username} --dbname={at.Database} {arguments}");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private Dictionary<string, string> Cluster(string database, string resources) => new()
    {
        ["ClusterId"] = Guid.NewGuid().ToString("N"),
        ["ServiceId"] = Guid.NewGuid().ToString("N"),
        ["Database"] = database,
        ["Resources"] = At(resources),
    };
}
