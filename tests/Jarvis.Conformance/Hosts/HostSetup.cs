using System.Collections.Immutable;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.State;
using Jarvis.Tasks;

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

    /// <summary>Answers.</summary>
    public IAnswerer Answerer { get; init; } = new TemplateAnswerer(TaskTypeCatalog.Default);

    /// <summary>How attempts are repeated.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Changes what conversations allow.</summary>
    public Action<ConversationOptions> Conversations { get; init; } = _ => { };

    /// <summary>Changes how models are run.</summary>
    public Action<ModelEngineOptions> Engine { get; init; } = _ => { };
}
