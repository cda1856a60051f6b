using Jarvis.Gateway.Http;
using Jarvis.Gateway.OpenApi;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.Api.Admin;

/// <summary>The keys of a tenant, for its admins.</summary>
internal static class KeyEndpoints
{
    private static readonly TimeSpan UsualGrace = TimeSpan.FromDays(1);

    internal static void MapKeys(this RouteGroupBuilder tenants)
    {
        var all = tenants.MapGroup("/{tenant}/keys").WithTags("Keys");
        all.MapGet("/", ListAsync).Gives<ListPage<CallerKey>>("Lists a tenant's keys, without the keys themselves.");
        all.MapPost("/", CreateAsync).Takes<KeyBody>("""{"label":"web shop","scopes":["read","use"],"lifetime":"90.00:00:00"}""")
            .Gives<ShownKey>("Makes a key and shows it, this once.", StatusCodes.Status201Created);
        all.MapPost("/{key}/rotate", RotateAsync).Takes<RotateBody>("""{"grace":"1.00:00:00"}""")
            .Gives<ShownKey>("Makes a key in the place of another, which is taken for a while longer.", StatusCodes.Status201Created);
        all.MapDelete("/{key}", RevokeAsync).Does("Has a key no longer taken.");
    }

    private static async Task ListAsync(HttpContext context, ICallerKeys keys, ITenants tenants, string tenant)
    {
        var owner = await tenants.RequireAsync(context.Ruled(tenant), context.RequestAborted).ConfigureAwait(false);
        var list = await keys.ListAsync(owner.Id, context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(new ListPage<CallerKey>(list, HasMore: false), GatewayJsonContext.Default.ListPageCallerKey).ConfigureAwait(false);
    }

    private static async Task CreateAsync(HttpContext context, ICallerKeys keys, string tenant)
    {
        var owner = context.Ruled(tenant);
        var body = await context.ReadJsonAsync(GatewayJsonContext.Default.KeyBody).ConfigureAwait(false);
        var request = new CallerKeyRequest(body.Label, body.Scopes.IsDefault ? [] : body.Scopes) { Lifetime = body.Lifetime };
        await ShowAsync(context, await keys.CreateAsync(owner, request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task RotateAsync(HttpContext context, ICallerKeys keys, string tenant, string key)
    {
        var owner = context.Ruled(tenant);
        var body = await context.ReadJsonAsync(GatewayJsonContext.Default.RotateBody).ConfigureAwait(false);
        await ShowAsync(context, await keys.RotateAsync(owner, key, body.Grace ?? UsualGrace, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task RevokeAsync(HttpContext context, ICallerKeys keys, string tenant, string key)
    {
        await keys.RevokeAsync(context.Ruled(tenant), key, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task ShowAsync(HttpContext context, IssuedKey issued) =>
        context.WriteJsonAsync(new ShownKey(issued.Reveal(), issued.Key), GatewayJsonContext.Default.ShownKey, StatusCodes.Status201Created);
}
