using System.Collections.Immutable;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.State;
using Jarvis.Tasks;
using Jarvis.Tenancy;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Conformance.Hosts;

/// <summary>What a test puts into a host.</summary>
/// <param name="Planner">Plans.</param>
/// <param name="Runner">Runs.</param>
/// <param name="Cards">The models that there are.</param>
public sealed record HostSetup(IPlanner Planner, IModelRunner Runner, params ImmutableArray<ModelCard> Cards)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where state is kept.</summary>
    public IStateStore State { get; init; } = new InMemoryStateStore();

    /// <summary>Where resources are kept; outlives the host, as a disk does.</summary>
    public Func<IStorageQuota, IResourceStore> Resources { get; init; } = OneStore();

    /// <summary>Answers.</summary>
    public IAnswerer Answerer { get; init; } = new TemplateAnswerer(TaskTypeCatalog.Default);

    /// <summary>Summarizes old turns; null for nobody.</summary>
    public IHistorySummarizer? Summarizer { get; init; }

    /// <summary>Fetches what requests name by address; null for nothing.</summary>
    public IResourceFetcher? Fetcher { get; init; }

    /// <summary>How attempts are repeated.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>
    /// The language models, by what they are used for: they plan, choose, do text tasks and answer in place of the planner and the answerer above.
    /// </summary>
    public ImmutableDictionary<LanguageModelRole, ScriptedLanguageModel> LanguageModels { get; init; } =
        ImmutableDictionary<LanguageModelRole, ScriptedLanguageModel>.Empty;

    /// <summary>Changes what language models cost and may be used for.</summary>
    public Action<LanguageModelOptions> LanguageModel { get; init; } = _ => { };

    /// <summary>Changes what tenants may use.</summary>
    public Action<TenantOptions> Tenants { get; init; } = _ => { };

    /// <summary>Changes what conversations allow.</summary>
    public Action<ConversationOptions> Conversations { get; init; } = _ => { };

    /// <summary>Changes how models are run.</summary>
    public Action<ModelEngineOptions> Engine { get; init; } = _ => { };

    /// <summary>Puts all of it into a host.</summary>
    /// <param name="services">The host's.</param>
    public void AddTo(IServiceCollection services)
    {
        foreach (var (role, model) in LanguageModels)
        {
            services.AddKeyedSingleton<IChatClient>(role, model);
        }

        _ = LanguageModels.IsEmpty ? services.AddSingleton(Planner).AddSingleton(Answerer) : services.AddLanguageModelControl();
        if (Summarizer is { } summarizer)
        {
            services.AddSingleton(summarizer);
        }

        if (Fetcher is { } fetcher)
        {
            services.AddSingleton(fetcher);
        }

        services
            .AddSingleton(Time)
            .AddSingleton(Runner)
            .AddSingleton(Retry)
            .AddSingleton(State)
            .AddSingleton<IModelSource>(new ListedModels(Cards))
            .AddSingleton(provider => Resources(provider.GetRequiredService<IStorageQuota>()))
            .Configure(Conversations)
            .Configure(Engine)
            .Configure(LanguageModel)
            .Configure(Tenants);
    }

    /// <summary>One store for all hosts of a setup: what one kept the next finds.</summary>
    private static Func<IStorageQuota, IResourceStore> OneStore()
    {
        var newest = new NewestQuota();
        var store = new InMemoryResourceStore(quota: newest);
        return quota =>
        {
            newest.Newest = quota;
            return store;
        };
    }
}
