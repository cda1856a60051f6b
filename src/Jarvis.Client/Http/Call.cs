using Jarvis.Identity;

namespace Jarvis.Client.Http;

/// <summary>A call of the API.</summary>
/// <param name="Name">Its name in traces and counts.</param>
/// <param name="Method">How.</param>
/// <param name="Path">Where, below the server's address: <c>v1/…</c>.</param>
internal sealed record Call(string Name, HttpMethod Method, string Path)
{
    /// <summary>The tenant that it is meant for; null for that of the key.</summary>
    internal TenantId? Tenant { get; init; }

    /// <summary>What is sent, anew for each attempt; null for nothing. Told how to say that some of it was sent.</summary>
    internal Func<Action, HttpContent>? Content { get; init; }

    /// <summary>The media type that is wanted.</summary>
    internal string Accept { get; init; } = JarvisHttp.Json;

    /// <summary>When it may be sent again.</summary>
    internal Repeat Repeat { get; init; }

    /// <summary>How many servers it has come through.</summary>
    internal int Hops { get; init; }

    /// <summary>How much longer than usual an attempt may take.</summary>
    internal TimeSpan Extra { get; init; }
}
