using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Gateway.Http;

/// <summary>What the parts of the API are mapped with: the one place where they get keys, rates, origins and errors.</summary>
public static class ApiGroupExtensions
{
    internal const string CorsPolicy = "jarvis";

    /// <summary>
    /// A part of the API. Each of its endpoints has to say who may call it, by <see cref="Needs"/> or <see cref="IsOpen"/>: one that does not ends the start.
    /// </summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="prefix">Where its paths begin, such as <c>/v1</c>.</param>
    /// <param name="shape">How its errors look; null for problem+json.</param>
    public static RouteGroupBuilder MapApiGroup(this IEndpointRouteBuilder routes, string prefix, IErrorShape? shape = null)
    {
        shape ??= ProblemShape.Instance;
        routes.ServiceProvider.GetRequiredService<ErrorShapes>().Add(prefix, shape);
        var group = routes.MapGroup(prefix);
        group.WithMetadata(shape);
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (!endpoint.Metadata.OfType<RequestAccess>().Any())
            {
                throw new InvalidOperationException($"{endpoint.DisplayName} does not say who may call it.");
            }
        });
        group.RequireCors(CorsPolicy);
        return group;
    }

    /// <summary>Only callers whose key has a scope may call.</summary>
    /// <param name="builder">The endpoint or endpoints.</param>
    /// <param name="scope">The scope.</param>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, KeyScope scope)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequestAccess(scope));

    /// <summary>Anybody may call, without a key.</summary>
    /// <param name="builder">The endpoint or endpoints.</param>
    public static TBuilder IsOpen<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequestAccess(null));
}
