using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

namespace Jarvis.Orleans.Tests.Postgres;

[Collection(PostgresGroup.Name)]
public sealed class PostgresStateStoreTests(PostgresServer server)
{
    private readonly string _service = Guid.NewGuid().ToString("N");

    public static TheoryData<string> Facts => Specs.Of<DurableStateStoreSpec>();

    [PostgresTheory]
    [MemberData(nameof(Facts))]
    public Task It_does_what_every_state_store_does(string fact) => Specs.RunAsync<DurableStateStoreSpec>(new Spec(server, _service), fact);

    [PostgresFact]
    public async Task Tenants_whose_names_are_the_same_number_do_not_share_a_document()
    {
        var store = await PostgresStore.OpenAsync(server, _service);
        string[] tenants = ["1", "01", "0x1", "F", "f", "0f", "00000000-0000-0000-0000-000000000001", "00000000000000000000000000000001"];
        for (var number = 0; number < tenants.Length; number++)
        {
            await store.WriteAsync(new("document", tenants[number]), new StateDocument(number, "", []), version: null, default);
        }

        for (var number = 0; number < tenants.Length; number++)
        {
            Assert.Equal(number, (await store.ReadAsync<StateDocument>(new("document", tenants[number]), default))!.Value.Number);
        }
    }

    [PostgresFact]
    public async Task Of_many_storages_that_write_first_exactly_one_wins_and_the_document_can_be_read()
    {
        var storages = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresStore.OpenAsync(server, _service)));
        for (var number = 0; number < 50; number++)
        {
            var key = new StateKey("document", $"t/{number}");
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, 8).Select(async writer =>
            {
                await start.Task;
                try
                {
                    return await storages[writer % storages.Length].WriteAsync(key, new StateDocument(writer, "", []), version: null, default);
                }
                catch (JarvisException refused) when (refused.Code == ErrorCode.Conflict)
                {
                    return null;
                }
            }).ToList();
            start.SetResult();

            var winner = Assert.Single(await Task.WhenAll(writers), version => version is not null);
            Assert.Equal(winner, (await storages[0].ReadAsync<StateDocument>(key, default))!.Version);
        }
    }

    [PostgresFact]
    public async Task What_is_kept_names_no_type_and_says_the_version_of_its_form()
    {
        var store = await PostgresStore.OpenAsync(server, _service);
        await store.WriteAsync(new("document", "t/1"), new StateDocument(7, "text", []), version: null, default);

        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var read = source.CreateCommand($"SELECT convert_from(PayloadBinary, 'UTF8') FROM OrleansStorage WHERE ServiceId = '{_service}'");
        var kept = (string)(await read.ExecuteScalarAsync())!;

        Assert.StartsWith("{\"schema\":1,\"document\":{", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Jarvis", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("$type", kept, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_document_of_a_newer_form_and_a_damaged_one_are_refused_with_what_to_do()
    {
        var store = await PostgresStore.OpenAsync(server, _service);
        var key = new StateKey("document", "t/1");
        await store.WriteAsync(key, new StateDocument(7, "text", []), version: null, default);

        Assert.Contains("run the newer one", await ReadAfterAsync("""{"schema":2,"document":{}}"""), StringComparison.Ordinal);
        Assert.Contains("restore the database", await ReadAfterAsync("""{"schema":1}"""), StringComparison.Ordinal);
        Assert.Contains("restore the database", await ReadAfterAsync("no JSON"), StringComparison.Ordinal);

        async Task<string> ReadAfterAsync(string payload)
        {
            await using var source = NpgsqlDataSource.Create(server.ConnectionString);
            await using var write = source.CreateCommand($"UPDATE OrleansStorage SET PayloadBinary = convert_to('{payload}', 'UTF8') WHERE ServiceId = '{_service}'");
            await write.ExecuteNonQueryAsync();
            return (await Assert.ThrowsAsync<JarvisException>(async () => await store.ReadAsync<StateDocument>(key, default))).Message;
        }
    }

    [PostgresFact]
    public async Task All_documents_of_a_tenant_are_read_and_deleted_and_nobody_elses()
    {
        var store = await PostgresStore.OpenAsync(server, _service);
        string[] own = ["acme", .. Enumerable.Range(0, 150).Select(number => $"acme/c/{number}")];
        string[] others = ["acme2", "acme-x/c", "acm", ".acme/c", "Acme/c", "ac_e/c"];
        foreach (var id in own.Concat(others))
        {
            await store.WriteAsync(new("document", id), new StateDocument(1, id, []), version: null, default);
        }

        await store.WriteAsync(new("tenant", "acme"), new StateDocument(1, "mark", []), version: null, default);
        await using var documents = new PostgresTenantDocuments(
            Options.Create(new JarvisPostgresOptions { ConnectionString = server.ConnectionString }), Options.Create(new ClusterOptions { ServiceId = _service }));
        var acme = new TenantId("acme");

        var read = new List<StateKey>();
        await foreach (var document in documents.ReadAsync(acme, default))
        {
            read.Add(document.Key);
        }

        Assert.Equal(own.Append("acme").Order(StringComparer.Ordinal), read.Select(key => key.Id).Order(StringComparer.Ordinal));
        Assert.Equal(100, await documents.DeleteAsync(acme, "tenant", 100, default));
        Assert.Equal(own.Length - 100, await documents.DeleteAsync(acme, "tenant", 100, default));
        await documents.PurgeAsync(rewrite: true, default);

        Assert.NotNull(await store.ReadAsync<StateDocument>(new("tenant", "acme"), default));
        foreach (var id in others)
        {
            Assert.NotNull(await store.ReadAsync<StateDocument>(new("document", id), default));
        }
    }

    private sealed class Spec(PostgresServer server, string service) : DurableStateStoreSpec
    {
        public override Task DisposeAsync() => Task.CompletedTask;

        protected override Task<IStateStore> OpenAsync() => PostgresStore.OpenAsync(server, service);

        protected override Task<IStateStore> OpenAgainAsync() => OpenAsync();
    }
}
