namespace Jarvis.Models.Serving;

/// <summary>What one more request of a tenant would find.</summary>
/// <param name="Own">Requests that wait for the tenant at its priority.</param>
/// <param name="Ahead">About how many would run before it: those that fair turns put first.</param>
public readonly record struct QueueShare(int Own, int Ahead);
