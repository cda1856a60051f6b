using Jarvis.Actors;
using Jarvis.Answers;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.State;

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
    IResourceFetcher? Fetcher = null);
