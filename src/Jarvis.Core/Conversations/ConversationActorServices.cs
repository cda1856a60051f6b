using Jarvis.Actors;
using Jarvis.Answers;
using Jarvis.Conversations.Archive;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.State;
using Jarvis.Tenancy;

namespace Jarvis.Conversations;

/// <summary>What conversation actors work with.</summary>
/// <param name="Actors">Finds the other actors.</param>
/// <param name="State">Where state is kept.</param>
/// <param name="TaskTypes">The task types that plans may use.</param>
/// <param name="Catalog">The models that there are, for the planner.</param>
/// <param name="Planner">Plans.</param>
/// <param name="Answerer">Answers.</param>
/// <param name="Appraiser">Says what tasks would cost and do, where somebody has to approve.</param>
/// <param name="Options">What conversations allow.</param>
/// <param name="Time">The clock.</param>
/// <param name="Summarizer">Summarizes old turns; null where nobody does, and planners are told of the newest only.</param>
/// <param name="Fetcher">Fetches what requests name by address; null where nothing is fetched.</param>
/// <param name="Quota">Says whether a tenant may have one more turn; null where each may have as many as it likes.</param>
public sealed record ConversationActorServices(
    IActorDirectory Actors,
    IStateStore State,
    TaskTypeCatalog TaskTypes,
    IModelCatalog Catalog,
    IPlanner Planner,
    IAnswerer Answerer,
    ITaskAppraiser Appraiser,
    ConversationOptions Options,
    TimeProvider Time,
    IHistorySummarizer? Summarizer = null,
    IResourceFetcher? Fetcher = null,
    ITurnQuota? Quota = null)
{
    /// <summary>Who plans a request.</summary>
    internal IPlanner PlannerOf(TurnRequest request) => request.Tasks.IsEmpty ? Planner : new GivenPlanner(request.Tasks);

    /// <summary>Who answers a request: whoever says what is to be run has asked no language model anything.</summary>
    internal IAnswerer AnswererOf(TurnRequest request) => request.Tasks.IsEmpty ? Answerer : new TemplateAnswerer(TaskTypes);

    /// <summary>Which conversations have open turns.</summary>
    internal OpenConversations Open { get; } = new(State);

    /// <summary>Which are being imported.</summary>
    internal ImportsUnderway Imports { get; } = new();

    /// <summary>The lists of conversations.</summary>
    internal ConversationIndex Index { get; } = new(State);
}
