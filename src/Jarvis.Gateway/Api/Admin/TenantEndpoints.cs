using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Usage;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.OpenApi;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Jarvis.Gateway.Api.Admin;

/// <summary>Tenants and what they may use, for admins.</summary>
internal static class TenantEndpoints
{
    private const string AsTheOptionsSay = "default";

    internal static void MapTenants(this RouteGroupBuilder v1)
    {
        var all = v1.MapGroup("/tenants").WithTags("Tenants").Needs(KeyScope.Admin);
        all.MapGet("/", ListAsync).Gives<ListPage<Tenant>>("Lists tenants.");
        all.MapPost("/", CreateAsync).Takes<TenantBody>("""{"id":"acme","label":"Acme Inc."}""").Gives<Tenant>("Makes a tenant.", StatusCodes.Status201Created);
        all.MapGet("/{tenant}", GetAsync).Gives<Tenant>("A tenant, with the limits that are its own.");
        all.MapDelete("/{tenant}", DeleteAsync).Does("Deletes a tenant and everything of it. What breaks off goes on when it is deleted again.");
        all.MapPatch("/{tenant}/limits", LimitAsync)
            .Takes<Dictionary<string, JsonElement>>("""{"turns-per-day":1000,"cost-per-day":2.5,"stored-bytes":null,"weight":"default"}""")
            .Gives<Tenant>("Changes limits, by name: a number, null for none, or \"default\" for what the options say.");
        all.MapGet("/{tenant}/usage", (HttpContext context, TenantUsage usage, string tenant, int? days) => UsageEndpoints.WriteAsync(context, usage, context.Ruled(tenant), days))
            .Gives<ListPage<TenantUsageReport>>("What a tenant has used, by day of UTC, the newest first.");
        all.MapKeys();
    }

    private static async Task ListAsync(HttpContext context, ITenants tenants)
    {
        context.RequireOperator();
        var list = ImmutableArray.CreateBuilder<Tenant>();
        await foreach (var tenant in tenants.ListAsync(context.RequestAborted).ConfigureAwait(false))
        {
            list.Add(tenant);
        }

        await context.WriteJsonAsync(new ListPage<Tenant>(list.ToImmutable(), HasMore: false), GatewayJsonContext.Default.ListPageTenant).ConfigureAwait(false);
    }

    private static async Task CreateAsync(HttpContext context, ITenants tenants)
    {
        context.RequireOperator();
        var body = await context.ReadJsonAsync(GatewayJsonContext.Default.TenantBody).ConfigureAwait(false);
        var made = await tenants.CreateAsync(body.Id, body.Label, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.Location = $"/v1/tenants/{made.Id}";
        await context.WriteJsonAsync(made, GatewayJsonContext.Default.Tenant, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private static async Task GetAsync(HttpContext context, ITenants tenants, string tenant) => await context.WriteJsonAsync(
        await tenants.RequireAsync(context.Ruled(tenant), context.RequestAborted).ConfigureAwait(false), GatewayJsonContext.Default.Tenant).ConfigureAwait(false);

    /// <summary>Goes on though the caller leaves: half of a deletion is of no use to anybody.</summary>
    private static async Task DeleteAsync(HttpContext context, ITenants tenants, TenantDeletion deletion, IHostApplicationLifetime lifetime, string tenant)
    {
        context.RequireOperator();
        var id = context.Ruled(tenant);
        if (await tenants.FindAsync(id, context.RequestAborted).ConfigureAwait(false) is null)
        {
            throw Error.NotFound($"There is no tenant '{id}'.");
        }

        await deletion.RunAsync(id, progress: null, lifetime.ApplicationStopping).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task LimitAsync(HttpContext context, ITenants tenants, string tenant)
    {
        context.RequireOperator();
        var id = context.Ruled(tenant);
        var body = await context.ReadJsonAsync(GatewayJsonContext.Default.DictionaryStringJsonElement).ConfigureAwait(false);
        var changes = JsonBody.Understand(() => body.ToDictionary(limit => limit.Key, limit => Change(limit.Key, limit.Value), StringComparer.Ordinal));
        var changed = await tenants.SetLimitsAsync(id, changes, context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(changed, GatewayJsonContext.Default.Tenant).ConfigureAwait(false);
    }

    private static LimitChange Change(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => LimitChange.None,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => LimitChange.To(number),
        JsonValueKind.String when value.ValueEquals(AsTheOptionsSay) => LimitChange.Default,
        _ => throw Error.InvalidRequest($"The limit '{(name.Length <= 60 ? name : "…")}' is a number, null for none, or \"{AsTheOptionsSay}\"."),
    };
}
