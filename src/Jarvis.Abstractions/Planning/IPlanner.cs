namespace Jarvis.Planning;

/// <summary>Makes a plan of a request.</summary>
public interface IPlanner
{
    /// <summary>What people call it, such as <c>offline</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it plans on where tasks have failed: then it is asked a second time, at most once a turn, with
    /// <see cref="PlanningRequest.Failed"/>. False by default.
    /// </summary>
    bool CanReplan => false;

    /// <summary>Plans; what it says first can be acted on while it still plans.</summary>
    /// <param name="request">What to plan from.</param>
    /// <param name="cancellationToken">Ends planning.</param>
    /// <exception cref="Errors.JarvisException">The planner cannot be reached or broke off.</exception>
    IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, CancellationToken cancellationToken);
}
