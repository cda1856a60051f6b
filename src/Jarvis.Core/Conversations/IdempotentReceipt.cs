namespace Jarvis.Conversations;

/// <summary>What an idempotency key was answered with.</summary>
/// <param name="Key">The caller's key.</param>
/// <param name="Request">What was asked under it.</param>
/// <param name="Receipt">The answer.</param>
public sealed record IdempotentReceipt(string Key, string Request, TurnReceipt Receipt);
