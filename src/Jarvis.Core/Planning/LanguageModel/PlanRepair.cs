using Jarvis.LanguageModels;
using System.Collections.Immutable;
using System.Text;

namespace Jarvis.Planning.LanguageModel;

/// <summary>Asks a model for what was wrong or missing in its plan, and only for that.</summary>
internal static class PlanRepair
{
    /// <summary>How many faults one question tells of, and how long a task is quoted in it.</summary>
    private const int MaxFaults = 16;

    private const int MaxTaskTokens = 200;

    internal static string Ask(IReadOnlyList<PlannedTask> accepted, ImmutableArray<FaultyTask> faulty, bool isCut, PlanReferences references)
    {
        var text = new StringBuilder();
        if (accepted.Count > 0)
        {
            text.Append("These tasks of your plan already run. Do not write them again:\n");
            foreach (var task in accepted)
            {
                text.Append(TokenEstimate.Cut(PlanJson.Write(task, references), MaxTaskTokens)).Append('\n');
            }
        }

        if (!faulty.IsEmpty)
        {
            text.Append("These tasks are wrong. Write them again, corrected, each with its id unless the id is what is wrong:\n");
            foreach (var fault in faulty.Take(MaxFaults))
            {
                text.Append(TokenEstimate.Cut(PlanJson.Write(fault.Task, references), MaxTaskTokens))
                    .Append("\nerror: ").Append(fault.Reason).Append('\n');
            }
        }

        if (isCut)
        {
            text.Append("Your reply broke off. ")
                .Append(accepted.Count > 0 ? "Write the tasks that are missing.\n" : "Write the plan again, shorter.\n");
        }
        else if (accepted.Count == 0 && faulty.IsEmpty)
        {
            text.Append("Your reply held neither a task nor an answer. Write the plan, or the answer if no task is needed.\n");
        }

        return text.Append("Write only JSON, in the same form.").ToString();
    }
}
