namespace Jarvis.Core.Tests.Tasks.Modelled;

/// <summary>An item of a task as the simplest model of a task knows it: where it is, with which model, and how often it was tried.</summary>
/// <param name="Phase">One of <c>trying</c>, <c>waiting</c>, <c>done</c>, <c>failed</c>.</param>
/// <param name="Model">From 0.</param>
/// <param name="Attempt">From 1, over all models.</param>
/// <param name="Tries">From 1, with this model.</param>
internal sealed record ModelItem(string Phase, int Model, int Attempt, int Tries);
