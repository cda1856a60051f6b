namespace Jarvis.Gateway.Console.Plans;

/// <summary>A time in which something was done or waited for.</summary>
/// <param name="Kind">What: <c>planning</c>, <c>waiting</c>, <c>running</c>, <c>failed</c>, <c>asking</c> or <c>answering</c>.</param>
/// <param name="From">Since when, from the beginning of the turn.</param>
/// <param name="To">Until when.</param>
/// <param name="Title">For people.</param>
internal sealed record TimelineBar(string Kind, TimeSpan From, TimeSpan To, string Title);
