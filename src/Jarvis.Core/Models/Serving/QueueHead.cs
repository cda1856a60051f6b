namespace Jarvis.Models.Serving;

/// <summary>What a queue gives next.</summary>
/// <param name="Bucket">What the next batch has in common.</param>
/// <param name="Compatible">How many that wait could be in it, from 1.</param>
/// <param name="Oldest">When the one of them that waits longest was queued.</param>
/// <param name="Deadline">By when the first of the batch is wanted; null where it has no deadline.</param>
public readonly record struct QueueHead(BatchBucket Bucket, int Compatible, long Oldest, DateTimeOffset? Deadline);
