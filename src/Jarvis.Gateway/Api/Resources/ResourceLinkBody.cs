using Jarvis.Resources;

namespace Jarvis.Gateway.Api.Resources;

/// <summary>What link is wanted.</summary>
internal sealed record ResourceLinkBody
{
    /// <summary>How long it is to be good; an hour by default.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What a browser is to do with the file: <c>inline</c> or <c>attachment</c>, the default.</summary>
    public LinkDisposition Disposition { get; init; } = LinkDisposition.Attachment;
}
