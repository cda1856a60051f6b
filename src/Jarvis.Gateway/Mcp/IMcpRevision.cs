using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace Jarvis.Gateway.Mcp;

/// <summary>Revisions of the protocol that are alike over HTTP: whether there are sessions, and what it means when a client closes its stream.</summary>
internal interface IMcpRevision
{
    /// <summary>The revisions, the newest first.</summary>
    ImmutableArray<string> Versions { get; }

    /// <summary>Answers a message.</summary>
    /// <param name="context">Its request, whose version is one of these, or is not said.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="Jarvis.Errors.JarvisException">The message cannot be taken.</exception>
    Task AnswerAsync(HttpContext context, JsonRpcMessage message);

    /// <summary>Ends the session that a request names.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="Jarvis.Errors.JarvisException">There is none.</exception>
    Task EndSessionAsync(HttpContext context);
}
