using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

/// <summary>A request as the model of a queue sees it.</summary>
/// <param name="Number">How many came before it.</param>
/// <param name="Terms">For whom.</param>
/// <param name="Bucket">What it can share a batch with.</param>
public sealed record QueuedRequest(int Number, RequestTerms Terms, BatchBucket Bucket);
