using System.Text.Json;
using Jarvis.Planning;
using Jarvis.Tenancy;

namespace Jarvis.State;

/// <summary>Teaches a store that writes JSON the documents of conversations and tenants.</summary>
public static class StateJson
{
    /// <summary>Adds what conversations keep: heads, turns, tasks and pages of events, the lists that they are found by; and what is kept of tenants.</summary>
    /// <param name="options">Not yet read-only.</param>
    /// <param name="types">The task types of the host, over which the plans of open turns are rebuilt.</param>
    /// <returns><paramref name="options"/>.</returns>
    public static JsonSerializerOptions AddConversations(this JsonSerializerOptions options, TaskTypeCatalog types)
    {
        options.TypeInfoResolverChain.Add(StateJsonContext.Default);
        options.TypeInfoResolverChain.Add(TenancyJsonContext.Default);
        options.Converters.Add(new PlanDraftJsonConverter(types));
        return options;
    }
}
