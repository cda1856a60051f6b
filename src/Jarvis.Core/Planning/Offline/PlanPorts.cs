namespace Jarvis.Planning.Offline;

/// <summary>Which ports of a task type are what it works on.</summary>
internal static class PlanPorts
{
    /// <summary>The port for the thing that is worked on: the first one that is required and no question about it.</summary>
    internal static Port Main(TaskType type) => type.Inputs.First(port => port.Required && port.Name != "question");
}
