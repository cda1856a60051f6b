namespace Jarvis.Planning;

/// <summary>What another task of the plan gives (<c>&lt;GENERATED&gt;-k</c>): a data edge.</summary>
/// <param name="Task">The other task's number.</param>
/// <param name="Port">Its output port; null for the first one whose kind fits.</param>
public sealed record OutputArgument(int Task, string? Port = null) : Argument;
