using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.OpenApi;

/// <summary>Describes endpoints. Their handlers write their answers themselves, so it is not to be seen from their types.</summary>
internal static class DescriptionExtensions
{
    private const string Json = "application/json";

    /// <summary>What it does, and what comes of it.</summary>
    internal static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder endpoint, string summary, int status = StatusCodes.Status200OK, params string[] mediaTypes) =>
        endpoint.WithSummary(summary).Produces<T>(status, mediaTypes is [var first, ..] ? first : Json, mediaTypes.Skip(1).ToArray());

    /// <summary>What it does; nothing is told of what comes of it.</summary>
    internal static RouteHandlerBuilder Does(this RouteHandlerBuilder endpoint, string summary, int status = StatusCodes.Status204NoContent) =>
        endpoint.WithSummary(summary).Produces(status);

    /// <summary>What it takes.</summary>
    internal static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, string example, params string[] otherMediaTypes)
        where T : notnull => endpoint.Accepts<T>(Json, otherMediaTypes).WithMetadata(new RequestExample(example));
}
