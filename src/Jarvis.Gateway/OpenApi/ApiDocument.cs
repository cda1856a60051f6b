using System.Text.Json.Nodes;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Jarvis.Gateway.OpenApi;

/// <summary>What the description of the API says beside what is known of its endpoints.</summary>
internal static class ApiDocument
{
    internal const string Name = "v1";

    private const string Bearer = "bearer";

    internal static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Jarvis",
                Version = Name,
                Description = "Requests in plain language, done by models. Errors are application/problem+json with a stable code; docs/api.md shows how to begin.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "A key that jarvis keys create shows." };
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer(static (schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type is { IsValueType: true } type && type.Namespace == typeof(TenantId).Namespace)
            {
                schema.Type = JsonSchemaType.String;
            }

            return Task.CompletedTask;
        });
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequestAccess>().LastOrDefault()?.Scope is { } scope)
        {
            operation.Description = $"Needs a key of scope {scope.ToString().ToLowerInvariant()}.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        }

        if (metadata.OfType<RequestExample>().LastOrDefault() is { } example
            && operation.RequestBody?.Content is { } bodies
            && bodies.TryGetValue("application/json", out var body))
        {
            body.Example = JsonNode.Parse(example.Json);
        }

        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancellationToken).ConfigureAwait(false);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "An error.",
            Content = new Dictionary<string, OpenApiMediaType> { [ProblemShape.MediaType] = new() { Schema = problem } },
        };
    }
}
