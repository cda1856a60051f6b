using System.Collections.Immutable;
using Jarvis.LanguageModels;

namespace Jarvis.Evaluation;

/// <summary>How well a planner planned over the tools of one data folder.</summary>
/// <param name="Domain">The folder's name.</param>
/// <param name="Planner">What planned.</param>
/// <param name="Tools">How many tools there are.</param>
/// <param name="Groups">The scores: overall first, then for each structure.</param>
/// <param name="BadRows">How many rows of the data cannot be used.</param>
/// <param name="BadRowSamples">The first of them.</param>
/// <param name="Failures">Why nothing was predicted, with how often, most often first.</param>
/// <param name="Duration">What planning took, added up over requests.</param>
/// <param name="Usage">What it used of language models.</param>
public sealed record DomainReport(
    string Domain,
    string Planner,
    int Tools,
    ImmutableArray<ScoredGroup> Groups,
    int BadRows,
    ImmutableArray<BadRow> BadRowSamples,
    ImmutableArray<FailureCount> Failures,
    TimeSpan Duration,
    LanguageModelUsage Usage);
