using System.Collections.Immutable;
using Jarvis.Models;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>Says what a task would cost and do before it runs.</summary>
public interface ITaskAppraiser
{
    /// <summary>Appraises a task.</summary>
    /// <param name="task">The task, not yet validated: whatever it says, it is appraised.</param>
    /// <param name="models">The models of the catalog.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<TaskAppraisal> AppraiseAsync(PlannedTask task, ImmutableArray<ModelStatus> models, CancellationToken cancellationToken);
}
