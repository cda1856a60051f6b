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
    internal static async Task<IStateStore> OpenAsync(PostgresServer server, string service)
    {
        var json = new JsonSerializerOptions(JarvisJsonContext.Default.Options).AddConversations(TaskTypeCatalog.Default);
        json.TypeInfoResolverChain.Add(ConformanceJsonContext.Default);
        var services = new ServiceCollection().AddSingleton(new StateSerializer(json));
        return new GrainStateStore(await PostgresState.OpenStorageAsync(services, server.ConnectionString, service, CancellationToken.None));
    }
}
