using System.Text.Json;
using Jarvis.Conformance;
using Jarvis.Planning;
using Jarvis.Serialization;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>Opens the state of a cluster without one.</summary>
internal static class PostgresStore
{
    internal static Task<IStateStore> OpenAsync(PostgresServer server, string service) => OpenAsync(server.ConnectionString, service, TimeProvider.System);

    internal static async Task<IStateStore> OpenAsync(string database, string service, TimeProvider time)
    {
        var json = new JsonSerializerOptions(JarvisJsonContext.Default.Options).AddConversations(TaskTypeCatalog.Default);
        json.TypeInfoResolverChain.Add(ConformanceJsonContext.Default);
        var serializer = new StateSerializer(json);
        var storage = await PostgresState.OpenStorageAsync(new ServiceCollection().AddSingleton(serializer), database, service, CancellationToken.None);
        return new PostgresStateStore(storage, serializer, database, service, time);
    }
}
