using System.Collections.Immutable;
using Jarvis.Planning;
using Jarvis.Planning.LanguageModel;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning.LanguageModel;

/// <summary>What comes of a reply without asking again.</summary>
internal sealed record ReadPlan(ImmutableArray<PlannedTask> Tasks, ImmutableArray<string> Dropped, string? Answer, bool IsCut, int Left)
{
    private static readonly NearestType Nearest = new(TaskTypeCatalog.Default);

    /// <summary>Reads a reply in pieces that end at the given places.</summary>
    internal static ReadPlan Of(string reply, ImmutableArray<Resource> resources, params IEnumerable<int> cuts)
    {
        var references = new PlanReferences(resources);
        var parser = new StreamedPlanParser(references);
        var assembly = new PlanAssembly(TaskTypeCatalog.Default, references, Nearest, PlanLimits.Default);
        var tasks = ImmutableArray.CreateBuilder<PlannedTask>();
        var at = 0;
        foreach (var cut in cuts.Where(cut => cut < reply.Length).Order().Append(reply.Length))
        {
            foreach (var written in parser.Feed(reply.AsSpan(at, cut - at)))
            {
                tasks.AddRange(assembly.Add(written));
            }

            at = cut;
        }

        return new ReadPlan(
            tasks.ToImmutable(),
            [.. assembly.Rest().Select(faulty => faulty.ToDropped()).Select(part => $"{part.Part}: {part.Reason}")],
            parser.Answer,
            parser.IsInside,
            parser.Left);
    }

    internal string Notation(ImmutableArray<Resource> resources) =>
        $"{PlanNotation.Write(Tasks, resources)} | {string.Join(" | ", Dropped)} | {Answer} {IsCut} {Left}";
}
