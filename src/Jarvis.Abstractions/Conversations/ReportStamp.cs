namespace Jarvis.Conversations;

/// <summary>
/// Which report it is. One that is sent again, because whether it came was not known, is taken once; one of a planner or writer that another has taken the place of is
/// not taken at all.
/// </summary>
/// <param name="Source">What reports: one planning, or one writing of an answer.</param>
/// <param name="Number">Which of its reports, from 1.</param>
public sealed record ReportStamp(Guid Source, long Number);
