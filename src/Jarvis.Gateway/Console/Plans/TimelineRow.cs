using System.Collections.Immutable;

namespace Jarvis.Gateway.Console.Plans;

/// <summary>A line of the timeline.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Task">The task's number; null for what is none.</param>
/// <param name="Bars">Its times, in order.</param>
internal sealed record TimelineRow(string Name, int? Task, ImmutableArray<TimelineBar> Bars);
