using Jarvis.Resources;

namespace Jarvis.Client;

/// <summary>What link is wanted.</summary>
internal sealed record LinkBody(TimeSpan Lifetime, LinkDisposition Disposition);
